import type { VendorConnection } from '../../adapter';
import type { RecordBatch } from '../../records';
import { RequestProblems } from '../../request-problems';
import { VendorNotFoundError } from '../../vendor-error';
import type { DeleteExpenseRequest, PostedKind, VendorWrites, WriteIdentity } from '../../writes';
import type { QuickbooksObject } from '../client';
import { findCurrent, isStale, versionOf } from '../current-object';
import { entityOf } from '../entity';
import { checkReference } from '../expense-reference';
import { FieldChecks } from '../field-checks';
import { stale, TRIES } from '../update-object';
import { sendObject } from '../write-call';
import { batchOf } from '../written-records';

/** Deletes a purchase, bill or supplier's credit. There is no way back. */
export const deleteExpense: NonNullable<VendorWrites['deleteExpense']> = {
  resource: 'EXPENSES',
  operation: 'DELETE',
  async run(connection: VendorConnection, request: DeleteExpenseRequest, identity: WriteIdentity) {
    const problems = new RequestProblems();
    const { kind, remoteId } = checkReference(request.expense, problems);
    new FieldChecks(problems, []).version(request.expectedVersion);
    problems.throwIfAny();
    await deleteObject(connection, kind, remoteId, request.expectedVersion, identity);
    return { result: null, deletedExpenses: [{ kind, remoteId }] };
  },
};

async function deleteObject(
  connection: VendorConnection,
  kind: PostedKind,
  remoteId: string,
  expectedVersion: string | null,
  identity: WriteIdentity,
): Promise<void> {
  const entity = entityOf(kind);
  const call = { purpose: `${entity.toLowerCase()}.delete`, query: { operation: 'delete' }, part: 'delete' };
  for (let attempt = 1; ; attempt++) {
    const version = expectedVersion ?? (await versionNow(connection, kind, remoteId, identity));
    try {
      await sendObject(connection, entity, { ...call, object: { Id: remoteId, SyncToken: version } }, identity);
      return;
    } catch (error) {
      if (!isStale(error)) throw error;
      if (expectedVersion === null && attempt < TRIES) continue;
      const toBatch = (object: QuickbooksObject): RecordBatch => batchOf(entity, object);
      throw stale({ kind, remoteId, toBatch }, await findCurrent(connection, entity, remoteId), error);
    }
  }
}

/** Of what is gone there is none: perhaps by this very write, sent before under the same key, which QuickBooks will tell. */
async function versionNow(
  connection: VendorConnection,
  kind: PostedKind,
  remoteId: string,
  { isKeyed }: WriteIdentity,
): Promise<string> {
  const current = await findCurrent(connection, entityOf(kind), remoteId);
  if (current !== null) return versionOf(current);
  if (isKeyed) return '0';
  throw new VendorNotFoundError('QuickBooks has no such expense any more.');
}
