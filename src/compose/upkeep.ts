import { RecordPurgeRepository } from '../persistence/repositories/record-purge.repository';
import { HousekeepingService } from '../services/housekeeping.service';
import { KeyRotationService } from '../services/key-rotation.service';
import type { AgentParts } from './agents';
import type { ConsentParts } from './consents';
import type { ExportParts } from './exports';
import type { Foundation } from './foundation';
import type { PlatformDataParts } from './platform-data';
import type { WebhookParts } from './webhooks';

/** Subjects whose rows are forgotten, or encrypted with another key. */
export interface UpkeepDependencies {
  readonly agents: AgentParts;
  readonly consents: ConsentParts;
  readonly reportExports: ExportParts;
  readonly data: PlatformDataParts;
  readonly webhooks: WebhookParts;
}

/** What keeps the tables small, and their secrets under the present key. */
export interface UpkeepParts {
  readonly housekeeping: HousekeepingService;
  readonly keyRotation: KeyRotationService;
}

export function composeUpkeep(foundation: Foundation, dependencies: UpkeepDependencies): UpkeepParts {
  const { encryption, leases, database, tasks, clock, rows } = foundation;
  const { agents, consents, reportExports, data, webhooks } = dependencies;
  return {
    keyRotation: new KeyRotationService(
      rows.configuration,
      rows.idempotencyKeys,
      reportExports.rows,
      consents.rows,
      consents.vault,
      rows.carriedWrites,
      encryption,
    ),
    housekeeping: new HousekeepingService(
      rows.instances,
      new RecordPurgeRepository(database),
      rows.changeEvents,
      rows.vendorCalls,
      rows.vendorWrites,
      rows.vendorBudgets,
      leases,
      rows.absent,
      rows.idempotencyKeys,
      webhooks.channels,
      webhooks.deliveries,
      reportExports.retention,
      agents.upkeep,
      data.bulkRows,
      tasks,
      clock,
    ),
  };
}
