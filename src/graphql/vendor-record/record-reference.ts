import type { ElementResource } from '../../adapters/adapter';
import { decodeRecordId, type RecordKind } from '../../record-id';
import { requireCaller } from '../../services/caller-scope';
import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';

/** Names one record, whatever its kind. */
export interface ReferencedRecord {
  readonly kind: RecordKind;
  readonly instanceId: string;
  readonly remoteId: string;
}

/** What an id given by a client names; null when it is none of these kinds. */
export function decodeIdOf(id: string, kinds: readonly RecordKind[]): ReferencedRecord | null {
  const reference = decodeRecordId(id);
  return reference !== null && kinds.includes(reference.kind) ? reference : null;
}

/**
 * What a gateway's representation names, by its `id` or by the vendor's own id within an instance; null when it can be
 * nothing of ours. `kindOf` tells the kind where the representation has no id.
 */
export function recordOf(
  representation: Representation,
  context: GraphqlContext,
  resource: ElementResource,
  kinds: readonly RecordKind[],
  kindOf: (representation: Representation) => RecordKind | null,
): ReferencedRecord | null | Promise<ReferencedRecord | null> {
  requireCaller(context.request);
  const { id } = representation;
  if (typeof id === 'string') return decodeIdOf(id, kinds);
  const kind = kindOf(representation);
  return kind && recordByRemoteId(representation, context, resource, kind);
}

async function recordByRemoteId(
  { instance, remoteId }: Representation,
  context: GraphqlContext,
  resource: ElementResource,
  kind: RecordKind,
): Promise<ReferencedRecord | null> {
  const instanceId = idOf(instance);
  if (instanceId === null || typeof remoteId !== 'string') return null;
  const row = await context.loaders.instances.load(instanceId);
  if (row === null) return null;
  const canonical = context.services.records.canonicalRemoteId(row.elementKey, resource, remoteId);
  return canonical === null ? null : { kind, instanceId: row.id, remoteId: canonical };
}

function idOf(instance: unknown): string | null {
  if (typeof instance !== 'object' || instance === null || !('id' in instance)) return null;
  return typeof instance.id === 'string' ? instance.id : null;
}
