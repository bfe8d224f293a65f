import { adapters } from '../../src/adapters/registry';
import { composeServices } from '../../src/compose/services';
import { createSilentLogger } from '../../src/logger';
import { Metrics } from '../../src/metrics';
import { createDataSource } from '../../src/persistence/data-source';
import { Database } from '../../src/persistence/database';
import { createRequestContext, type Caller } from '../../src/request-context';
import type { CalculateTaxCommand } from '../../src/services/tax/tax-commands';
import { FastClock } from './fast-clock';
import { ENCRYPTION_KEY } from './service-world';

/** What a replica in a process of its own is started with. */
export interface DyingCalculation {
  readonly databaseUrl: string;
  readonly sandboxOrigin: string;
  /** When its clock begins. */
  readonly now: number;
  readonly caller: Caller;
  readonly command: CalculateTaxCommand;
}

/** A replica that calculates one document, to be killed meanwhile. */
async function run({ databaseUrl, sandboxOrigin, now, caller, command }: DyingCalculation): Promise<void> {
  const dataSource = await createDataSource(databaseUrl).initialize();
  const logger = createSilentLogger();
  const { services } = composeServices({
    database: new Database(dataSource),
    adapters,
    encryptionKeys: [ENCRYPTION_KEY],
    sandboxOrigin,
    privateOrigins: [],
    metrics: new Metrics({ processMetrics: false }),
    logger,
    clock: new FastClock(1, now),
  });
  await services.taxDocuments.calculate(createRequestContext({ logger, caller }), command);
}

const given = process.env['DYING_CALCULATION'];
if (given !== undefined) void run(JSON.parse(given) as DyingCalculation);
