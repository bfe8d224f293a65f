import DataLoader from 'dataloader';
import type { ElementResource } from '../../adapters/adapter';
import { BOOK_ENTRY_KINDS, type BookEntryKind, type ReportHistoryValue } from '../../adapters/records';
import type {
  BookEntryListFilter,
  BookEntryListScope,
  BookEntryOrderField,
} from '../../persistence/repositories/book-entry-list';
import type { BookEntryRow } from '../../persistence/repositories/book-entry-row';
import type {
  EmployeeListFilter,
  EmployeeListScope,
  EmployeeOrderField,
} from '../../persistence/repositories/employee-list';
import type { EmployeeRow, PolicyMembershipRow } from '../../persistence/repositories/employee-row';
import type {
  ExpenseListFilter,
  ExpenseListScope,
  ExpenseOrderField,
} from '../../persistence/repositories/expense-list';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { PersonKey, RecordKey } from '../../persistence/repositories/list-condition';
import type { PolicyListFilter, PolicyListScope, PolicyOrderField } from '../../persistence/repositories/policy-list';
import type { PolicyRow, PolicySettings } from '../../persistence/repositories/policy-row';
import type { KeyOfKind } from '../../persistence/repositories/record-lookup';
import type { ReportListFilter, ReportListScope, ReportOrderField } from '../../persistence/repositories/report-list';
import type { ReportRow } from '../../persistence/repositories/report-row';
import type { RecordReference } from '../../record-id';
import type { RequestContext } from '../../request-context';
import type { ListRead } from '../../services/freshness.service';
import type { SourceFreshness } from '../../services/source-freshness';
import type { Services } from '../services';
import { createGroupedLoader } from './grouped-loader';
import { createInstanceLoaders, type InstanceLoaders } from './instance-loaders';
import { ListLoader } from './list.loader';
import { createTaxLoaders, type TaxLoaders } from './tax-loaders';

/** One instance's copy of one resource. */
export interface FreshnessKey {
  readonly instance: InstanceRow;
  readonly resource: ElementResource;
}

/** A record of which these fields of its row are enough; null: all. */
export interface PartialRecordKey extends RecordKey {
  readonly fields: readonly string[] | null;
}

export type RecordLoader<Key extends RecordKey, Row> = DataLoader<Key, Row | null, string>;

/** What resolvers look things up with: whatever is asked for in one tick is one lookup, and is kept for the request. */
export interface Loaders extends InstanceLoaders, TaxLoaders {
  readonly reports: RecordLoader<RecordKey, ReportRow>;
  /** For references. Fields of the row that were not asked for may be undefined. */
  readonly partialReports: RecordLoader<PartialRecordKey, ReportRow>;
  readonly expenses: RecordLoader<KeyOfKind, ExpenseRow>;
  readonly policies: RecordLoader<RecordKey, PolicyRow>;
  readonly employees: RecordLoader<RecordKey, EmployeeRow>;
  readonly bookEntries: RecordLoader<KeyOfKind, BookEntryRow>;
  readonly employeesByEmail: DataLoader<PersonKey, EmployeeRow | null, string>;
  readonly reportHistories: DataLoader<RecordKey, readonly ReportHistoryValue[] | null, string>;
  readonly policySettings: RecordLoader<RecordKey, PolicySettings>;
  /** Memberships of an employee. */
  readonly memberships: DataLoader<RecordKey, readonly PolicyMembershipRow[], string>;
  readonly vendorFields: DataLoader<RecordReference, Readonly<Record<string, unknown>> | null, string>;
  readonly reportLists: ListLoader<ReportListScope, ReportListFilter, ReportOrderField, ReportRow>;
  readonly expenseLists: ListLoader<ExpenseListScope, ExpenseListFilter, ExpenseOrderField, ExpenseRow>;
  readonly policyLists: ListLoader<PolicyListScope, PolicyListFilter, PolicyOrderField, PolicyRow>;
  readonly employeeLists: ListLoader<EmployeeListScope, EmployeeListFilter, EmployeeOrderField, EmployeeRow>;
  readonly bookEntryLists: Readonly<Record<BookEntryKind, BookEntryLists>>;
  /** How fresh a list is, without asking a vendor. */
  readonly freshness: DataLoader<FreshnessKey, SourceFreshness, string>;
  /** Gets a list of an instance ready to be read; fails when it has nothing to show. */
  readonly preparedLists: DataLoader<ListRead, SourceFreshness, string>;
}

export type BookEntryLists = ListLoader<BookEntryListScope, BookEntryListFilter, BookEntryOrderField, BookEntryRow>;

export function createLoaders(request: RequestContext, services: Services): Loaders {
  const { records } = services;
  return {
    reports: createRecordLoader<ReportRow | null>((keys) => records.findReports(request, keys)),
    partialReports: createGroupedLoader<PartialRecordKey, ReportRow | null>({
      textOf: (key) => `${fieldsText(key)} ${textOf(key)}`,
      groupOf: fieldsText,
      load: async (keys) => (await records.findReports(request, keys, keys[0].fields)).map(asReport),
    }),
    expenses: createExpenseLoader<ExpenseRow | null>((keys) => records.findExpenses(request, keys)),
    policies: createRecordLoader<PolicyRow | null>((keys) => records.findPolicies(request, keys)),
    employees: createRecordLoader<EmployeeRow | null>((keys) => records.findEmployees(request, keys)),
    bookEntries: createGroupedLoader<KeyOfKind, BookEntryRow | null>({
      textOf: (key) => `${key.kind} ${textOf(key)}`,
      groupOf: ({ kind }) => kind,
      load: (keys) => records.findBookEntries(request, keys[0].kind as BookEntryKind, keys),
    }),
    employeesByEmail: new DataLoader<PersonKey, EmployeeRow | null, string>(
      (people) => records.findEmployeesByEmail(request, people),
      {
        cacheKeyFn: ({ instanceId, email }) => `${instanceId} ${email}`,
      },
    ),
    reportHistories: createRecordLoader((keys) => records.findReportHistory(request, keys)),
    policySettings: createRecordLoader((keys) => records.findPolicySettings(request, keys)),
    memberships: createRecordLoader((keys) => records.findMemberships(request, keys)),
    vendorFields: createVendorFieldsLoader(request, services),
    ...createInstanceLoaders(request, services),
    ...createTaxLoaders(request, services),
    ...createFreshnessLoaders(request, services),
    ...createListLoaders(request, services),
  };
}

/** What was read of records before something was changed at a vendor is read again. */
export function forgetRecords(loaders: Loaders): void {
  const { reports, expenses, policies, employees, employeesByEmail, reportHistories, policySettings } = loaders;
  const { memberships, vendorFields, freshness, preparedLists, bookEntries, partialReports } = loaders;
  for (const loader of [reports, expenses, policies, employees, employeesByEmail, reportHistories, policySettings])
    loader.clearAll();
  for (const loader of [memberships, vendorFields, freshness, preparedLists, bookEntries, partialReports])
    loader.clearAll();
  const { reportLists, expenseLists, policyLists, employeeLists, eventLists, vendorWriteLists, bookEntryLists } =
    loaders;
  const lists = [reportLists, expenseLists, policyLists, employeeLists, eventLists, vendorWriteLists];
  for (const list of [...lists, ...Object.values(bookEntryLists)]) list.clear();
}

function createListLoaders(
  request: RequestContext,
  { records }: Services,
): Pick<Loaders, 'reportLists' | 'expenseLists' | 'policyLists' | 'employeeLists' | 'bookEntryLists'> {
  return {
    reportLists: new ListLoader({
      readPages: (scopes, query) => records.pageReports(request, scopes, query),
      readCounts: (scopes, filter) => records.countReports(request, scopes, filter),
    }),
    expenseLists: new ListLoader({
      readPages: (scopes, query) => records.pageExpenses(request, scopes, query),
      readCounts: (scopes, filter) => records.countExpenses(request, scopes, filter),
    }),
    policyLists: new ListLoader({
      readPages: (scopes, query) => records.pagePolicies(request, scopes, query),
      readCounts: (scopes, filter) => records.countPolicies(request, scopes, filter),
    }),
    employeeLists: new ListLoader({
      readPages: (scopes, query) => records.pageEmployees(request, scopes, query),
      readCounts: (scopes, filter) => records.countEmployees(request, scopes, filter),
    }),
    bookEntryLists: Object.fromEntries(
      BOOK_ENTRY_KINDS.map((kind) => [kind, createBookEntryLists(kind, request, records)]),
    ) as Loaders['bookEntryLists'],
  };
}

function createBookEntryLists(
  kind: BookEntryKind,
  request: RequestContext,
  records: Services['records'],
): BookEntryLists {
  return new ListLoader({
    readPages: (scopes, query) => records.pageBookEntries(request, kind, scopes, query),
    readCounts: (scopes, filter) => records.countBookEntries(request, kind, scopes, filter),
  });
}

function createFreshnessLoaders(
  request: RequestContext,
  { records }: Services,
): Pick<Loaders, 'freshness' | 'preparedLists'> {
  return {
    freshness: createGroupedLoader<FreshnessKey, SourceFreshness>({
      textOf: ({ instance, resource }) => `${instance.id} ${resource}`,
      groupOf: ({ resource }) => resource,
      load: (keys) => {
        const instances = keys.map(({ instance }) => instance);
        return records.freshnessOf(request, instances, keys[0].resource);
      },
    }),
    preparedLists: new DataLoader<ListRead, SourceFreshness, string>((reads) => records.prepareLists(request, reads), {
      cacheKeyFn: ({ instance, resource, maxAgeSeconds }) => `${instance.id} ${resource} ${maxAgeSeconds}`,
    }),
  };
}

function createVendorFieldsLoader(
  request: RequestContext,
  { records, taxDocumentReads }: Services,
): Loaders['vendorFields'] {
  return createGroupedLoader({
    textOf: (record) => `${record.kind} ${textOf(record)}`,
    groupOf: (record) => record.kind,
    load: (keys) =>
      keys[0].kind === 'TAX_DOCUMENT'
        ? taxDocumentReads.findVendorFields(request, keys)
        : records.findVendorFields(request, keys[0].kind, keys),
  });
}

function createRecordLoader<Found>(
  find: (keys: readonly RecordKey[]) => Promise<readonly (Found | Error)[]>,
): DataLoader<RecordKey, Found, string> {
  return new DataLoader(find, { cacheKeyFn: textOf });
}

function createExpenseLoader<Found>(
  find: (keys: readonly KeyOfKind[]) => Promise<readonly (Found | Error)[]>,
): DataLoader<KeyOfKind, Found, string> {
  return new DataLoader(find, { cacheKeyFn: (key) => `${key.kind} ${textOf(key)}` });
}

function textOf({ instanceId, remoteId }: RecordKey): string {
  return `${instanceId} ${remoteId}`;
}

/** Named as what a gateway referred to, so that no copy has to be: the row is this request's own. */
function asReport<Found extends ReportRow | Error | null>(found: Found): Found {
  return found === null || found instanceof Error ? found : Object.assign(found, { __typename: 'Report' });
}

/** By the fields as an object, which are the same for all records that one place in a document asks for. */
const fieldsTexts = new WeakMap<readonly string[], string>();

function fieldsText({ fields }: PartialRecordKey): string {
  if (fields === null) return '*';
  const known = fieldsTexts.get(fields);
  if (known !== undefined) return known;
  const text = fields.join();
  fieldsTexts.set(fields, text);
  return text;
}
