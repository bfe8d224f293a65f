import type { EntityDefinition } from '../entity-definition';
import { faults } from '../fault';
import { any, choice, COMMON_FIELDS, date, flag, money, rate, reference, text, whole, listOf } from '../field';

export const timeActivity: EntityDefinition = {
  name: 'TimeActivity',
  sequence: 'transactions',
  writes: 'full',
  removal: 'delete',
  requiredOnCreate: ['NameOf'],
  filterable: ['TxnDate', 'EmployeeRef', 'CustomerRef'],
  captured: false,
  referenceWord: 'Transactions',
  fields: {
    TxnDate: date,
    NameOf: choice('Employee', 'Vendor', 'Other'),
    EmployeeRef: reference('Employee'),
    VendorRef: reference('Vendor'),
    CustomerRef: reference('Customer'),
    DepartmentRef: reference('Department'),
    ClassRef: reference('Class'),
    ItemRef: reference('Item'),
    PayrollItemRef: any,
    BillableStatus: choice('Billable', 'NotBillable', 'HasBeenBilled'),
    Taxable: flag,
    HourlyRate: rate,
    CostRate: rate,
    Hours: whole,
    Minutes: whole,
    BreakHours: whole,
    BreakMinutes: whole,
    StartTime: text(),
    EndTime: text(),
    Description: text(4000),
    ...COMMON_FIELDS,
  },
  prepare: (record, { today }) => {
    const of = String(record['NameOf']);
    if (of !== 'Other' && record[`${of}Ref`] === undefined) throw faults.missing(`${of}Ref`);
    record['TxnDate'] ??= today;
    record['BillableStatus'] ??= 'NotBillable';
    record['Taxable'] ??= false;
  },
};

/** A billable expense that waits for an invoice. QuickBooks makes these itself. */
export const reimburseCharge: EntityDefinition = {
  name: 'ReimburseCharge',
  sequence: 'transactions',
  writes: 'none',
  removal: 'none',
  filterable: ['CustomerRef', 'HasBeenInvoiced'],
  captured: true,
  referenceWord: 'Transactions',
  fields: {
    CustomerRef: reference('Customer'),
    HasBeenInvoiced: flag,
    ...COMMON_FIELDS,
    TxnDate: date,
    CurrencyRef: reference('Currency'),
    LinkedTxn: listOf(any),
    Line: listOf(any),
    Amount: money,
    HomeTotalAmt: money,
  },
};
