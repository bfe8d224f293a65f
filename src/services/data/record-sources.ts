import type { ElementResource } from '../../adapters/adapter';
import { RESOURCE_OF_BOOK_ENTRY } from '../../adapters/book-entry-resource';
import type { PlatformResource } from '../../adapters/platform-resource';
import { BOOK_ENTRY_KINDS, type ExpenseKind } from '../../adapters/records';
import { UnsupportedOperationError } from '../../errors';
import type { BookEntryListFilter } from '../../persistence/repositories/book-entry-list';
import type { EmployeeListFilter } from '../../persistence/repositories/employee-list';
import type { ExpenseListFilter } from '../../persistence/repositories/expense-list';
import type { PolicyListFilter } from '../../persistence/repositories/policy-list';
import type { ReportListFilter } from '../../persistence/repositories/report-list';
import type { TaxDocumentListFilter } from '../../persistence/repositories/tax-document-list';
import type { ListQuery, PageOf } from '../../persistence/keyset/keyset-page';
import type { RecordKind } from '../../record-id';
import type { RequestContext } from '../../request-context';
import type { RecordReadService } from '../record-read.service';
import type { TaxDocumentReadService } from '../tax/tax-document-read.service';
import type { Candidates } from './candidates';
import type { RecordSource, SourceOrder, SourceQuery, SourceRow } from './record-source';

interface Reads {
  readonly records: RecordReadService;
  readonly taxDocuments: TaxDocumentReadService;
}

/** Where the records of a resource come from. Throws for a resource that no records are kept of. */
export function recordSourceOf(reads: Reads, { resource, kind }: PlatformResource): RecordSource {
  switch (resource) {
    case 'REPORTS':
      return reportSource(reads);
    case 'EXPENSES':
      return expenseSource(reads, kind ?? 'EXPENSE');
    case 'POLICIES':
      return policySource(reads);
    case 'EMPLOYEES':
      return employeeSource(reads);
    case 'TAX_DOCUMENTS':
      return taxSource(reads);
    default:
      return bookSource(reads, resource);
  }
}

function reportSource({ records }: Reads): RecordSource {
  const toFilter = (candidates: Candidates | null): ReportListFilter | null =>
    candidates && {
      remoteId: candidates.remoteId,
      activeSince: candidates.since,
      submitterEmail: candidates.email,
      createdOn: candidates.days.CREATED_ON,
      submittedOn: candidates.days.SUBMITTED_ON,
      approvedOn: candidates.days.APPROVED_ON,
      reimbursedOn: candidates.days.REIMBURSED_ON,
    };
  return {
    orders: ['STABLE', 'CREATED', 'SUBMITTED', 'APPROVED', 'REIMBURSED'],
    page: async (context, scope, query) =>
      only(await records.pageReports(context, [scope], toListQuery(query, toFilter, 'REMOTE_ID'))),
    count: async (context, scope, candidates) =>
      (await records.countReports(context, [scope], toFilter(candidates)))[0] ?? 0,
    find: (context, key, maxAge) => records.getFreshReport(context, key, maxAge),
    vendorFields: vendorFieldsOf(records, 'REPORT'),
  };
}

function expenseSource({ records }: Reads, kind: ExpenseKind): RecordSource {
  const toFilter = (candidates: Candidates | null): ExpenseListFilter => ({
    kind: [kind],
    remoteId: candidates?.remoteId,
    date: candidates?.days.DATE,
    employeeEmail: candidates?.email,
  });
  return {
    orders: ['STABLE', 'DATE'],
    page: async (context, scope, query) =>
      only(await records.pageExpenses(context, [scope], toListQuery(query, toFilter, 'REMOTE_ID'))),
    count: async (context, scope, candidates) =>
      (await records.countExpenses(context, [scope], toFilter(candidates)))[0] ?? 0,
    find: (context, key, maxAge) => records.getFreshExpense(context, { ...key, kind }, maxAge),
    vendorFields: vendorFieldsOf(records, kind),
  };
}

function policySource({ records }: Reads): RecordSource {
  const toFilter = (candidates: Candidates | null): PolicyListFilter | null =>
    candidates && { remoteId: candidates.remoteId };
  return {
    orders: ['STABLE'],
    page: async (context, scope, query) =>
      only(await records.pagePolicies(context, [scope], toListQuery(query, toFilter, 'REMOTE_ID'))),
    count: async (context, scope, candidates) =>
      (await records.countPolicies(context, [scope], toFilter(candidates)))[0] ?? 0,
    find: (context, key, maxAge) => records.getFreshPolicy(context, key, maxAge),
    vendorFields: vendorFieldsOf(records, 'POLICY'),
  };
}

function employeeSource({ records }: Reads): RecordSource {
  const toFilter = (candidates: Candidates | null): EmployeeListFilter | null =>
    candidates && { remoteId: candidates.remoteId, email: candidates.email, isActive: candidates.isActive };
  return {
    orders: ['STABLE', 'EMAIL'],
    page: async (context, scope, query) =>
      only(await records.pageEmployees(context, [scope], toListQuery(query, toFilter, 'REMOTE_ID'))),
    count: async (context, scope, candidates) =>
      (await records.countEmployees(context, [scope], toFilter(candidates)))[0] ?? 0,
    find: (context, key, maxAge) => records.getFreshEmployee(context, key, maxAge),
    vendorFields: vendorFieldsOf(records, 'EMPLOYEE'),
  };
}

function bookSource({ records }: Reads, resource: ElementResource): RecordSource {
  const kind = BOOK_ENTRY_KINDS.find((one) => RESOURCE_OF_BOOK_ENTRY[one] === resource);
  if (kind === undefined) throw new UnsupportedOperationError('', resource, 'LIST', 'No records are kept of it.');
  const toFilter = (candidates: Candidates | null): BookEntryListFilter | null =>
    candidates && { remoteId: candidates.remoteId, email: candidates.email, isActive: candidates.isActive };
  return {
    orders: ['STABLE'],
    page: async (context, scope, query) =>
      only(await records.pageBookEntries(context, kind, [scope], toListQuery(query, toFilter, 'REMOTE_ID'))),
    count: async (context, scope, candidates) =>
      (await records.countBookEntries(context, kind, [scope], toFilter(candidates)))[0] ?? 0,
    find: async (context, key) => (await records.findBookEntries(context, kind, [key]))[0] ?? null,
    vendorFields: vendorFieldsOf(records, kind),
  };
}

/** From our records alone: the vendor cannot be asked for them. */
function taxSource({ taxDocuments }: Reads): RecordSource {
  const toFilter = (candidates: Candidates | null): TaxDocumentListFilter | null =>
    candidates && { remoteId: candidates.remoteId, taxDate: candidates.days.DATE };
  return {
    orders: ['STABLE', 'CREATED'],
    page: async (context, scope, query) => {
      const order = { field: 'CREATED', direction: query.order.direction } as const;
      const { candidates, first, after } = query;
      return only(await taxDocuments.page(context, [scope], { filter: toFilter(candidates), order, first, after }));
    },
    count: async (context, scope, candidates) =>
      (await taxDocuments.count(context, [scope], toFilter(candidates)))[0] ?? 0,
    find: async (context, { instanceId, remoteId }) => {
      const { organizationId } = context.caller!;
      const query = { filter: { remoteId: [remoteId] }, order: LATEST, first: 1, after: null };
      const page = only(await taxDocuments.page(context, [{ organizationId, instanceId }], query));
      return page.rows[0] ?? null;
    },
    vendorFields: async (context, { instanceId }, rows) => {
      const keys = rows.map((row) => ({ instanceId, remoteId: (row as { documentId?: string }).documentId ?? '' }));
      return taxDocuments.findVendorFields(context, keys);
    },
  };
}

const LATEST = { field: 'CREATED', direction: 'DESC' } as const;

type ListOrderField = Exclude<SourceOrder, 'STABLE'> | 'REMOTE_ID';

/** Orders that a source does not name are never asked of it. */
function toListQuery<Filter, Field extends string>(
  { candidates, order, first, after }: SourceQuery,
  toFilter: (candidates: Candidates | null) => Filter | null,
  stable: 'REMOTE_ID',
): ListQuery<Filter, Field> {
  const field: ListOrderField = order.field === 'STABLE' ? stable : order.field;
  return { filter: toFilter(candidates), order: { field: field as Field, direction: order.direction }, first, after };
}

function vendorFieldsOf(records: RecordReadService, kind: RecordKind): RecordSource['vendorFields'] {
  return (context: RequestContext, { instanceId }, rows: readonly SourceRow[]) =>
    records.findVendorFields(
      context,
      kind,
      rows.map(({ remoteId }) => ({ instanceId, remoteId })),
    );
}

function only<Row>([page]: readonly PageOf<Row>[]): PageOf<Row> {
  return page ?? { rows: [], positions: [], hasNextPage: false };
}
