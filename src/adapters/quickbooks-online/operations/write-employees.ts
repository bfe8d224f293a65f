import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import type { CreateEmployeeRequest, UpdateEmployeeRequest, VendorWrites, WriteIdentity } from '../../writes';
import type { QuickbooksObject } from '../client';
import { checkEmployee, employeeFields } from '../contact-fields';
import { identityOf } from '../expense-change';
import { FieldChecks } from '../field-checks';
import { textOf } from '../mapping/raw-object';
import { updateObject } from '../update-object';
import { sendObject } from '../write-call';
import { batchOf, written, writtenNew } from '../written-records';

export const createEmployee: NonNullable<VendorWrites['createEmployee']> = {
  resource: 'EMPLOYEES',
  operation: 'CREATE',
  async run(connection: VendorConnection, { details }: CreateEmployeeRequest, identity: WriteIdentity) {
    const problems = new RequestProblems();
    checkEmployee(details, true, new FieldChecks(problems, ['details']));
    problems.throwIfAny();
    const call = { purpose: 'employee.create', object: employeeFields(details), part: 'create' };
    const object = await sendObject(connection, 'Employee', call, identity);
    return { result: { employeeRemoteId: textOf(object.Id) ?? '' }, ...writtenNew(connection, 'Employee', object) };
  },
};

export const updateEmployee: NonNullable<VendorWrites['updateEmployee']> = {
  resource: 'EMPLOYEES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: UpdateEmployeeRequest, identity: WriteIdentity) {
    const { employeeRemoteId, expectedVersion, details } = request;
    const problems = new RequestProblems();
    const checks = new FieldChecks(problems, []);
    checks.id('employeeRemoteId', employeeRemoteId);
    checks.version(expectedVersion);
    checkEmployee(details, false, checks.at('details'));
    problems.throwIfAny();
    const update = {
      entity: 'Employee',
      kind: 'EMPLOYEE',
      remoteId: employeeRemoteId,
      expectedVersion,
      merge: (current: QuickbooksObject) => ({ ...employeeFields(details), ...identityOf(current), sparse: true }),
      unchanged: (current: QuickbooksObject) => identityOf(current),
      toBatch: (object: QuickbooksObject) => batchOf('Employee', object),
    } as const;
    const object = await updateObject(connection, update, identity);
    return { result: null, ...written('Employee', [object]) };
  },
};
