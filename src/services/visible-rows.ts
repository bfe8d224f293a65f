import type { RequestContext } from '../request-context';
import { isWithinScope, requireCaller } from './caller-scope';
import type { InstanceReadService } from './instance-read.service';

/** A row of one of our tables that belongs to an instance. */
export interface InstanceOwned {
  readonly id: string;
  readonly organizationId: string;
  readonly instanceId: string;
}

/**
 * What the caller may see of rows that were found by their ids, in the order of the ids; null for the others. What belongs
 * to an instance that is gone is gone with it, at once.
 */
export async function visibleByIds<Row extends InstanceOwned>(
  context: RequestContext,
  instances: InstanceReadService,
  ids: readonly string[],
  find: (ids: readonly string[]) => Promise<readonly Row[]>,
): Promise<(Row | null)[]> {
  const caller = requireCaller(context);
  const rows = await find(ids);
  const own = rows.filter(
    (row) => row.organizationId === caller.organizationId && isWithinScope(caller, row.instanceId),
  );
  const present = await instances.findByIds(
    context,
    own.map(({ instanceId }) => instanceId),
  );
  const byId = new Map(own.flatMap((row, index) => (present[index] === null ? [] : [[row.id, row] as const])));
  return ids.map((id) => byId.get(id) ?? null);
}
