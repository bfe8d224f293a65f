import { Field, Int, ObjectType } from 'type-graphql';
import type { ElementOperation as Operation, ElementResource as Resource } from '../../adapters/adapter';
import { registerEnum } from '../register-enum';

export const ElementResource = registerEnum<Resource>(
  'ElementResource',
  'What we keep records of, in our words. Element capabilities are stated over these.',
  {
    REPORTS: 'Expense reports.',
    EXPENSES: 'Expenses.',
    RECEIPTS: 'Receipts and other files attached to expenses.',
    POLICIES: 'Policies (workspaces).',
    EMPLOYEES: 'Employees.',
    EXPENSE_RULES: "Rules that fill in an employee's expenses.",
    CARDS: 'Company cards.',
    SUPPLIERS: 'Suppliers: whom bills come from.',
    CUSTOMERS: 'Customers and projects that expenses are charged on to.',
    LEDGER_ACCOUNTS: 'Accounts of the general ledger.',
    TRACKING_CLASSES: 'Classes that transactions are tracked by.',
    DEPARTMENTS: 'Departments and locations.',
    COMPANY: 'The company that the books are of.',
    FINANCIAL_REPORTS: 'Reports computed from the books, such as profit and loss.',
    TAX_DOCUMENTS: 'Sales tax calculations.',
    TAX_CODES: 'Codes by which goods are taxed.',
    ADDRESSES: 'Postal addresses.',
  },
);

export const ElementOperation = registerEnum<Operation>('ElementOperation', 'What can be done with a resource.', {
  LIST: 'Read many.',
  GET: 'Read one by id.',
  CREATE: 'Create.',
  UPDATE: 'Change.',
  DELETE: 'Delete.',
  MARK_REIMBURSED: 'Record as paid back.',
  EXPORT: 'Make files of many.',
  WATCH: 'Be told of changes by the vendor, at once.',
  CALCULATE: 'Calculate.',
  COMMIT: 'Make final.',
  CANCEL: 'Take back.',
  VERIFY: 'Check and normalize.',
});

export const CapabilityDelivery = registerEnum<'IMMEDIATE' | 'QUEUED' | 'FROM_OUR_RECORDS'>(
  'CapabilityDelivery',
  'When the outcome of an operation is known.',
  {
    IMMEDIATE: 'Within the request.',
    QUEUED: "At the next call of the customer's agent.",
    FROM_OUR_RECORDS: 'Answered from records that we keep: the vendor offers no such read.',
  },
);

@ObjectType({ description: 'A condition on one supported operation.', simpleResolvers: true })
export class CapabilityDetail {
  @Field(() => ElementOperation, { description: 'The operation that it is about.' })
  operation!: Operation;

  @Field(() => CapabilityDelivery, { description: 'When its outcome is known.' })
  delivery!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Role, plan or grant that the customer needs at the vendor; null when none.',
  })
  requires?: string;

  @Field(() => String, { nullable: true, description: 'Anything else worth knowing.' })
  note?: string;
}

@ObjectType({ description: 'What an element can do with one resource.', simpleResolvers: true })
export class Capability {
  @Field(() => ElementResource, { description: 'The resource.' })
  resource!: Resource;

  @Field(() => [ElementOperation], { description: 'Supported operations.' })
  operations!: readonly Operation[];

  @Field(() => [CapabilityDetail], {
    description: 'Conditions on operations; one that is not named here is immediate and unconditional.',
  })
  details!: readonly CapabilityDetail[];
}

@ObjectType({ description: "A vendor's published limit.", simpleResolvers: true })
export class VendorRequestLimit {
  @Field(() => Int, { description: 'Requests that are allowed in any `perSeconds` seconds.' })
  requests!: number;

  @Field(() => Int, { description: 'Length of the window, in seconds.' })
  perSeconds!: number;

  @Field(() => String, { description: 'What shares it, such as `credentials` or `company`.' })
  scope!: string;

  @Field(() => String, { description: 'Where the vendor says so.' })
  source!: string;
}
