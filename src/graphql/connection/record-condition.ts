import type { ElementResource } from '../../adapters/adapter';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RecordKey } from '../../persistence/repositories/list-condition';
import { decodeRecordId, type RecordKind } from '../../record-id';
import type { GraphqlContext } from '../context';
import type { RecordFilter } from './record-filter.input';

/** The conditions that all filters have, as the lists of our tables take them. */
export interface RecordConditions {
  readonly remoteId?: readonly string[] | null;
  readonly changedSince?: Date | null;
}

/** The records that these ids name; ids of other kinds, and what is no id, name none. */
export function decodeIds(ids: readonly string[] | null | undefined, kind: RecordKind): RecordKey[] | null {
  if (ids === null || ids === undefined) return null;
  return ids.flatMap((id) => {
    const reference = decodeRecordId(id);
    return reference?.kind === kind ? [reference] : [];
  });
}

/** A filter for a list of one instance: conditions on the instance are met by all of its records, or by none. */
export function narrowFilter<Filter extends RecordConditions>(
  context: GraphqlContext,
  resource: ElementResource,
  instance: InstanceRow,
  given: RecordFilter,
  filter: Filter,
): Filter {
  const remoteId = selectsInstance(given, instance)
    ? canonicalRemoteIds(context, resource, [instance], given.remoteId)
    : [];
  return { ...filter, remoteId };
}

function selectsInstance(filter: RecordFilter, { id, elementKey, tags }: InstanceRow): boolean {
  return (
    (filter.instanceId?.includes(id) ?? true) &&
    (filter.elementKey?.includes(elementKey) ?? true) &&
    (filter.instanceTag?.some((tag) => tags.includes(tag)) ?? true)
  );
}

/** Vendor ids as people write them, in the form in which they are stored at these elements. */
export function canonicalRemoteIds(
  { services }: GraphqlContext,
  resource: ElementResource,
  instances: readonly InstanceRow[],
  remoteIds: readonly string[] | null | undefined,
): readonly string[] | null {
  if (remoteIds === null || remoteIds === undefined) return null;
  const elementKeys = [...new Set(instances.map((instance) => instance.elementKey))];
  const canonical = elementKeys.flatMap((key) =>
    remoteIds.map((remoteId) => services.records.canonicalRemoteId(key, resource, remoteId)),
  );
  return [...new Set(canonical)].filter((remoteId) => remoteId !== null);
}
