import { adapters } from '../../src/adapters/registry';
import { createSilentLogger } from '../../src/logger';
import { encodeRecordId } from '../../src/record-id';
import { startBenchService, type BenchService } from '../parts/bench-service';
import { queryGraphql } from '../parts/graphql-client';
import { entitiesBody, reportBody } from '../parts/queries';
import { startSandbox, type BenchSandbox } from '../parts/sandbox';
import type { Section } from '../section';
import { TARGETS } from '../targets';

const ELEMENT = 'expensify';
const INSTANCES = 3;
const REFERENCES = 1_000;
const CLIENTS = 100;

/** What vendors are asked for when a gateway, or many clients at once, want what is not in our copy. */
export const measureVendorCalls: Section = async () => {
  const perInstance = Math.ceil(REFERENCES / INSTANCES);
  const sandbox = await startSandbox({ reports: perInstance + 1, limits: 'off' });
  const service = await startBenchService({
    logger: createSilentLogger(),
    sandboxOrigins: [sandbox.origin],
    // What is counted is how often a vendor is asked, not how long that has to wait.
    adapters: adapters.map((adapter) => ({ ...adapter, requestLimits: [] })),
  });
  try {
    const { references, clients } = await count(service, sandbox, perInstance);
    return {
      title: 'Vendor calls for what is not in our copy',
      measurements: [
        {
          what: `${REFERENCES.toLocaleString('en')} references to reports of ${INSTANCES} instances`,
          value: exportsText(references),
          figure: { median: references, target: TARGETS.vendorCalls.exportsOfThreeInstances },
        },
        {
          what: `${CLIENTS} clients ask for the same report`,
          value: exportsText(clients),
          figure: { median: clients, target: TARGETS.vendorCalls.exportsForHundredClients },
        },
      ],
    };
  } finally {
    await service.close();
    sandbox.stop();
  }
};

/** Exports of each. */
async function count(service: BenchService, sandbox: BenchSandbox, perInstance: number) {
  const url = await service.serve('compiled');
  const reportIds = (await sandbox.ask('snapshot')).map(({ id }) => id);
  const instanceIds: string[] = [];
  while (instanceIds.length < INSTANCES) instanceIds.push(await service.provision(ELEMENT, sandbox.configuration));
  const idsOf = (instanceId: string): string[] => reportIds.map((id) => encodeRecordId('REPORT', instanceId, id));
  const wanted = instanceIds.flatMap((instanceId) => idsOf(instanceId).slice(0, perInstance)).slice(0, REFERENCES);
  const references = await exportsOf(service, async () => {
    const { _entities: found } = await ask<{ _entities: unknown[] }>(url, service, entitiesBody(wanted));
    const missing = found.filter((one) => one === null).length;
    if (missing > 0) throw new Error(`${missing} of the reports were not found.`);
  });
  const [another = ''] = idsOf(instanceIds[0] ?? '').slice(perInstance);
  const clients = await exportsOf(service, async () => {
    const all = Array.from({ length: CLIENTS }, () => ask<{ report: unknown }>(url, service, reportBody(another)));
    if ((await Promise.all(all)).some(({ report }) => report === null)) throw new Error('The report was not found.');
  });
  return { references, clients };
}

function ask<Data>(url: string, { authorization }: BenchService, body: string): Promise<Data> {
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
  return queryGraphql<Data>(url, authorization, query, variables);
}

/** Jobs that the vendor was given meanwhile to write a file, each of which is fetched by one call more. */
async function exportsOf(service: BenchService, work: () => Promise<void>): Promise<number> {
  const before = await countExports(service);
  await work();
  return (await countExports(service)) - before;
}

async function countExports({ parts, dataSource }: BenchService): Promise<number> {
  await parts.flushCallLog();
  const rows = (await dataSource.query(
    `SELECT count(*)::int AS count FROM vendor_calls WHERE purpose LIKE '%.export'`,
  )) as { count: number }[];
  return rows[0]?.count ?? 0;
}

function exportsText(exported: number): string {
  return `${exported} export${exported === 1 ? '' : 's'}`;
}
