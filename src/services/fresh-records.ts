import type { EmployeeRow } from '../persistence/repositories/employee-row';
import type { ExpenseRow } from '../persistence/repositories/expense-row';
import type { RecordKey } from '../persistence/repositories/list-condition';
import type { PolicyRow } from '../persistence/repositories/policy-row';
import type { KeyOfKind } from '../persistence/repositories/record-lookup';
import type { ReportRow } from '../persistence/repositories/report-row';
import type { RequestContext } from '../request-context';
import type { AgedLookup, Found, RecordLookupService } from './record-lookup.service';
import type { RecordStore } from './record-store';

/**
 * Records at most so old if their vendors can be asked; null `maxAgeSeconds` is their instance's time-to-live. Answers in
 * the order of the keys, and takes one statement for those that are fresh.
 */
export class FreshRecords {
  private readonly ofExpenses: AgedLookup<KeyOfKind, ExpenseRow>;
  private readonly ofPolicies: AgedLookup<RecordKey, PolicyRow>;
  private readonly ofEmployees: AgedLookup<RecordKey, EmployeeRow>;

  constructor(
    private readonly store: RecordStore,
    private readonly lookup: RecordLookupService,
  ) {
    this.ofExpenses = {
      resource: 'EXPENSES',
      find: (...of) => store.expenses.findByKeys(...of),
      findAged: (...of) => store.expenses.findAged(...of),
    };
    this.ofPolicies = {
      resource: 'POLICIES',
      find: (...of) => store.policies.findByKeys(...of),
      findAged: (...of) => store.policies.findAged(...of),
    };
    this.ofEmployees = {
      resource: 'EMPLOYEES',
      find: (...of) => store.employees.findByKeys(...of),
      findAged: (...of) => store.employees.findAged(...of),
    };
  }

  /** Where only some fields are asked for, others may be undefined. */
  findReports(
    context: RequestContext,
    keys: readonly RecordKey[],
    maxAgeSeconds: number | null,
    fields: readonly string[] | null = null,
  ): Promise<Found<ReportRow>[]> {
    const { reports } = this.store;
    const lookup: AgedLookup<RecordKey, ReportRow> = {
      resource: 'REPORTS',
      find: (of, organizationId, asked) => reports.findByKeys(of, organizationId, asked, fields),
      findAged: (of, organizationId, asked) => reports.findAged(of, organizationId, asked, fields),
    };
    return this.lookup.findFresh(context, lookup, keys, maxAgeSeconds);
  }

  findExpenses(
    context: RequestContext,
    keys: readonly KeyOfKind[],
    maxAgeSeconds: number | null,
  ): Promise<Found<ExpenseRow>[]> {
    return this.lookup.findFresh(context, this.ofExpenses, keys, maxAgeSeconds);
  }

  findPolicies(
    context: RequestContext,
    keys: readonly RecordKey[],
    maxAgeSeconds: number | null,
  ): Promise<Found<PolicyRow>[]> {
    return this.lookup.findFresh(context, this.ofPolicies, keys, maxAgeSeconds);
  }

  findEmployees(
    context: RequestContext,
    keys: readonly RecordKey[],
    maxAgeSeconds: number | null,
  ): Promise<Found<EmployeeRow>[]> {
    return this.lookup.findFresh(context, this.ofEmployees, keys, maxAgeSeconds);
  }
}
