import type { Database } from '../persistence/database';
import { AbsentRecordRepository } from '../persistence/repositories/absent-record.repository';
import { BookEntryRepository } from '../persistence/repositories/book-entry.repository';
import { CarriedWriteRepository } from '../persistence/repositories/carried-write.repository';
import { ChangeEventRepository } from '../persistence/repositories/change-event.repository';
import { EmployeeRepository } from '../persistence/repositories/employee.repository';
import { ExpenseReceiptRepository } from '../persistence/repositories/expense-receipt.repository';
import { ExpenseRepository } from '../persistence/repositories/expense.repository';
import { FinancialReportRepository } from '../persistence/repositories/financial-report.repository';
import { FreshnessRepository } from '../persistence/repositories/freshness.repository';
import { IdempotencyKeyRepository } from '../persistence/repositories/idempotency-key.repository';
import { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import { InstanceRepository } from '../persistence/repositories/instance.repository';
import { PolicyRepository } from '../persistence/repositories/policy.repository';
import { ReportRepository } from '../persistence/repositories/report.repository';
import { SyncRunRepository } from '../persistence/repositories/sync-run.repository';
import { VendorBudgetRepository } from '../persistence/repositories/vendor-budget.repository';
import { VendorCallRepository } from '../persistence/repositories/vendor-call.repository';
import { VendorWriteRepository } from '../persistence/repositories/vendor-write.repository';
import { RecordStore } from '../services/record-store';

/** What more than one subject reads and writes; rows of one subject alone are opened there. */
export interface SharedRows {
  readonly instances: InstanceRepository;
  readonly configuration: InstanceConfigurationRepository;
  readonly freshness: FreshnessRepository;
  readonly absent: AbsentRecordRepository;
  readonly idempotencyKeys: IdempotencyKeyRepository;
  readonly vendorBudgets: VendorBudgetRepository;
  readonly vendorCalls: VendorCallRepository;
  readonly vendorWrites: VendorWriteRepository;
  readonly carriedWrites: CarriedWriteRepository;
  readonly changeEvents: ChangeEventRepository;
  readonly syncRuns: SyncRunRepository;
  readonly financialReports: FinancialReportRepository;
  /** Vendor records of every kind. */
  readonly store: RecordStore;
}

export function composeSharedRows(database: Database): SharedRows {
  const changeEvents = new ChangeEventRepository(database);
  return {
    instances: new InstanceRepository(database),
    configuration: new InstanceConfigurationRepository(database),
    freshness: new FreshnessRepository(database),
    absent: new AbsentRecordRepository(database),
    idempotencyKeys: new IdempotencyKeyRepository(database),
    vendorBudgets: new VendorBudgetRepository(database),
    vendorCalls: new VendorCallRepository(database),
    vendorWrites: new VendorWriteRepository(database),
    carriedWrites: new CarriedWriteRepository(database),
    changeEvents,
    syncRuns: new SyncRunRepository(database),
    financialReports: new FinancialReportRepository(database),
    store: new RecordStore(
      new ReportRepository(database),
      new ExpenseRepository(database),
      new PolicyRepository(database),
      new EmployeeRepository(database),
      new BookEntryRepository(database),
      new ExpenseReceiptRepository(database),
      changeEvents,
    ),
  };
}
