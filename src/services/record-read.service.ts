import type { ElementResource } from '../adapters/adapter';
import type { ReportHistoryValue } from '../adapters/records';
import type { Clock } from '../clock';
import { ElementsError } from '../errors';
import type { ListQuery, PageOf } from '../persistence/keyset/keyset-page';
import type {
  EmployeeListFilter,
  EmployeeListScope,
  EmployeeOrderField,
} from '../persistence/repositories/employee-list';
import type { EmployeeRow, PolicyMembershipRow } from '../persistence/repositories/employee-row';
import type { ExpenseListFilter, ExpenseListScope, ExpenseOrderField } from '../persistence/repositories/expense-list';
import type { ExpenseRow } from '../persistence/repositories/expense-row';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { PersonKey, RecordKey } from '../persistence/repositories/list-condition';
import type { PolicyListFilter, PolicyListScope, PolicyOrderField } from '../persistence/repositories/policy-list';
import type { PolicyRow, PolicySettings } from '../persistence/repositories/policy-row';
import type { KeyOfKind } from '../persistence/repositories/record-lookup';
import type { ReportListFilter, ReportListScope, ReportOrderField } from '../persistence/repositories/report-list';
import type { ReportRow } from '../persistence/repositories/report-row';
import type { RecordKind } from '../record-id';
import type { RequestContext } from '../request-context';
import type { BackgroundTasks } from './background-tasks';
import { requireCaller, isWithinScope } from './caller-scope';
import type { CatalogService } from './catalog.service';
import { TIME_TO_LIVE_SECONDS, type FreshnessService, type ListRead } from './freshness.service';
import type { InstanceReadService } from './instance-read.service';
import type { RecordFetchService } from './record-fetch.service';
import type { RecordStore } from './record-store';
import type { SourceFreshness } from './source-freshness';

/** A stored record, as far as this service looks at it. */
interface StoredRecord {
  readonly instanceId: string;
  readonly remoteId: string;
  readonly fetchedAt: Date;
}

/** How records of one resource are found in our tables. */
interface Lookup<Key extends RecordKey, Row extends StoredRecord> {
  readonly resource: ElementResource;
  find(context: RequestContext, organizationId: string, keys: readonly Key[]): Promise<(Row | null)[]>;
}

/** How old a record may be: what was read before `since` is asked for again. */
interface WantedAge {
  readonly since: Date;
  readonly maxAgeSeconds: number | null;
}

const ANY_AGE: WantedAge = { since: new Date(0), maxAgeSeconds: null };

/** A row, nothing, or why it could not be had: one key's failure is not the others'. */
export type Found<Row> = Row | ElementsError | null;

/** Reads vendor records from our tables, and has missing ones fetched. Every method answers for the caller only. */
export class RecordReadService {
  private readonly reports: Lookup<RecordKey, ReportRow>;
  private readonly expenses: Lookup<KeyOfKind, ExpenseRow>;
  private readonly policies: Lookup<RecordKey, PolicyRow>;
  private readonly employees: Lookup<RecordKey, EmployeeRow>;
  private readonly employeesByEmail: Lookup<RecordKey, EmployeeRow>;

  constructor(
    private readonly catalog: CatalogService,
    private readonly store: RecordStore,
    private readonly instances: InstanceReadService,
    private readonly freshness: FreshnessService,
    private readonly fetcher: RecordFetchService,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {
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

  /** In the order of the keys: one statement, and when some are missing one vendor call an instance. */
  findReports(context: RequestContext, keys: readonly RecordKey[]): Promise<Found<ReportRow>[]> {
    return this.find(context, this.reports, keys);
  }

  findExpenses(context: RequestContext, keys: readonly KeyOfKind[]): Promise<Found<ExpenseRow>[]> {
    return this.find(context, this.expenses, keys);
  }

  findPolicies(context: RequestContext, keys: readonly RecordKey[]): Promise<Found<PolicyRow>[]> {
    return this.find(context, this.policies, keys);
  }

  findEmployees(context: RequestContext, keys: readonly RecordKey[]): Promise<Found<EmployeeRow>[]> {
    return this.find(context, this.employees, keys);
  }

  /** Who has the e-mail address, as their instance knows them. */
  findEmployeesByEmail(context: RequestContext, people: readonly PersonKey[]): Promise<Found<EmployeeRow>[]> {
    return this.find(context, this.employeesByEmail, people.map(toEmailKey));
  }

  /** Oldest first; null where the vendor does not say. */
  findReportHistory(
    context: RequestContext,
    keys: readonly RecordKey[],
  ): Promise<(readonly ReportHistoryValue[] | null)[]> {
    return this.store.reports.findHistories(context, requireCaller(context).organizationId, keys);
  }

  findPolicySettings(context: RequestContext, keys: readonly RecordKey[]): Promise<(PolicySettings | null)[]> {
    return this.store.policies.findSettings(context, requireCaller(context).organizationId, keys);
  }

  /** The memberships of each employee, by policy. */
  findMemberships(context: RequestContext, keys: readonly RecordKey[]): Promise<PolicyMembershipRow[][]> {
    return this.store.employees.findMemberships(context, requireCaller(context).organizationId, keys);
  }

  /** Records in their vendor's own words; the references are all of one kind. */
  findVendorFields(
    context: RequestContext,
    kind: RecordKind,
    keys: readonly RecordKey[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    const { organizationId } = requireCaller(context);
    const { reports, policies, employees, expenses } = this.store;
    if (kind === 'REPORT') return reports.findVendorFields(context, organizationId, keys);
    if (kind === 'POLICY') return policies.findVendorFields(context, organizationId, keys);
    if (kind === 'EMPLOYEE') return employees.findVendorFields(context, organizationId, keys);
    const expenseKeys = keys.map((key) => ({ ...key, kind }));
    return expenses.findVendorFields(context, organizationId, expenseKeys);
  }

  /** One record, at most so old if the vendor can be asked; null `maxAgeSeconds` is the instance's time-to-live. */
  getFreshReport(context: RequestContext, key: RecordKey, maxAgeSeconds: number | null): Promise<ReportRow | null> {
    return this.getFresh(context, this.reports, key, maxAgeSeconds);
  }

  getFreshExpense(context: RequestContext, key: KeyOfKind, maxAgeSeconds: number | null): Promise<ExpenseRow | null> {
    return this.getFresh(context, this.expenses, key, maxAgeSeconds);
  }

  getFreshPolicy(context: RequestContext, key: RecordKey, maxAgeSeconds: number | null): Promise<PolicyRow | null> {
    return this.getFresh(context, this.policies, key, maxAgeSeconds);
  }

  getFreshEmployee(context: RequestContext, key: RecordKey, maxAgeSeconds: number | null): Promise<EmployeeRow | null> {
    return this.getFresh(context, this.employees, key, maxAgeSeconds);
  }

  pageReports(
    context: RequestContext,
    scopes: readonly ReportListScope[],
    query: ListQuery<ReportListFilter, ReportOrderField>,
  ): Promise<PageOf<ReportRow>[]> {
    return this.store.reports.listPages(context, scopes, query);
  }

  countReports(
    context: RequestContext,
    scopes: readonly ReportListScope[],
    filter: ReportListFilter | null,
  ): Promise<number[]> {
    return this.store.reports.count(context, scopes, filter);
  }

  pageExpenses(
    context: RequestContext,
    scopes: readonly ExpenseListScope[],
    query: ListQuery<ExpenseListFilter, ExpenseOrderField>,
  ): Promise<PageOf<ExpenseRow>[]> {
    return this.store.expenses.listPages(context, scopes, query);
  }

  countExpenses(
    context: RequestContext,
    scopes: readonly ExpenseListScope[],
    filter: ExpenseListFilter | null,
  ): Promise<number[]> {
    return this.store.expenses.count(context, scopes, filter);
  }

  pagePolicies(
    context: RequestContext,
    scopes: readonly PolicyListScope[],
    query: ListQuery<PolicyListFilter, PolicyOrderField>,
  ): Promise<PageOf<PolicyRow>[]> {
    return this.store.policies.listPages(context, scopes, query);
  }

  countPolicies(
    context: RequestContext,
    scopes: readonly PolicyListScope[],
    filter: PolicyListFilter | null,
  ): Promise<number[]> {
    return this.store.policies.count(context, scopes, filter);
  }

  pageEmployees(
    context: RequestContext,
    scopes: readonly EmployeeListScope[],
    query: ListQuery<EmployeeListFilter, EmployeeOrderField>,
  ): Promise<PageOf<EmployeeRow>[]> {
    return this.store.employees.listPages(context, scopes, query);
  }

  countEmployees(
    context: RequestContext,
    scopes: readonly EmployeeListScope[],
    filter: EmployeeListFilter | null,
  ): Promise<number[]> {
    return this.store.employees.count(context, scopes, filter);
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

  private async find<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    keys: readonly Key[],
  ): Promise<Found<Row>[]> {
    const caller = requireCaller(context);
    const visible = keys.filter((key) => isWithinScope(caller, key.instanceId));
    const rows = await lookup.find(context, caller.organizationId, visible);
    const missing = visible.filter((_, index) => rows[index] === null);
    const failures =
      missing.length === 0 ? new Map<string, ElementsError>() : await this.fetch(context, lookup, missing);
    const fetched = missing.length === 0 ? [] : await lookup.find(context, caller.organizationId, missing);
    const byKey = new Map<Key, Found<Row>>(visible.map((key, index) => [key, rows[index] ?? null]));
    missing.forEach((key, index) => byKey.set(key, fetched[index] ?? failures.get(key.instanceId) ?? null));
    return keys.map((key) => byKey.get(key) ?? null);
  }

  /** Has missing records read from their vendors; what failed, by instance. */
  private async fetch<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    missing: readonly Key[],
    age: WantedAge = ANY_AGE,
  ): Promise<Map<string, ElementsError>> {
    const ids = [...new Set(missing.map((key) => key.instanceId))];
    const instances = await this.instances.findByIds(context, ids);
    const failures = new Map<string, ElementsError>();
    await Promise.all(
      instances.map(async (instance) => {
        if (instance === null || !mayAskVendor(instance)) return;
        const keys = missing.filter((key) => key.instanceId === instance.id);
        try {
          await this.fetchOfInstance(context, lookup, instance, keys, age);
        } catch (error) {
          if (!(error instanceof ElementsError)) throw error;
          failures.set(instance.id, error);
        }
      }),
    );
    return failures;
  }

  private async fetchOfInstance<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    instance: InstanceRow,
    keys: readonly Key[],
    age: WantedAge,
  ): Promise<void> {
    const { resource } = lookup;
    const operations = this.catalog.get(instance.elementKey).resources[resource];
    if (operations?.getMany === undefined) {
      // Not to be had one by one: the list brings them, where it was never read or is too old.
      if (operations?.list === undefined) return;
      const { maxAgeSeconds } = age;
      const [prepared] = await this.freshness.prepare(context, [{ instance, resource, maxAgeSeconds }]);
      if (prepared instanceof ElementsError) throw prepared;
      return;
    }
    const byRemoteId = new Map(keys.map((key) => [key.remoteId, key]));
    await this.fetcher.fetch(context, {
      instance,
      resource,
      operation: operations.getMany,
      remoteIds: [...byRemoteId.keys()],
      stillWanted: async (remoteIds) => {
        const asked = remoteIds.flatMap((remoteId) => byRemoteId.get(remoteId) ?? []);
        const rows = await lookup.find(context, instance.organizationId, asked);
        return asked.filter((_, index) => !isSince(rows[index] ?? null, age.since)).map((key) => key.remoteId);
      },
    });
  }

  private async getFresh<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    key: Key,
    maxAgeSeconds: number | null,
  ): Promise<Row | null> {
    const [stored] = await this.find(context, lookup, [key]);
    if (stored instanceof ElementsError) throw stored;
    if (stored === null || stored === undefined) return null;
    const now = this.clock.now();
    const since = new Date(now.getTime() - (maxAgeSeconds ?? TIME_TO_LIVE_SECONDS) * 1_000);
    if (isSince(stored, since)) return stored;
    if (maxAgeSeconds === null) {
      this.tasks.start(`refresh of one of ${lookup.resource}`, async () => {
        await this.fetch(context, lookup, [key], { since, maxAgeSeconds });
      });
      return stored;
    }
    // Old beats nothing: when the vendor cannot be asked, `fetchedAt` tells the age of what is served.
    await this.fetch(context, lookup, [key], { since, maxAgeSeconds });
    const [fresh] = await lookup.find(context, requireCaller(context).organizationId, [key]);
    return fresh ?? stored;
  }
}

/** An address stands where a remote id does elsewhere: it names somebody within an instance. */
function toEmailKey({ instanceId, email }: PersonKey): RecordKey {
  return { instanceId, remoteId: email };
}

function toPersonKey({ instanceId, remoteId }: RecordKey): PersonKey {
  return { instanceId, email: remoteId };
}

function isSince(row: StoredRecord | null, since: Date): boolean {
  return row !== null && row.fetchedAt >= since;
}

/** Others are read from our copy only. */
function mayAskVendor(instance: InstanceRow): boolean {
  return instance.status !== 'DISABLED' && instance.status !== 'NEEDS_REAUTHENTICATION';
}
