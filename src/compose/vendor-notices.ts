import { VendorAccountRepository } from '../persistence/repositories/vendor-account.repository';
import { VendorNoticeRepository } from '../persistence/repositories/vendor-notice.repository';
import { NoticeExecutionService } from '../services/vendor-notices/notice-execution.service';
import { NoticeReceiver } from '../services/vendor-notices/notice-receiver.service';
import { NoticedRecordService } from '../services/vendor-notices/noticed-record.service';
import type { Foundation } from './foundation';
import type { VendorParts } from './vendors';

/** What vendors tell us of changes. */
export interface VendorNoticeParts {
  /** What vendors' messages are handed to. */
  readonly receiver: NoticeReceiver;
  /** What looks at them later. */
  readonly execution: NoticeExecutionService;
}

export function composeVendorNotices(foundation: Foundation, { connections, health }: VendorParts): VendorNoticeParts {
  const { context, catalog, encryption, jobs, leases, database, tasks, clock, rows } = foundation;
  const { instances, financialReports } = rows;
  const notices = new VendorNoticeRepository(database);
  const execution = new NoticeExecutionService({
    notices,
    reports: financialReports,
    records: new NoticedRecordService(
      catalog,
      connections,
      rows.freshness,
      rows.absent,
      rows.store,
      leases,
      database,
      tasks,
      clock,
    ),
    instances,
    health,
    leases,
    jobs,
    database,
    clock,
  });
  execution.registerJobs(context);
  const accounts = new VendorAccountRepository(database);
  const receiver = new NoticeReceiver(catalog, accounts, notices, financialReports, encryption, jobs, database, clock);
  return { receiver, execution };
}
