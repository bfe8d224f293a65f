import type {
  EmployeeListFilter,
  EmployeeListScope,
  EmployeeOrderField,
} from '../../persistence/repositories/employee-list';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import { defineRecordConnection } from '../connection/define-connection';
import { decodeIds } from '../connection/record-condition';
import type { RecordListKind } from '../connection/record-list';
import type { EmployeeFilter } from './employee-list.input';
import { Employee } from './employee.type';

export const EmployeeConnection = defineRecordConnection<EmployeeRow>(
  { type: 'Employee', plural: 'employees' },
  () => Employee,
);

type EmployeeListKind = RecordListKind<
  EmployeeRow,
  EmployeeListScope,
  EmployeeFilter,
  EmployeeListFilter,
  EmployeeOrderField
>;

export const EMPLOYEES: EmployeeListKind = {
  resource: 'EMPLOYEES',
  plural: 'employees',
  Connection: EmployeeConnection,
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  lists: (loaders) => loaders.employeeLists,
  toFilter: toEmployeeFilter,
};

function toEmployeeFilter(given: EmployeeFilter): EmployeeListFilter {
  const { instanceId, elementKey, instanceTag, remoteId, policyId, managerId, ...conditions } = given;
  return {
    ...conditions,
    policies: decodeIds(policyId, 'POLICY'),
    managers: decodeIds(managerId, 'EMPLOYEE'),
  };
}
