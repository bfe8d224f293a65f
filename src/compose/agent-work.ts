import type { VendorCallLog } from '../adapters/http/vendor-call-log';
import { ExchangeLog } from '../services/agents/exchange-log';
import { StatementWork } from '../services/agents/statement-work';
import { SyncWork, type SyncWorkDependencies } from '../services/agents/sync-work';
import { WorkDesk } from '../services/agents/work-desk';
import { WriteWork, type WriteWorkDependencies } from '../services/agents/write-work';
import type { FinancialReportReader } from '../services/financial-reports/financial-report-reader';
import type { FinancialReportRepository } from '../persistence/repositories/financial-report.repository';

export interface AgentWorkParts extends SyncWorkDependencies, WriteWorkDependencies {
  readonly financialReports: FinancialReportRepository;
  readonly reportReader: FinancialReportReader;
  readonly callLog: VendorCallLog;
}

/** Puts together what agents carry. */
export function composeAgentWork(parts: AgentWorkParts): WorkDesk {
  const { catalog, financialReports, reportReader, callLog, clock } = parts;
  return new WorkDesk(
    new WriteWork(parts),
    new StatementWork(catalog, financialReports, reportReader),
    new SyncWork(parts),
    new ExchangeLog(catalog, callLog, clock),
  );
}
