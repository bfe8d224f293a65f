import type { ElementResource } from '../adapters/adapter';
import { RESOURCE_OF_BOOK_ENTRY } from '../adapters/book-entry-resource';
import { BOOK_ENTRY_KINDS, type BookEntryKind, type ReportHistoryValue } from '../adapters/records';
import { ElementsError } from '../errors';
import type { ListQuery, PageOf } from '../persistence/keyset/keyset-page';
import type {
  BookEntryListFilter,
  BookEntryListScope,
  BookEntrySortField,
} from '../persistence/repositories/book-entry-list';
import type { BookEntryRow } from '../persistence/repositories/book-entry-row';
import type {
  EmployeeListFilter,
  EmployeeListScope,
  EmployeeSortField,
} from '../persistence/repositories/employee-list';
import type { EmployeeRow, PolicyMembershipRow } from '../persistence/repositories/employee-row';
import type { ExpenseListFilter, ExpenseListScope, ExpenseSortField } from '../persistence/repositories/expense-list';
import type { ExpenseRow } from '../persistence/repositories/expense-row';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { PersonKey, RecordKey } from '../persistence/repositories/list-condition';
import type { PolicyListFilter, PolicyListScope, PolicySortField } from '../persistence/repositories/policy-list';
import type { PolicyRow, PolicySettings } from '../persistence/repositories/policy-row';
import type { KeyOfKind } from '../persistence/repositories/record-lookup';
import type { ReportListFilter, ReportListScope, ReportSortField } from '../persistence/repositories/report-list';
import type { ReportRow } from '../persistence/repositories/report-row';
import type { RecordKind } from '../record-id';
import type { RequestContext } from '../request-context';
import { toVisibleScopes, withVisibleKeys } from './caller-scope';
import type { CatalogService } from './catalog.service';
import { FreshRecords } from './fresh-records';
import type { FreshnessService, ListRead } from './freshness.service';
import type { Found, Lookup, RecordLookupService } from './record-lookup.service';
import type { RecordStore } from './record-store';
import type { SourceFreshness } from './source-freshness';

/** Reads vendor records from our tables, and has missing ones fetched. Every method answers for the caller only. */
export class RecordReadService {
  /** Several at once, at most so old. */
  readonly fresh: FreshRecords;
  private readonly reports: Lookup<RecordKey, ReportRow>;
  private readonly expenses: Lookup<KeyOfKind, ExpenseRow>;
  private readonly policies: Lookup<RecordKey, PolicyRow>;
  private readonly employees: Lookup<RecordKey, EmployeeRow>;
  private readonly employeesByEmail: Lookup<RecordKey, EmployeeRow>;

  constructor(
    private readonly catalog: CatalogService,
    private readonly store: RecordStore,
    private readonly freshness: FreshnessService,
    private readonly lookup: RecordLookupService,
  ) {
    this.fresh = new FreshRecords(store, lookup);
    this.reports = { resource: 'REPORTS', find: (...of) => store.reports.findByKeys(...of) };
    this.expenses = { resource: 'EXPENSES', find: (...of) => store.expenses.findByKeys(...of) };
    this.policies = { resource: 'POLICIES', find: (...of) => store.policies.findByKeys(...of) };
    this.employees = { resource: 'EMPLOYEES', find: (...of) => store.employees.findByKeys(...of) };
    this.employeesByEmail = {
      resource: 'EMPLOYEES',
      find: (context, organizationId, keys) =>
        store.employees.findByEmails(context, organizationId, keys.map(toPersonKey)),
    };
  }

  /**
   * In the order of the keys: one statement, and when some are missing one vendor call an instance. Where only some
   * fields are asked for, others may be undefined.
   */
  findReports(
    context: RequestContext,
    keys: readonly RecordKey[],
    fields: readonly string[] | null = null,
  ): Promise<Found<ReportRow>[]> {
    const { reports } = this.store;
    const find: Lookup<RecordKey, ReportRow>['find'] = (of, organizationId, asked) =>
      reports.findByKeys(of, organizationId, asked, fields);
    return this.lookup.find(context, { ...this.reports, find }, keys);
  }

  findExpenses(context: RequestContext, keys: readonly KeyOfKind[]): Promise<Found<ExpenseRow>[]> {
    return this.lookup.find(context, this.expenses, keys);
  }

  findPolicies(context: RequestContext, keys: readonly RecordKey[]): Promise<Found<PolicyRow>[]> {
    return this.lookup.find(context, this.policies, keys);
  }

  findEmployees(context: RequestContext, keys: readonly RecordKey[]): Promise<Found<EmployeeRow>[]> {
    return this.lookup.find(context, this.employees, keys);
  }

  /** Entries of books of one kind. */
  findBookEntries(
    context: RequestContext,
    kind: BookEntryKind,
    keys: readonly RecordKey[],
  ): Promise<Found<BookEntryRow>[]> {
    const lookup: Lookup<KeyOfKind, BookEntryRow> = {
      resource: RESOURCE_OF_BOOK_ENTRY[kind],
      find: (...of) => this.store.books.findByKeys(...of),
    };
    const ofKind = keys.map(({ instanceId, remoteId }) => ({ instanceId, remoteId, kind }));
    return this.lookup.find(context, lookup, ofKind);
  }

  /** Who has the e-mail address, as their instance knows them. */
  findEmployeesByEmail(context: RequestContext, people: readonly PersonKey[]): Promise<Found<EmployeeRow>[]> {
    return this.lookup.find(context, this.employeesByEmail, people.map(toEmailKey));
  }

  /** Oldest first; null where the vendor does not say. */
  findReportHistory(
    context: RequestContext,
    keys: readonly RecordKey[],
  ): Promise<(readonly ReportHistoryValue[] | null)[]> {
    return withVisibleKeys(context, keys, null, (...of) => this.store.reports.findHistories(context, ...of));
  }

  findPolicySettings(context: RequestContext, keys: readonly RecordKey[]): Promise<(PolicySettings | null)[]> {
    return withVisibleKeys(context, keys, null, (...of) => this.store.policies.findSettings(context, ...of));
  }

  /** The memberships of each employee, by policy. */
  findMemberships(context: RequestContext, keys: readonly RecordKey[]): Promise<PolicyMembershipRow[][]> {
    return withVisibleKeys(context, keys, [], (...of) => this.store.employees.findMemberships(context, ...of));
  }

  /** Records in their vendor's own words; the references are all of one kind. */
  findVendorFields(
    context: RequestContext,
    kind: RecordKind,
    keys: readonly RecordKey[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    const { reports, policies, employees, expenses, books } = this.store;
    return withVisibleKeys(context, keys, null, (organizationId, visible) => {
      if (kind === 'REPORT') return reports.findVendorFields(context, organizationId, visible);
      if (kind === 'POLICY') return policies.findVendorFields(context, organizationId, visible);
      if (kind === 'EMPLOYEE') return employees.findVendorFields(context, organizationId, visible);
      const ofKind = visible.map((key) => ({ ...key, kind }));
      const isBookEntry = BOOK_ENTRY_KINDS.some((known) => known === kind);
      return (isBookEntry ? books : expenses).findVendorFields(context, organizationId, ofKind);
    });
  }

  /** One record, at most so old if the vendor can be asked; null `maxAgeSeconds` is the instance's time-to-live. */
  async getFreshReport(
    context: RequestContext,
    key: RecordKey,
    maxAgeSeconds: number | null,
  ): Promise<ReportRow | null> {
    return only(await this.fresh.findReports(context, [key], maxAgeSeconds));
  }

  async getFreshExpense(
    context: RequestContext,
    key: KeyOfKind,
    maxAgeSeconds: number | null,
  ): Promise<ExpenseRow | null> {
    return only(await this.fresh.findExpenses(context, [key], maxAgeSeconds));
  }

  async getFreshPolicy(
    context: RequestContext,
    key: RecordKey,
    maxAgeSeconds: number | null,
  ): Promise<PolicyRow | null> {
    return only(await this.fresh.findPolicies(context, [key], maxAgeSeconds));
  }

  async getFreshEmployee(
    context: RequestContext,
    key: RecordKey,
    maxAgeSeconds: number | null,
  ): Promise<EmployeeRow | null> {
    return only(await this.fresh.findEmployees(context, [key], maxAgeSeconds));
  }

  pageReports(
    context: RequestContext,
    scopes: readonly ReportListScope[],
    query: ListQuery<ReportListFilter, ReportSortField>,
  ): Promise<PageOf<ReportRow>[]> {
    return this.store.reports.listPages(context, toVisibleScopes(context, scopes), query);
  }

  countReports(
    context: RequestContext,
    scopes: readonly ReportListScope[],
    filter: ReportListFilter | null,
  ): Promise<number[]> {
    return this.store.reports.count(context, toVisibleScopes(context, scopes), filter);
  }

  pageExpenses(
    context: RequestContext,
    scopes: readonly ExpenseListScope[],
    query: ListQuery<ExpenseListFilter, ExpenseSortField>,
  ): Promise<PageOf<ExpenseRow>[]> {
    return this.store.expenses.listPages(context, toVisibleScopes(context, scopes), query);
  }

  countExpenses(
    context: RequestContext,
    scopes: readonly ExpenseListScope[],
    filter: ExpenseListFilter | null,
  ): Promise<number[]> {
    return this.store.expenses.count(context, toVisibleScopes(context, scopes), filter);
  }

  pagePolicies(
    context: RequestContext,
    scopes: readonly PolicyListScope[],
    query: ListQuery<PolicyListFilter, PolicySortField>,
  ): Promise<PageOf<PolicyRow>[]> {
    return this.store.policies.listPages(context, toVisibleScopes(context, scopes), query);
  }

  countPolicies(
    context: RequestContext,
    scopes: readonly PolicyListScope[],
    filter: PolicyListFilter | null,
  ): Promise<number[]> {
    return this.store.policies.count(context, toVisibleScopes(context, scopes), filter);
  }

  pageEmployees(
    context: RequestContext,
    scopes: readonly EmployeeListScope[],
    query: ListQuery<EmployeeListFilter, EmployeeSortField>,
  ): Promise<PageOf<EmployeeRow>[]> {
    return this.store.employees.listPages(context, toVisibleScopes(context, scopes), query);
  }

  countEmployees(
    context: RequestContext,
    scopes: readonly EmployeeListScope[],
    filter: EmployeeListFilter | null,
  ): Promise<number[]> {
    return this.store.employees.count(context, toVisibleScopes(context, scopes), filter);
  }

  pageBookEntries(
    context: RequestContext,
    kind: BookEntryKind,
    scopes: readonly BookEntryListScope[],
    query: ListQuery<BookEntryListFilter, BookEntrySortField>,
  ): Promise<PageOf<BookEntryRow>[]> {
    return this.store.books.listPages(context, kind, toVisibleScopes(context, scopes), query);
  }

  countBookEntries(
    context: RequestContext,
    kind: BookEntryKind,
    scopes: readonly BookEntryListScope[],
    filter: BookEntryListFilter | null,
  ): Promise<number[]> {
    return this.store.books.count(context, kind, toVisibleScopes(context, scopes), filter);
  }

  /** Gets lists of instances ready to be read; in the result, an error stands for a list with nothing to show. */
  prepareLists(context: RequestContext, reads: readonly ListRead[]): Promise<(SourceFreshness | ElementsError)[]> {
    return this.freshness.prepare(context, reads);
  }

  /** For root lists: never calls a vendor. */
  freshnessOf(
    context: RequestContext,
    instances: readonly InstanceRow[],
    resource: ElementResource,
  ): Promise<SourceFreshness[]> {
    return this.freshness.describe(context, instances, resource);
  }

  /** The form in which a vendor's id is stored; null when it cannot be one. */
  canonicalRemoteId(elementKey: string, resource: ElementResource, remoteId: string): string | null {
    const canonical = this.catalog.find(elementKey)?.resources[resource]?.canonicalRemoteId;
    return canonical === undefined ? remoteId : canonical(remoteId);
  }
}

/** An address stands where a remote id does elsewhere: it names somebody within an instance. */
function toEmailKey({ instanceId, email }: PersonKey): RecordKey {
  return { instanceId, remoteId: email };
}

function toPersonKey({ instanceId, remoteId }: RecordKey): PersonKey {
  return { instanceId, email: remoteId };
}

/** What was found for one key; throws why it could not be had. */
function only<Row>([found = null]: readonly Found<Row>[]): Row | null {
  if (found instanceof ElementsError) throw found;
  return found;
}
