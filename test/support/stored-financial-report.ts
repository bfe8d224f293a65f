import { v7 as uuidv7 } from 'uuid';
import type { FinancialReportTable } from '../../src/adapters/financial-reports';
import { FinancialReportRepository } from '../../src/persistence/repositories/financial-report.repository';
import { InstanceRepository } from '../../src/persistence/repositories/instance.repository';
import { digestOf, encodeFinancialReportId } from '../../src/services/financial-reports/financial-report-id';
import type { ServiceWorld, Tenant } from './service-world';

const QUESTION = {
  kind: 'PROFIT_AND_LOSS',
  from: '2026-01-01',
  to: '2026-05-05',
  basis: null,
  columnsBy: 'TOTAL',
  filters: {},
} as const;

/** A statement of an instance of its own that nobody is asked for, and that never gets old; its id. */
export async function storeFinancialReport({ database, parts }: ServiceWorld, tenant: Tenant): Promise<string> {
  const instanceId = uuidv7();
  const now = new Date();
  const { organizationId, userId } = tenant.caller;
  await new InstanceRepository(database).insert(parts.context, {
    ...{ id: instanceId, organizationId, elementKey: 'quickbooks', name: 'Books', tags: [], status: 'ACTIVE' },
    ...{ tokenHash: Buffer.from(instanceId.padEnd(32).slice(0, 32)), externalAuthentication: 'NONE' },
    ...{ timeToLiveSeconds: null, createdBy: userId, createdAt: now },
  });
  const reports = new FinancialReportRepository(database);
  const key = { instanceId, digest: digestOf(QUESTION) };
  await reports.begin(parts.context, { organizationId }, key, QUESTION, now);
  const table: FinancialReportTable = {
    ...{ title: 'ProfitAndLoss', from: QUESTION.from, to: QUESTION.to, basis: 'ACCRUAL', currency: 'USD' },
    ...{ isEmpty: true, isTruncated: false, generatedAt: null, columns: [], rows: [] },
  };
  await reports.store(parts.context, database, key, table, new Date(Date.UTC(2999, 0, 1)));
  return encodeFinancialReportId({ instanceId, question: QUESTION });
}
