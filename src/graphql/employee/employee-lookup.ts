import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { Loaders } from '../loaders/loaders';

/** Who has this id in the instance; null where nobody is named, or nobody is known by it. */
export async function findEmployee(
  { employees }: Loaders,
  instanceId: string,
  remoteId: string | null,
): Promise<EmployeeRow | null> {
  return remoteId === null ? null : employees.load({ instanceId, remoteId });
}

/** Who has this e-mail address in the instance; null where nobody is named, or nobody is known by it. */
export async function findEmployeeByEmail(
  { employeesByEmail }: Loaders,
  instanceId: string,
  email: string | null,
): Promise<EmployeeRow | null> {
  return email === null ? null : employeesByEmail.load({ instanceId, email: email.toLowerCase() });
}
