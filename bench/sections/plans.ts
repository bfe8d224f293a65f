import { Client } from 'pg';
import { createSilentLogger } from '../../src/logger';
import { Metrics } from '../../src/metrics';
import type { Statement } from '../../src/persistence/database';
import { openDatabase } from '../../src/persistence/open-database';
import { composeBenchServices, serveGraph } from '../parts/bench-service';
import { queryGraphql } from '../parts/graphql-client';
import { ObservedDatabase } from '../parts/observed-database';
import { explain, type QueryPlan } from '../parts/query-plan';
import { CONDITIONS, nameOf, ordersOf, PAGE, PAGE_SIZE } from '../parts/report-pages';
import type { SeededDatabase } from '../parts/seeded-database';
import type { Section, SectionResult } from '../section';
import { TARGETS } from '../targets';

const SHOWN = 5;
/** Of all reports: an index that is read so far is no way to find a page. */
const LARGE_SHARE = 0.1;

interface PlanOfList {
  readonly name: string;
  readonly plan: QueryPlan;
}

/** How Postgres finds the first page of every filter and order among many reports: by an index, never by a scan. */
export const measurePlans: Section = async ({ databases: { large } }) => {
  if (large === undefined) throw new Error('This section reads a seeded database.');
  return toResult(await findPlans(large), large);
};

/** Asks the service in this process, and has what it asked explained. */
async function findPlans({ databaseUrl, authorization }: SeededDatabase): Promise<PlanOfList[]> {
  const logger = createSilentLogger();
  const dataSource = await openDatabase(databaseUrl);
  const database = new ObservedDatabase(dataSource);
  const metrics = new Metrics({ processMetrics: false });
  const parts = composeBenchServices({ database, metrics, logger });
  const served = await serveGraph(parts, metrics, logger);
  const client = new Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    return await explainAll(served.url, authorization, database, client);
  } finally {
    await client.end();
    await served.close();
    await parts.close();
    await dataSource.destroy();
  }
}

async function explainAll(
  url: string,
  authorization: string,
  database: ObservedDatabase,
  client: Client,
): Promise<PlanOfList[]> {
  const plans: PlanOfList[] = [];
  for (const condition of CONDITIONS) {
    for (const order of ordersOf(condition)) {
      database.take();
      await queryGraphql(url, authorization, PAGE, { first: PAGE_SIZE, filter: condition.filter, orderBy: order });
      for (const statement of database.take().filter(readsReports)) {
        plans.push({ name: nameOf(condition, order), plan: await explain(client, statement) });
      }
    }
  }
  return plans;
}

function readsReports({ text }: Statement): boolean {
  return /\bFROM reports\b/.test(text);
}

function toResult(plans: readonly PlanOfList[], { reports }: SeededDatabase): SectionResult {
  const scans = plans.filter(({ plan }) => plan.steps.some(isScan));
  const wide = plans.filter(({ plan }) => rowsOf(plan) > reports * LARGE_SHARE);
  const used = new Set(plans.flatMap(({ plan }) => plan.steps.flatMap(({ index }) => index ?? [])));
  const byRows = plans.toSorted((left, right) => rowsOf(right.plan) - rowsOf(left.plan));
  return {
    title: `Plans of first pages among ${reports.toLocaleString('en')} reports, every filter and order`,
    measurements: [
      { what: 'statements explained', value: String(plans.length), note: `by ${used.size} indexes` },
      {
        what: 'with a sequential scan of reports',
        value: String(scans.length),
        figure: { median: scans.length, target: TARGETS.plans.sequentialScans },
      },
      {
        what: `that read over ${LARGE_SHARE * 100} % of the reports, by an index`,
        value: String(wide.length),
        figure: { median: wide.length, target: TARGETS.plans.wideReads },
      },
      { what: 'most rows read for a page', value: rowsOf(byRows[0]!.plan).toLocaleString('en'), note: byRows[0]?.name },
      ...byRows.slice(0, SHOWN).map(({ name, plan }) => ({ what: `  ${name}`, value: describe(plan) })),
      ...plans
        .filter(({ name }) => /^deep, by CREATED/.test(name))
        .map(({ name, plan }) => ({ what: `  ${name}`, value: describe(plan) })),
    ],
    failures: scans.map(({ name }) => `A sequential scan: ${name}.`),
    files: { 'plans.txt': byRows.map(({ name, plan }) => `### ${name}\n${plan.text}\n\n`).join('') },
  };
}

function isScan({ kind, table, wasTaken }: QueryPlan['steps'][number]): boolean {
  return wasTaken && /Seq Scan/.test(kind) && (table === 'reports' || table === 'expenses');
}

/** Of the tables and indexes; what is done with them afterwards reads nothing. */
function rowsOf({ steps }: QueryPlan): number {
  return Math.max(
    ...steps.filter(({ table, index }) => table !== null || index !== null).map(({ rowsRead }) => rowsRead),
  );
}

function describe(plan: QueryPlan): string {
  const indexes = new Set(plan.steps.flatMap(({ index }) => index ?? []));
  return `${plan.milliseconds.toFixed(1)} ms, ${rowsOf(plan).toLocaleString('en')} rows, ${[...indexes].join(', ')}`;
}
