import { RecordStatisticsRepository } from '../persistence/repositories/record-statistics.repository';
import { FreshnessService } from '../services/freshness.service';
import { InstanceReadService } from '../services/instance-read.service';
import { RecordFetchService } from '../services/record-fetch.service';
import { RecordLookupService } from '../services/record-lookup.service';
import { RecordReadService } from '../services/record-read.service';
import { ResourceLoadService } from '../services/resource-load.service';
import { SyncRunStarter } from '../services/sync/sync-run-starter';
import type { Foundation } from './foundation';
import type { VendorParts } from './vendors';

/** How records are read: from our tables, and into them while they are not fresh enough. */
export interface RecordParts {
  readonly instanceReads: InstanceReadService;
  readonly records: RecordReadService;
  readonly freshness: FreshnessService;
  readonly fetcher: RecordFetchService;
  readonly loads: ResourceLoadService;
  readonly syncStarter: SyncRunStarter;
}

export function composeRecords(foundation: Foundation, vendors: VendorParts): RecordParts {
  const { catalog, jobs, leases, metrics, database, tasks, clock, rows } = foundation;
  const { connections, health, budgets } = vendors;
  const syncStarter = new SyncRunStarter(rows.syncRuns, jobs, clock);
  const loads = new ResourceLoadService({
    starter: syncStarter,
    catalog,
    connections,
    freshness: rows.freshness,
    leases,
    health,
    store: rows.store,
    statistics: new RecordStatisticsRepository(database),
    runs: rows.syncRuns,
    writes: rows.vendorWrites,
    database,
    metrics,
    tasks,
    clock,
  });
  const instanceReads = new InstanceReadService(catalog, rows.instances, rows.configuration);
  const freshness = new FreshnessService(catalog, rows.freshness, loads, connections, budgets, metrics, clock);
  const fetcher = new RecordFetchService(
    connections,
    leases,
    rows.absent,
    rows.freshness,
    rows.vendorWrites,
    rows.store,
    health,
    database,
    tasks,
    clock,
  );
  const lookup = new RecordLookupService(catalog, instanceReads, freshness, fetcher, tasks, clock);
  const records = new RecordReadService(catalog, rows.store, freshness, lookup);
  return { instanceReads, records, freshness, fetcher, loads, syncStarter };
}
