import type { PersonKey } from '../../persistence/repositories/list-condition';
import { requireCaller } from '../../services/caller-scope';
import { decodeIds } from '../connection/record-condition';
import type { GraphqlContext } from '../context';

/** No list has more: ids that name so many are no question that people ask. */
const MAX_ROWS = 100_000;

/**
 * The people that ids of employees name, by the address under which their instance knows them. From our copy: the lists
 * that take such a condition call no vendor.
 */
export async function findPeople(
  { request, loaders }: GraphqlContext,
  employeeIds: readonly string[] | null | undefined,
): Promise<PersonKey[] | null> {
  const keys = decodeIds(employeeIds, 'EMPLOYEE');
  if (keys === null) return null;
  if (keys.length === 0) return [];
  const { organizationId } = requireCaller(request);
  const instanceIds = [...new Set(keys.map((key) => key.instanceId))];
  const remoteId = [...new Set(keys.map((key) => key.remoteId))];
  const { rows } = await loaders.employeeLists.page(
    { organizationId, instanceIds },
    {
      filter: { remoteId },
      order: { field: 'NAME', direction: 'ASC' },
      // Of each instance, those that were named of another may be found too.
      first: Math.min(instanceIds.length * remoteId.length, MAX_ROWS),
      after: null,
    },
  );
  const named = new Set(keys.map(textOf));
  return rows.flatMap((row) =>
    row.email !== null && named.has(textOf(row)) ? [{ instanceId: row.instanceId, email: row.email }] : [],
  );
}

function textOf({ instanceId, remoteId }: { readonly instanceId: string; readonly remoteId: string }): string {
  return `${instanceId} ${remoteId}`;
}
