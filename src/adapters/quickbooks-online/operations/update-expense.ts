import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import type { UpdateExpenseRequest, VendorWrites, WriteIdentity } from '../../writes';
import { entityOf } from '../entity';
import { checkChange, identityOf, required, toUpdate } from '../expense-change';
import { checkReference } from '../expense-reference';
import { FieldChecks } from '../field-checks';
import { updateObject } from '../update-object';
import { batchOf, written } from '../written-records';

/** Changes a purchase, bill or supplier's credit; lines that are not named stay as they are. */
export const updateExpense: NonNullable<VendorWrites['updateExpense']> = {
  resource: 'EXPENSES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: UpdateExpenseRequest, identity: WriteIdentity) {
    const { change, expectedVersion } = request;
    const problems = new RequestProblems();
    const { kind, remoteId } = checkReference(request.expense, problems);
    checkChange(kind, request, problems);
    new FieldChecks(problems, []).version(expectedVersion);
    problems.throwIfAny();
    const entity = entityOf(kind);
    const object = await updateObject(
      connection,
      {
        entity,
        kind,
        remoteId,
        expectedVersion,
        merge: (current) => {
          const update = toUpdate(kind, current, change, problems);
          problems.throwIfAny();
          return update;
        },
        unchanged: (current) => ({ ...required(kind, current), ...identityOf(current) }),
        toBatch: (current) => batchOf(entity, current),
      },
      identity,
    );
    return { result: null, ...written(entity, [object]) };
  },
};
