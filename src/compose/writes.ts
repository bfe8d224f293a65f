import { InstanceAgentRepository } from '../persistence/repositories/instance-agent.repository';
import { IdempotencyService } from '../services/idempotency.service';
import { CarriedRequests } from '../services/writes/carried-request';
import { VendorWriteLogService } from '../services/writes/vendor-write-log.service';
import { VendorWriteService } from '../services/writes/vendor-write.service';
import { type AgentFactsSource, WriteQueue } from '../services/writes/write-queue';
import { WriteSettler } from '../services/writes/write-settler';
import { WriteTurns } from '../services/writes/write-turns';
import { WrittenRecordsService } from '../services/writes/written-records.service';
import type { Foundation } from './foundation';
import type { RecordParts } from './records';
import type { VendorParts } from './vendors';

/** Changes at vendors. */
export interface WriteParts {
  readonly idempotency: IdempotencyService;
  readonly service: VendorWriteService;
  readonly log: VendorWriteLogService;
  /** Requests that an agent carries to the vendor. */
  readonly requests: CarriedRequests;
  /** What becomes of a write when an agent has brought the vendor's answer. */
  readonly settler: WriteSettler;
}

export function composeWrites(
  foundation: Foundation,
  { connections, health }: VendorParts,
  { instanceReads, freshness, fetcher }: RecordParts,
): WriteParts {
  const { catalog, encryption, leases, database, tasks, clock, rows } = foundation;
  const { vendorWrites, store } = rows;
  const idempotency = new IdempotencyService(rows.idempotencyKeys, encryption, clock);
  const written = new WrittenRecordsService(catalog, store, rows.freshness, freshness, fetcher, database, tasks, clock);
  const requests = new CarriedRequests(encryption);
  const service = new VendorWriteService({
    catalog,
    instances: instanceReads,
    connections,
    health,
    idempotency,
    writes: vendorWrites,
    written,
    turns: new WriteTurns(leases, clock),
    queue: new WriteQueue(connections, agentFactsOf(foundation), rows.carriedWrites, requests, database, clock),
    database,
    tasks,
    clock,
  });
  return {
    idempotency,
    service,
    log: new VendorWriteLogService(instanceReads, vendorWrites),
    requests,
    settler: new WriteSettler({ health, writes: vendorWrites, written, database, clock }),
  };
}

function agentFactsOf({ database }: Foundation): AgentFactsSource {
  const agents = new InstanceAgentRepository(database);
  return {
    factsOf: async (of, instanceId) => (await agents.findByInstances(of, [instanceId]))[0]?.facts ?? {},
  };
}
