import type { CustomFieldValue, EmployeeRecord } from '../../records';
import { objectsOf, textOf, type QbxmlObject } from '../qbxml/answer-event';
import { dayOf, emailOf, flagOf, idIn, vendorFieldsOf } from './values';

/** What is asked of employees, and since which version of qbXML there is such a thing: nothing of pay, tax and health. */
const WANTED: readonly (readonly [element: string, since: number])[] = [
  ['ListID', 1],
  ['TimeCreated', 1],
  ['TimeModified', 1],
  ['EditSequence', 1],
  ['Name', 1],
  ['IsActive', 1],
  ['Salutation', 1],
  ['FirstName', 1],
  ['MiddleName', 1],
  ['LastName', 1],
  ['JobTitle', 12],
  ['SupervisorRef', 13],
  ['Department', 13],
  ['EmployeeAddress', 1],
  ['PrintAs', 1],
  ['Phone', 1],
  ['Mobile', 1],
  ['AltPhone', 1],
  ['Fax', 1],
  ['Email', 1],
  ['EmployeeType', 1],
  ['HiredDate', 1],
  ['ReleasedDate', 1],
  ['AccountNumber', 1],
  ['Notes', 1],
  ['ExternalGUID', 8],
  ['DataExtRet', 1],
];

export function wantedOfEmployees(version: number): string[] {
  return WANTED.filter(([, since]) => since <= version).map(([element]) => element);
}

/** QuickBooks knows no roles. Null without an id. */
export function fromEmployee(raw: QbxmlObject): EmployeeRecord | null {
  const remoteId = textOf(raw, 'ListID');
  if (remoteId === null) return null;
  return {
    remoteId,
    email: emailOf(raw),
    name: textOf(raw, 'Name'),
    firstName: textOf(raw, 'FirstName'),
    lastName: textOf(raw, 'LastName'),
    employeeNumber: textOf(raw, 'AccountNumber'),
    managerRemoteId: idIn(raw, 'SupervisorRef'),
    approverRemoteId: null,
    role: 'UNKNOWN',
    vendorRole: null,
    isActive: flagOf(raw, 'IsActive'),
    hiredOn: dayOf(raw, 'HiredDate'),
    releasedOn: dayOf(raw, 'ReleasedDate'),
    memberships: [],
    customFields: customFieldsOf(raw),
    vendorFields: vendorFieldsOf(raw),
  };
}

/** The fields that people have added in QuickBooks. */
function customFieldsOf(raw: QbxmlObject): CustomFieldValue[] {
  return objectsOf(raw.DataExtRet).flatMap((field) => {
    const name = textOf(field, 'DataExtName');
    return name === null ? [] : [{ name, value: textOf(field, 'DataExtValue') }];
  });
}
