import { isUnionType } from 'graphql';
import type { SubgraphSchema } from '../../src/graphql/engine/build-subgraph-schema';
import { encodeRecordId, type RecordKind } from '../../src/record-id';
import { encodeFinancialReportId } from '../../src/services/financial-reports/financial-report-id';
import { isOfBooks } from './books-write-operations';
import { EXPORT_INPUTS, EXPORT_MUTATIONS } from './export-operations';
import { idArgumentsOf, type IdArgument } from './id-arguments';
import { INSTANCE_MUTATIONS, NEEDED_INPUT, TAX_MUTATIONS } from './instance-operations';
import type { BookIds } from './stored-books';
import { WRITE_INPUTS, WRITE_MUTATIONS, withIdAt } from './write-operations';

/** Ids of one instance and of records in it that belong together, and of another one that keeps books. */
export interface Ids extends BookIds {
  readonly Instance: string;
  readonly Report: string;
  readonly Expense: string;
  readonly Policy: string;
  /** Who handed the report in, and belongs to its policy. */
  readonly Employee: string;
  /** To whom somebody reports. */
  readonly Manager: string;
  /** One that has ended. */
  readonly SyncRun: string;
  readonly VendorWrite: string;
  readonly ReportExport: string;
  /** An instance that calculates sales tax, and a document of it. */
  readonly TaxInstance: string;
  readonly TaxDocument: string;
  /** Of another instance of the same tenant. */
  readonly FinancialReport: string;
}

const UNKNOWN_INSTANCE = '0198c0de-0000-7000-8000-000000000000';
const unknownRecord = (kind: RecordKind): string => encodeRecordId(kind, UNKNOWN_INSTANCE, 'nothing');
/** Well-formed ids of what there is not. */
export const UNKNOWN: Ids = {
  Instance: UNKNOWN_INSTANCE,
  Report: unknownRecord('REPORT'),
  Expense: unknownRecord('EXPENSE'),
  Policy: unknownRecord('POLICY'),
  Employee: unknownRecord('EMPLOYEE'),
  Manager: unknownRecord('EMPLOYEE'),
  SyncRun: UNKNOWN_INSTANCE,
  VendorWrite: UNKNOWN_INSTANCE,
  ReportExport: UNKNOWN_INSTANCE,
  TaxInstance: UNKNOWN_INSTANCE,
  TaxDocument: encodeRecordId('TAX_DOCUMENT', UNKNOWN_INSTANCE, UNKNOWN_INSTANCE),
  Books: UNKNOWN_INSTANCE,
  Supplier: unknownRecord('SUPPLIER'),
  Customer: unknownRecord('CUSTOMER'),
  LedgerAccount: unknownRecord('LEDGER_ACCOUNT'),
  TrackingClass: unknownRecord('TRACKING_CLASS'),
  Department: unknownRecord('DEPARTMENT'),
  FinancialReport: encodeFinancialReportId({
    instanceId: UNKNOWN_INSTANCE,
    question: { kind: 'CASH_FLOW', from: null, to: null, basis: null, columnsBy: 'TOTAL', filters: {} },
  }),
};

/** Mutations whose inputs name things of several kinds. */
const ORDERS = { ...WRITE_MUTATIONS, ...EXPORT_MUTATIONS };
const ORDER_INPUTS = { ...WRITE_INPUTS, ...EXPORT_INPUTS };
type Order = keyof typeof ORDERS;

/** What an id under this name names; null: an entry of the catalogue, which is everybody's. */
const KIND_OF_NAME: Readonly<Record<string, keyof Ids | null>> = {
  key: null,
  elementKey: null,
  instanceId: 'Instance',
  reportId: 'Report',
  // Of whatever kind.
  recordId: 'Report',
  reportIds: 'Report',
  policyId: 'Policy',
  policyIds: 'Policy',
  additionalPolicyIds: 'Policy',
  submitterId: 'Employee',
  employeeId: 'Employee',
  managerId: 'Manager',
  // Of the instance that is named beside them: see the tests of notifications.
  afterEventId: null,
  deliveryIds: null,
};

const ASKS_FOR_TAXES = /\.(taxDocuments|taxCodes|calculateTax|verifyAddress)\(/;
/** Lists of an instance that keeps books. */
const BOOK_LISTS: ReadonlySet<string> = new Set([
  'suppliers',
  'customers',
  'ledgerAccounts',
  'trackingClasses',
  'departments',
]);

const LIST = `totalCount nodes { __typename } edges { cursor } pageInfo { hasNextPage endCursor }`;

/** One way to ask for something by its id. */
export interface Probe {
  readonly title: string;
  readonly document: string;
  variables(id: string, own: Ids): object;
  readonly kind: keyof Ids;
  /** Whether whoever it belongs to can see it this way without harm. */
  readonly isRead: boolean;
}

function kindOf({ coordinate, typeName, fieldName, path, resultName }: IdArgument): keyof Ids | null {
  const name = path.at(-1)!;
  if (BOOK_LISTS.has(fieldName) && name === 'instanceId') return 'Books';
  if (name === 'id' && ['employee', 'submitter'].includes(path.at(-2)!)) return 'Employee';
  if (/^Mutation\.(commit|cancel)Tax\(/.test(coordinate)) return 'TaxDocument';
  if (name === 'instanceId' && ASKS_FOR_TAXES.test(coordinate)) return 'TaxInstance';
  if (coordinate.startsWith('Mutation.cancelSyncRun')) return 'SyncRun';
  if (name === 'id') return typeName === 'Mutation' ? 'Instance' : (resultName as keyof Ids);
  const kind = KIND_OF_NAME[name];
  if (kind === undefined) throw new Error(`Say in KIND_OF_NAME what the id of ${coordinate} names.`);
  return kind;
}

/** Every way that the schema has to ask for something by its id; throws for one that this file does not know. */
export function idProbesOf(subgraph: SubgraphSchema): Probe[] {
  return [...idArgumentsOf(subgraph.schema).flatMap(probesOf), ...entityProbesOf(subgraph)];
}

const MUTATIONS = new Map<string, string>(Object.entries({ ...INSTANCE_MUTATIONS, ...TAX_MUTATIONS }));

/** How to ask through an argument; throws for one that this test does not know how to reach. */
function probesOf(argument: IdArgument): Probe[] {
  const { coordinate, typeName, fieldName, path } = argument;
  // Those are tried over sockets, in the tests of subscriptions, and those with companies of their own.
  if (typeName === 'Subscription' || isOfBooks(argument)) return [];
  const kind = kindOf(argument);
  if (kind === null) return [];
  const common = { title: coordinate, kind };
  if (typeName === 'Mutation' && fieldName in ORDERS) {
    return [{ ...common, ...orderProbe(fieldName as Order, path.slice(1)), isRead: false }];
  }
  if (typeName === 'Mutation') {
    const document = MUTATIONS.get(fieldName);
    if (document === undefined) throw new Error(`Add ${fieldName} to the mutations that are tried.`);
    const needed = NEEDED_INPUT[fieldName];
    return [{ ...common, document, variables: (id) => ({ input: { ...needed, [path.at(-1)!]: id } }), isRead: false }];
  }
  const place = path.join('.');
  if (typeName === 'Query' && place === 'id') {
    const document = `query ($id: ID!) { ${fieldName}(id: $id) { __typename id } }`;
    return [{ ...common, document, variables: (id) => ({ id }), isRead: true }];
  }
  if (typeName === 'Query' && place === 'instanceId') {
    const document = `query ($id: ID!) { ${fieldName}(instanceId: $id) { __typename } }`;
    return [{ ...common, document, variables: (id) => ({ id }), isRead: true }];
  }
  if (path[0] !== 'filter' || path.length !== 2) throw new Error(`Say how to ask through ${coordinate}.`);
  return [{ ...common, ...listProbe(typeName, fieldName, path[1]!), isRead: true }];
}

/** Everything else that the input names is the asker's own. */
function orderProbe(mutation: Order, path: readonly string[]): Pick<Probe, 'document' | 'variables'> {
  return {
    document: ORDERS[mutation],
    variables: (id, own) => ({ input: withIdAt(ORDER_INPUTS[mutation](own), path, id) }),
  };
}

function listProbe(typeName: string, fieldName: string, condition: string): Pick<Probe, 'document' | 'variables'> {
  const list = `${fieldName}(filter: { ${condition}: [$id] }) { ${LIST} }`;
  if (typeName === 'Query') return { document: `query ($id: ID!) { ${list} }`, variables: (id) => ({ id }) };
  const root = typeName.toLowerCase();
  const parent = fieldName === 'taxDocuments' ? 'TaxInstance' : (typeName as keyof Ids);
  return {
    document: `query ($id: ID!, $parent: ID!) { ${root}(id: $parent) { ${list} } }`,
    variables: (id, own) => ({ id, parent: own[BOOK_LISTS.has(fieldName) ? 'Books' : parent] }),
  };
}

const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
const REMOTE_IDS = { Report: 'REPORT', Expense: 'EXPENSE', Policy: 'POLICY', Employee: 'EMPLOYEE' } as const;

/** One probe for each key of each entity. */
function entityProbesOf({ schema, sdl }: SubgraphSchema): Probe[] {
  const union = schema.getType('_Entity');
  if (!isUnionType(union)) throw new Error('There is no union of the entities.');
  return union.getTypes().flatMap(({ name }) => {
    const [definition = ''] = new RegExp(`^type ${name} [^{]*(@key\\(.*\\) )+\\{`, 'm').exec(sdl) ?? [];
    const keys = [...definition.matchAll(/@key\(fields: "([^"]+)"\)/g)].map(([, fields]) => fields!);
    if (keys.length === 0) throw new Error(`The entity ${name} has no key in the SDL.`);
    return name === 'Element' ? [] : keys.map((fields) => entityProbe(name as keyof Ids, fields));
  });
}

function entityProbe(kind: keyof Ids, fields: string): Probe {
  const represent = (id: string): object => {
    if (fields === 'id') return { id };
    if (!/^instance \{ id \} (kind )?remoteId$/.test(fields)) throw new Error(`Say how to ask by ${kind} ${fields}.`);
    const { instanceId, remoteId } = partsOf(id);
    return { instance: { id: instanceId }, kind: REMOTE_IDS[kind as keyof typeof REMOTE_IDS], remoteId };
  };
  return {
    title: `_entities: ${kind} by "${fields}"`,
    document: ENTITIES,
    variables: (id) => ({ r: [{ __typename: kind, ...represent(id) }] }),
    kind,
    isRead: true,
  };
}

/** What an id of a record holds. */
function partsOf(id: string): { readonly instanceId: string; readonly remoteId: string } {
  const bytes = Buffer.from(id.slice(4), 'base64url');
  const hex = bytes.toString('hex', 0, 16);
  const instanceId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { instanceId, remoteId: bytes.toString('utf8', 16) };
}
