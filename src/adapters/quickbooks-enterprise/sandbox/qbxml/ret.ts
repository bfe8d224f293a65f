import type { Value } from '../company/records';
import { writeElement } from './answer-writer';

/** Elements of an object of an answer, in their order. An absent value is an absent element. */
export type RetElements = readonly (readonly [name: string, value: Value | undefined])[];

export interface RetOptions {
  /** Version of qbXML that the request was written in. */
  readonly version: number;
  /** `IncludeRetElement`; none = all. */
  readonly only: ReadonlySet<string> | null;
}

/** First version that has an element, where that is a later one than 2.0. */
const SINCE: Readonly<Record<string, number>> = {
  'EmployeeRet/AdditionalContactRef': 12,
  'EmployeeRet/AdditionalNotesRet': 12,
  'EmployeeRet/AdjustedServiceDate': 13,
  'EmployeeRet/BillingRateRef': 6,
  'EmployeeRet/Department': 13,
  'EmployeeRet/Description': 13,
  'EmployeeRet/EmergencyContacts': 13,
  'EmployeeRet/Exempt': 13,
  'EmployeeRet/ExternalGUID': 8,
  'EmployeeRet/JobTitle': 12,
  'EmployeeRet/KeyEmployee': 13,
  'EmployeeRet/OriginalHireDate': 13,
  'EmployeeRet/PartOrFullTime': 13,
  'EmployeeRet/SupervisorRef': 13,
  'EmployeeRet/TargetBonus': 13,
  'VendorRet/AdditionalContactRef': 12,
  'VendorRet/Cc': 12,
  'VendorRet/ClassRef': 12,
  'VendorRet/ExternalGUID': 8,
  'VendorRet/JobTitle': 12,
  'VendorRet/PrefillAccountRef': 8,
  'VendorRet/ShipAddress': 11,
  'BillRet/ExternalGUID': 9,
  'BillRet/VendorAddress': 13,
  'CheckRet/ExternalGUID': 9,
  'CheckRet/LinkedTxn': 7,
  'CreditCardChargeRet/ExternalGUID': 9,
  'CreditCardCreditRet/ExternalGUID': 9,
  'VendorCreditRet/ExternalGUID': 9,
};

export function writeRet(name: string, elements: RetElements, options: RetOptions): string {
  const asked = elements.filter(([element]) => isAsked(name, element, options));
  return `<${name}>${asked.map(([element, value]) => writeElement(element, value)).join('')}</${name}>`;
}

function isAsked(ret: string, element: string, { version, only }: RetOptions): boolean {
  return (only === null || only.has(element)) && (SINCE[`${ret}/${element}`] ?? 0) <= version;
}
