import { decodeRecordId, encodeRecordId, type RecordKind } from '../../src/record-id';
import { EXPENSES, REPORTS } from './queries';

// The same questions in the names that PostGraphile gives to tables and columns, and its answers in ours.

const REPORT_FIELDS = `id name status vendorStatus createdAt submittedAt submitterEmail totalAmount totalCurrency`;

const LIST = `query List($organization: UUID!, $reports: Int!, $expenses: Int!) {
  allReports(
    first: $reports
    condition: { organizationId: $organization }
    orderBy: [CREATED_SORT_DESC, INSTANCE_ID_DESC, REMOTE_ID_DESC]
  ) {
    nodes {
      ${REPORT_FIELDS}
      expenses(first: $expenses, orderBy: [DATE_ASC, REMOTE_ID_ASC, KIND_ASC]) {
        nodes { id merchant description date billable reimbursable amount amountCurrency categoryName }
      }
    }
  }
}`;

const REPORT = `query Report($id: ID!) { report(id: $id) { ${REPORT_FIELDS} } }`;

export function postgraphileListBody(organizationId: string): string {
  const variables = { organization: organizationId, reports: REPORTS, expenses: EXPENSES };
  return JSON.stringify({ query: LIST, variables });
}

export function postgraphileReportBody(id: string): string {
  const { instanceId, remoteId } = decodeRecordId(id)!;
  const nodeId = Buffer.from(JSON.stringify(['Report', instanceId, remoteId])).toString('base64');
  return JSON.stringify({ query: REPORT, variables: { id: nodeId } });
}

interface ReportNode {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly vendorStatus: string | null;
  readonly createdAt: string | null;
  readonly submittedAt: string | null;
  readonly submitterEmail: string | null;
  readonly totalAmount: string | null;
  readonly totalCurrency: string | null;
  readonly expenses?: { readonly nodes: readonly ExpenseNode[] };
}

interface ExpenseNode {
  readonly id: string;
  readonly merchant: string | null;
  readonly description: string | null;
  readonly date: string | null;
  readonly billable: boolean | null;
  readonly reimbursable: boolean | null;
  readonly amount: string | null;
  readonly amountCurrency: string | null;
  readonly categoryName: string | null;
}

/** The answer to either question as the service gives it. */
export function fromPostgraphile(data: unknown): unknown {
  const { allReports, report } = data as { allReports?: { nodes: ReportNode[] }; report?: ReportNode | null };
  if (allReports !== undefined) return { reports: { nodes: allReports.nodes.map(fromReport) } };
  return { report: report && fromReport(report) };
}

function fromReport({ totalAmount, totalCurrency, expenses, ...report }: ReportNode): object {
  return {
    ...report,
    id: toRecordId('REPORT', report.id),
    createdAt: toInstant(report.createdAt),
    submittedAt: toInstant(report.submittedAt),
    total: toMoney(totalAmount, totalCurrency),
    ...(expenses && { expenses: { nodes: expenses.nodes.map(fromExpense) } }),
  };
}

function fromExpense({ amount, amountCurrency, categoryName, ...expense }: ExpenseNode): object {
  return {
    ...expense,
    id: toRecordId('EXPENSE', expense.id),
    amount: toMoney(amount, amountCurrency),
    category: categoryName === null ? null : { name: categoryName },
  };
}

/** Its ids are the name of the type and the primary key. */
function toRecordId(kind: RecordKind, nodeId: string): string {
  const [, instanceId = '', ...rest] = JSON.parse(Buffer.from(nodeId, 'base64').toString()) as string[];
  return encodeRecordId(kind, instanceId, rest.at(-1) ?? '');
}

function toInstant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}

function toMoney(amount: string | null, currency: string | null): object | null {
  return amount === null ? null : { amount: Number(amount).toFixed(2), currency };
}
