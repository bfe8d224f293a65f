import { encodeRecordId } from '../../src/record-id';

export interface Order {
  readonly field: 'CREATED' | 'SUBMITTED' | 'APPROVED' | 'REIMBURSED' | 'NAME' | 'TOTAL' | 'CHANGED';
  readonly direction: 'ASC' | 'DESC';
}

export const PAGE_SIZE = 50;

export const PAGE = `query Page($first: Int!, $after: String, $filter: ReportFilter, $orderBy: ReportOrder) {
  reports(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    pageInfo { hasNextPage endCursor }
    nodes { id name status createdAt submitterEmail total { amount currency } }
  }
}`;

const INSTANCE_ID = '00000000-0000-7000-8000-000000000006';
const DAY_MS = 86_400_000;

/** A condition as a client gives it, and the same in SQL. */
export interface ReportCondition {
  readonly name: string;
  readonly filter: Readonly<Record<string, unknown>> | null;
  readonly where: string;
}

const OF_INSTANCE = `instance_id = '${INSTANCE_ID}'`;

/** Of each kind that the graph offers, and several at once. */
export const CONDITIONS: readonly ReportCondition[] = [
  { name: 'none', filter: null, where: 'TRUE' },
  { name: 'instance', filter: { instanceId: [INSTANCE_ID] }, where: OF_INSTANCE },
  { name: 'element', filter: { elementKey: ['expensify'] }, where: 'TRUE' },
  {
    name: 'tag',
    filter: { instanceTag: ['region-1'] },
    where: `instance_id IN (SELECT id FROM instances WHERE tags @> ARRAY['region-1'])`,
  },
  anyOf('remote id', 'remoteId', 'remote_id', ['R000000005', 'R000000025', 'R000007777', 'R000009999']),
  changedSince(60),
  anyOf('status of few', 'status', 'status', ['OPEN']),
  anyOf('status of most', 'status', 'status', ['REIMBURSED']),
  {
    name: 'policy',
    filter: { policyId: [encodeRecordId('POLICY', INSTANCE_ID, 'P3')] },
    where: `${OF_INSTANCE} AND policy_remote_id = 'P3'`,
  },
  {
    name: 'submitter',
    filter: { submitterId: [encodeRecordId('EMPLOYEE', INSTANCE_ID, 'person7@example.com')] },
    where: `${OF_INSTANCE} AND submitter_email = 'person7@example.com'`,
  },
  anyOf('e-mail', 'submitterEmail', 'submitter_email', ['person7@example.com']),
  text('text of many', 'lisbon'),
  text('text of few', 'oslo 77'),
  text('text of none', 'no such trip'),
  days('opened in a month', 'createdOn', 'created_on', 430, 400),
  days('submitted in a month', 'submittedOn', 'submitted_on', 430, 400),
  days('approved in a month', 'approvedOn', 'approved_on', 430, 400),
  days('reimbursed in a month', 'reimbursedOn', 'reimbursed_on', 430, 400),
  total('total', 20, 100),
  all('deep', [
    anyOf('', 'status', 'status', ['REIMBURSED', 'APPROVED']),
    text('', 'oslo'),
    days('', 'createdOn', 'created_on', 500, 300),
    total('', 100, 4_000),
  ]),
  all('deep, of few', [
    { name: '', filter: { instanceId: [INSTANCE_ID] }, where: OF_INSTANCE },
    { name: '', filter: { policyId: [encodeRecordId('POLICY', INSTANCE_ID, 'P3')] }, where: `policy_remote_id = 'P3'` },
    anyOf('', 'status', 'status', ['OPEN', 'SUBMITTED']),
    text('', 'krakow'),
    days('', 'submittedOn', 'submitted_on', 600, 100),
    total('', 1_000, 5_000),
  ]),
];

function anyOf(name: string, field: string, column: string, values: readonly string[]): ReportCondition {
  return {
    name,
    filter: { [field]: values },
    where: `${column} IN (${values.map((value) => `'${value}'`).join(',')})`,
  };
}

function text(name: string, part: string): ReportCondition {
  return { name, filter: { text: part }, where: `search_text LIKE '%${part}%'` };
}

function days(name: string, field: string, column: string, from: number, to: number): ReportCondition {
  const [first, last] = [from, to].map((ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10));
  return { name, filter: { [field]: { from: first, to: last } }, where: `${column} BETWEEN '${first}' AND '${last}'` };
}

function changedSince(ago: number): ReportCondition {
  const instant = new Date(Date.now() - ago * DAY_MS).toISOString();
  return { name: 'changed since', filter: { changedSince: instant }, where: `changed_at >= '${instant}'` };
}

function total(name: string, min: number, max: number): ReportCondition {
  const filter = { total: { currency: 'USD', min: String(min), max: String(max) } };
  return { name, filter, where: `total_currency = 'USD' AND total_amount BETWEEN ${min} AND ${max}` };
}

function all(name: string, conditions: readonly ReportCondition[]): ReportCondition {
  const filter = Object.assign({}, ...conditions.map((one) => one.filter)) as Record<string, unknown>;
  return { name, filter, where: conditions.map(({ where }) => `(${where})`).join(' AND ') };
}

const FIELDS = ['CREATED', 'SUBMITTED', 'APPROVED', 'REIMBURSED', 'NAME', 'TOTAL', 'CHANGED'] as const;

/** The orders that a list with this condition can have: totals are compared within a currency. */
export function ordersOf({ filter }: ReportCondition): Order[] {
  const fields = FIELDS.filter((field) => field !== 'TOTAL' || filter?.total !== undefined);
  return fields.flatMap((field) => (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })));
}

export function nameOf({ name }: ReportCondition, { field, direction }: Order): string {
  return `${name}, by ${field} ${direction}`;
}
