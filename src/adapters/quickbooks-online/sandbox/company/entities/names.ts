import { createHash } from 'node:crypto';
import { moneyNumber } from '../decimal';
import type { EntityDefinition, Writing } from '../entity-definition';
import { faults } from '../fault';
import {
  address,
  any,
  choice,
  COMMON_FIELDS,
  date,
  email,
  flag,
  money,
  personName,
  phone,
  rate,
  readOnly,
  reference,
  text,
  unnamedReference,
  webAddress,
  whole,
} from '../field';
import { referenceAt, textAt, wholeNumber, type JsonObject } from '../json';
import { markDeleted } from './tree';

/** Vendors, customers and employees share their ids and the space of their names. */
export const NAME_ENTITIES = ['Vendor', 'Customer', 'Employee'] as const;

const NAME_PARTS = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'] as const;
const FILTERABLE = ['DisplayName', 'GivenName', 'MiddleName', 'FamilyName', 'CompanyName', 'Active'];

const person = {
  Title: personName(16),
  GivenName: personName(100),
  MiddleName: personName(100),
  FamilyName: personName(100),
  Suffix: personName(16),
};

export const vendor: EntityDefinition = {
  name: 'Vendor',
  sequence: 'names',
  writes: 'full',
  removal: 'deactivate',
  filterable: [...FILTERABLE, 'Balance', 'PrintOnCheckName'],
  orderedBy: 'DisplayName',
  captured: true,
  referenceWord: 'Names',
  fields: {
    BillAddr: address,
    TaxIdentifier: text(20),
    OtherContactInfo: any,
    TermRef: unnamedReference('Term'),
    BillRate: rate,
    CostRate: rate,
    Balance: readOnly(money),
    AcctNum: text(100),
    Vendor1099: flag,
    APAccountRef: reference('Account'),
    Source: readOnly(text()),
    CurrencyRef: reference('Currency'),
    ...COMMON_FIELDS,
    ...person,
    CompanyName: text(100),
    DisplayName: personName(500),
    PrintOnCheckName: text(100),
    Active: flag,
    V4IDPseudonym: readOnly(text()),
    PrimaryPhone: phone(30),
    AlternatePhone: phone(30),
    Mobile: phone(30),
    Fax: phone(30),
    PrimaryEmailAddr: email,
    WebAddr: webAddress,
  },
  displayName: (record) => textAt(record, 'DisplayName'),
  prepare: (record, writing) => {
    record['Vendor1099'] ??= false;
    record['CurrencyRef'] ??= { value: 'USD' };
    prepareName(record, writing, ['CompanyName', ...NAME_PARTS]);
  },
  present: (record, { ledger, store }) => {
    record['Balance'] = moneyNumber(ledger.vendorBalance(String(record['Id'])));
    record['V4IDPseudonym'] = pseudonym(store.realmId, String(record['Id']));
    const identifier = textAt(record, 'TaxIdentifier');
    if (identifier !== undefined) record['TaxIdentifier'] = `XXXXXXX${identifier.replace(/\W/g, '').slice(-4)}`;
  },
};

export const customer: EntityDefinition = {
  name: 'Customer',
  sequence: 'names',
  writes: 'full',
  removal: 'deactivate',
  filterable: [...FILTERABLE, 'Balance', 'FullyQualifiedName', 'Job', 'PrintOnCheckName'],
  orderedBy: 'FullyQualifiedName',
  captured: true,
  referenceWord: 'Names',
  fields: {
    Taxable: flag,
    BillAddr: address,
    ShipAddr: address,
    Notes: text(2000),
    Job: flag,
    BillWithParent: flag,
    ParentRef: unnamedReference('Customer'),
    Level: readOnly(whole),
    SalesTermRef: unnamedReference('Term'),
    PaymentMethodRef: unnamedReference('PaymentMethod'),
    Balance: readOnly(money),
    BalanceWithJobs: readOnly(money),
    CurrencyRef: reference('Currency'),
    PreferredDeliveryMethod: choice('Print', 'Email', 'None'),
    IsProject: readOnly(flag),
    ClientEntityId: readOnly(text()),
    ...COMMON_FIELDS,
    ...person,
    FullyQualifiedName: readOnly(text()),
    CompanyName: text(100),
    DisplayName: personName(500),
    PrintOnCheckName: text(110),
    Active: flag,
    V4IDPseudonym: readOnly(text()),
    PrimaryPhone: phone(30),
    AlternatePhone: phone(30),
    Mobile: phone(30),
    Fax: phone(30),
    PrimaryEmailAddr: email,
    WebAddr: webAddress,
  },
  displayName: (record) => textAt(record, 'DisplayName'),
  prepare: (record, writing) => {
    prepareName(record, writing, ['CompanyName', ...NAME_PARTS]);
    prepareCustomer(record, writing);
  },
  present: (record, { ledger, store }) => {
    record['V4IDPseudonym'] = pseudonym(store.realmId, String(record['Id']));
    const balance = ledger.customerBalance(String(record['Id']));
    record['Balance'] = moneyNumber(balance);
    record['BalanceWithJobs'] = moneyNumber(balance);
  },
};

export const employee: EntityDefinition = {
  name: 'Employee',
  sequence: 'names',
  writes: 'full',
  removal: 'deactivate',
  filterable: FILTERABLE.filter((field) => field !== 'CompanyName'),
  hidden: ['PrimaryEmailAddr'],
  orderedBy: 'DisplayName',
  captured: true,
  referenceWord: 'Names',
  fields: {
    SSN: text(100),
    PrimaryAddr: address,
    EmployeeNumber: text(100),
    BillableTime: flag,
    BillRate: rate,
    CostRate: rate,
    BirthDate: date,
    Gender: choice('Male', 'Female'),
    HiredDate: date,
    ReleasedDate: date,
    Organization: flag,
    ...COMMON_FIELDS,
    ...person,
    DisplayName: personName(500),
    PrintOnCheckName: text(100),
    Active: flag,
    V4IDPseudonym: readOnly(text()),
    PrimaryPhone: phone(20),
    Mobile: phone(20),
    PrimaryEmailAddr: email,
  },
  displayName: (record) => textAt(record, 'DisplayName'),
  prepare: (record, writing) => {
    if (record['GivenName'] === undefined && record['FamilyName'] === undefined) throw faults.missing('GivenName');
    record['BillableTime'] ??= false;
    prepareName(record, writing, NAME_PARTS);
  },
  present: (record) => {
    if (record['SSN'] !== undefined) record['SSN'] = 'XXX-XX-XXXX';
  },
};

/** A second id of vendors and customers that is the same on each read. */
function pseudonym(realmId: string, id: string): string {
  return createHash('sha256').update(`${realmId}/${id}`).digest('hex').slice(0, 38);
}

function prepareName(record: JsonObject, writing: Writing, sources: readonly string[]): void {
  const spelled = sources.map((field) => textAt(record, field)).filter(Boolean);
  const name = textAt(record, 'DisplayName') ?? (spelled.join(' ') || undefined);
  if (name === undefined) throw faults.missing('DisplayName');
  record['Active'] ??= true;
  record['DisplayName'] = markDeleted(name, record['Active'] === true, writing.existing);
  record['PrintOnCheckName'] ??= name;
  refuseSameDisplayName(record, writing);
}

function refuseSameDisplayName(record: JsonObject, { store }: Writing): void {
  const wanted = String(record['DisplayName']).toLowerCase();
  for (const entity of NAME_ENTITIES) {
    for (const other of store.all(entity)) {
      if (other['Id'] !== record['Id'] && String(other['DisplayName']).toLowerCase() === wanted) {
        throw faults.duplicateName();
      }
    }
  }
}

function prepareCustomer(record: JsonObject, { store }: Writing): void {
  const parentId = referenceAt(record, 'ParentRef');
  const parent = parentId === undefined ? undefined : store.find('Customer', parentId);
  record['Job'] = parent !== undefined;
  const above = parent === undefined ? [] : [String(parent['FullyQualifiedName'])];
  record['FullyQualifiedName'] = [...above, String(record['DisplayName'])].join(':');
  if (parent !== undefined) record['Level'] = wholeNumber(String(parent['FullyQualifiedName']).split(':').length);
  else delete record['Level'];
  record['Taxable'] ??= false;
  record['BillWithParent'] ??= false;
  record['CurrencyRef'] ??= { value: 'USD' };
  record['PreferredDeliveryMethod'] ??= 'Print';
  record['IsProject'] ??= false;
  record['ClientEntityId'] ??= '0';
}
