import { composeAgentWork } from './agent-work';
import { composeAgents } from './agents';
import { composeCallers } from './callers';
import { composeConsents } from './consents';
import { composeExports } from './exports';
import { composeFinancialReports } from './financial-reports';
import { composeFoundation, type ServiceOptions } from './foundation';
import { composeInstances } from './instances';
import { composeLiveUpdates } from './live-updates';
import { composePlatformData } from './platform-data';
import { composeRecords } from './records';
import { composeSyncs } from './syncs';
import { composeTaxes } from './taxes';
import { composeUpkeep } from './upkeep';
import { composeVendorNotices } from './vendor-notices';
import { composeVendors } from './vendors';
import { composeWebhooks } from './webhooks';
import { composeWrites } from './writes';

/** One part a subject, each over those before it. */
export function composeSubjects(options: ServiceOptions) {
  const foundation = composeFoundation(options);
  const { catalog, encryption, database, publicUrl, metrics, clock, rows } = foundation;
  const callers = composeCallers(foundation);
  const vendors = composeVendors(foundation, options);
  const records = composeRecords(foundation, vendors);
  const statements = composeFinancialReports(foundation, vendors, records);
  const syncs = composeSyncs(foundation, records);
  const writes = composeWrites(foundation, vendors, records);
  const reportExports = composeExports(foundation, vendors, records, writes, options.encryptionKeys);
  const taxes = composeTaxes(foundation, vendors, records, writes);
  const webhooks = composeWebhooks(foundation, vendors, records);
  const live = composeLiveUpdates(foundation, {
    listener: callers.listener,
    instanceReads: records.instanceReads,
    syncRuns: syncs.runs,
    reportExports: reportExports.service,
    webhookHttp: webhooks.http,
    callbackOrigins: options.subscriptionCallbackOrigins ?? [],
  });
  const agentWork = composeAgentWork({
    catalog,
    runs: rows.syncRuns,
    execution: syncs.execution,
    starter: records.syncStarter,
    freshness: rows.freshness,
    financialReports: rows.financialReports,
    reportReader: statements.reader,
    callLog: vendors.callLog,
    connections: vendors.connections,
    writes: rows.vendorWrites,
    carriedWrites: rows.carriedWrites,
    requests: writes.requests,
    settler: writes.settler,
    idempotency: writes.idempotency,
    database,
    clock,
  });
  const agents = composeAgents({
    catalog,
    instances: rows.instances,
    configuration: rows.configuration,
    statuses: vendors.statuses,
    authentication: callers.authentication,
    encryption,
    work: agentWork,
    database,
    publicUrl,
    metrics,
    clock,
  });
  const instances = composeInstances(foundation, { callers, vendors, writes, agents });
  const consents = composeConsents(foundation, vendors, instances);
  const notices = composeVendorNotices(foundation, vendors);
  const data = composePlatformData(foundation, records, writes, taxes);
  const upkeep = composeUpkeep(foundation, { agents, consents, reportExports, data, webhooks });
  return {
    foundation,
    callers,
    vendors,
    records,
    statements,
    syncs,
    writes,
    reportExports,
    taxes,
    webhooks,
    live,
    agentWork,
    agents,
    instances,
    consents,
    notices,
    data,
    upkeep,
  };
}

export type Subjects = ReturnType<typeof composeSubjects>;

/** Ends background work, then connections to vendors, then writes what is left of the call log. */
export async function closeSubjects({ foundation, vendors, webhooks, live, callers }: Subjects): Promise<void> {
  await live.close();
  await callers.close();
  // Jobs end because the tasks that they wait for do.
  await Promise.all([foundation.tasks.stop(), foundation.jobs.stop()]);
  await vendors.close();
  await webhooks.http.close();
  await vendors.callLog.close();
}
