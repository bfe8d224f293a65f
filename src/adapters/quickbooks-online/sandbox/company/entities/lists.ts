import type { EntityDefinition } from '../entity-definition';
import { faults } from '../fault';
import {
  address,
  COMMON_FIELDS,
  flag,
  rate,
  readOnly,
  reference,
  text,
  unnamedReference,
  whole,
  choice,
  type Field,
} from '../field';
import { textAt, type JsonObject } from '../json';
import { prepareTree } from './tree';
import type { Writing } from '../entity-definition';

const name = (record: JsonObject): string | undefined => textAt(record, 'Name');
const treeName: Field = { kind: 'text', max: 100, forbidden: /[:\t\n]/ };
const TREE_FILTERS = ['Name', 'FullyQualifiedName', 'Active', 'ParentRef'];

export const trackingClass: EntityDefinition = {
  name: 'Class',
  sequence: 'tracking',
  writes: 'full',
  removal: 'deactivate',
  requiredOnCreate: ['Name'],
  requiredAlways: ['Name'],
  filterable: [...TREE_FILTERS, 'SubClass'],
  orderedBy: 'FullyQualifiedName',
  captured: true,
  referenceWord: 'Klasses',
  displayName: (record) => textAt(record, 'FullyQualifiedName'),
  fields: {
    Name: treeName,
    SubClass: flag,
    ParentRef: unnamedReference('Class'),
    FullyQualifiedName: readOnly(text()),
    Active: flag,
    ...COMMON_FIELDS,
  },
  prepare: (record, writing) => prepareTree(record, writing, { entity: 'Class', flag: 'SubClass' }),
};

export const department: EntityDefinition = {
  name: 'Department',
  sequence: 'lists',
  writes: 'full',
  removal: 'deactivate',
  requiredOnCreate: ['Name'],
  requiredAlways: ['Name'],
  filterable: [...TREE_FILTERS, 'SubDepartment'],
  orderedBy: 'FullyQualifiedName',
  captured: true,
  referenceWord: 'Depts',
  displayName: (record) => textAt(record, 'FullyQualifiedName'),
  fields: {
    Name: treeName,
    SubDepartment: flag,
    ParentRef: unnamedReference('Department'),
    FullyQualifiedName: readOnly(text()),
    Active: flag,
    Address: address,
    ...COMMON_FIELDS,
  },
  prepare: (record, writing) => prepareTree(record, writing, { entity: 'Department', flag: 'SubDepartment' }),
};

export const term: EntityDefinition = {
  name: 'Term',
  sequence: 'terms',
  writes: 'full',
  removal: 'deactivate',
  requiredOnCreate: ['Name'],
  requiredAlways: ['Name'],
  filterable: ['Name', 'Active'],
  orderedBy: 'Name',
  captured: true,
  referenceWord: 'Terms',
  displayName: name,
  fields: {
    Name: text(31),
    Active: flag,
    Type: readOnly(text()),
    DiscountPercent: rate,
    DueDays: whole,
    DiscountDays: whole,
    ...COMMON_FIELDS,
  },
  prepare: (record, writing) => {
    record['Active'] ??= true;
    record['Type'] = 'STANDARD';
    refuseTakenName(record, writing, 'Term');
  },
};

export const item: EntityDefinition = {
  name: 'Item',
  sequence: 'items',
  writes: 'full',
  removal: 'deactivate',
  requiredOnCreate: ['Name'],
  requiredAlways: ['Name'],
  filterable: ['Name', 'FullyQualifiedName', 'Active', 'Type'],
  orderedBy: 'Name',
  captured: true,
  referenceWord: 'Items',
  displayName: name,
  fields: {
    Name: treeName,
    Description: text(4000),
    Active: flag,
    FullyQualifiedName: readOnly(text()),
    Taxable: flag,
    UnitPrice: rate,
    Type: choice('Service', 'Inventory', 'NonInventory'),
    IncomeAccountRef: reference('Account'),
    PurchaseCost: rate,
    ExpenseAccountRef: reference('Account'),
    AssetAccountRef: reference('Account'),
    ...COMMON_FIELDS,
  },
  prepare: (record, writing) => {
    record['Active'] ??= true;
    record['Type'] ??= 'Service';
    record['Taxable'] ??= false;
    record['FullyQualifiedName'] = record['Name'];
    refuseTakenName(record, writing, 'Item');
  },
};

export const paymentMethod: EntityDefinition = {
  name: 'PaymentMethod',
  sequence: 'lists',
  writes: 'full',
  removal: 'deactivate',
  requiredOnCreate: ['Name'],
  requiredAlways: ['Name'],
  filterable: ['Name', 'Active', 'Type'],
  orderedBy: 'Name',
  captured: true,
  referenceWord: 'PaymentMethods',
  displayName: name,
  fields: { Name: text(31), Active: flag, Type: choice('CREDIT_CARD', 'NON_CREDIT_CARD'), ...COMMON_FIELDS },
  prepare: (record, writing) => {
    record['Active'] ??= true;
    record['Type'] ??= 'NON_CREDIT_CARD';
    refuseTakenName(record, writing, 'PaymentMethod');
  },
};

/** The two codes of a US company; their ids are their names. */
export const taxCode: EntityDefinition = {
  name: 'TaxCode',
  sequence: 'lists',
  writes: 'none',
  removal: 'none',
  filterable: ['Name', 'Active'],
  orderedBy: 'Name',
  captured: false,
  referenceWord: 'TaxCodes',
  fields: { Name: text(), Description: text(), Active: flag, Taxable: flag, TaxGroup: flag, ...COMMON_FIELDS },
};

function refuseTakenName(record: JsonObject, { store }: Writing, entity: string): void {
  const wanted = String(record['Name']).toLowerCase();
  for (const other of store.all(entity)) {
    if (other['Id'] !== record['Id'] && String(other['Name']).toLowerCase() === wanted) throw faults.duplicateName();
  }
}
