import type { EmployeeRecord } from '../../records';
import { dayOf, emailOf, flagOf, textOf, vendorFieldsOf, type RawObject } from './raw-object';

/** QuickBooks knows neither managers nor roles. Null without an id. */
export function fromEmployee(raw: RawObject): EmployeeRecord | null {
  const remoteId = textOf(raw.Id);
  if (remoteId === null) return null;
  return {
    remoteId,
    email: emailOf(raw.PrimaryEmailAddr),
    name: textOf(raw.DisplayName),
    firstName: textOf(raw.GivenName),
    lastName: textOf(raw.FamilyName),
    employeeNumber: textOf(raw.EmployeeNumber),
    managerRemoteId: null,
    approverRemoteId: null,
    role: 'UNKNOWN',
    vendorRole: null,
    isActive: flagOf(raw.Active),
    hiredOn: dayOf(raw.HiredDate),
    releasedOn: dayOf(raw.ReleasedDate),
    memberships: [],
    customFields: [],
    vendorFields: vendorFieldsOf(raw),
  };
}
