import { FinancialReportReader } from '../services/financial-reports/financial-report-reader';
import { FinancialReportService } from '../services/financial-reports/financial-report.service';
import type { Foundation } from './foundation';
import type { RecordParts } from './records';
import type { VendorParts } from './vendors';

/** Reports that the vendor computes. */
export interface FinancialReportParts {
  readonly reader: FinancialReportReader;
  readonly service: FinancialReportService;
}

export function composeFinancialReports(
  foundation: Foundation,
  { connections, health }: VendorParts,
  { instanceReads }: RecordParts,
): FinancialReportParts {
  const { catalog, leases, metrics, database, tasks, clock, rows } = foundation;
  const { financialReports } = rows;
  const reader = new FinancialReportReader(financialReports, connections, health, leases, database, tasks, clock);
  const service = new FinancialReportService(catalog, instanceReads, financialReports, reader, metrics, clock);
  return { reader, service };
}
