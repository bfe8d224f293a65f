import type { ElementResource } from '../adapters/adapter';
import type { RecordBatch } from '../adapters/records';
import type { StatementRunner } from '../persistence/database';
import type { EmployeeRepository } from '../persistence/repositories/employee.repository';
import type { ExpenseRepository } from '../persistence/repositories/expense.repository';
import type { PolicyRepository } from '../persistence/repositories/policy.repository';
import type { ReportRepository } from '../persistence/repositories/report.repository';
import type { RequestContext } from '../request-context';

/** Whose records they are. */
export interface RecordOwner {
  readonly organizationId: string;
  readonly instanceId: string;
}

/** The one place where a vendor's record becomes ours: first reads, refreshes and lists all end here. */
export class RecordStore {
  constructor(
    readonly reports: ReportRepository,
    readonly expenses: ExpenseRepository,
    readonly policies: PolicyRepository,
    readonly employees: EmployeeRepository,
  ) {}

  async store(
    context: RequestContext,
    runner: StatementRunner,
    owner: RecordOwner,
    batch: RecordBatch,
    fetchedAt: Date,
  ): Promise<void> {
    // Policies before employees and reports: a reader in between sees names rather than gaps.
    if (batch.policies?.length) await this.policies.storePolicies(context, runner, owner, batch.policies, fetchedAt);
    if (batch.employees?.length)
      await this.employees.storeEmployees(context, runner, owner, batch.employees, fetchedAt);
    if (batch.reports?.length) await this.reports.storeReports(context, runner, owner, batch.reports, fetchedAt);
  }

  /** Forgets what a whole and exhaustive list did not tell. */
  async forgetUnseen(
    context: RequestContext,
    runner: StatementRunner,
    owner: RecordOwner,
    resource: ElementResource,
    since: Date,
  ): Promise<void> {
    if (resource === 'POLICIES') await this.policies.deleteNotFetchedSince(context, runner, owner, since);
    else if (resource === 'EMPLOYEES') await this.employees.deleteNotFetchedSince(context, runner, owner, since);
    else if (resource === 'REPORTS') await this.reports.deleteNotFetchedSince(context, runner, owner, since);
  }
}
