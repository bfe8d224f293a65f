import pino from 'pino';
import { startBenchService, type BenchService } from '../parts/bench-service';
import { queryGraphql } from '../parts/graphql-client';
import { startSandbox } from '../parts/sandbox';
import type { Measurement, SectionResult } from '../section';

/** Two years of a company of forty, as `npm start` has them. */
const REPORTS = 480;
const LOOK_EVERY_MS = 100;
const GIVE_UP_MS = 10 * 60_000;

const QUERY = `query ReportsWithPeople($id: ID!) {
  instance(id: $id) {
    name
    reports(first: 20) {
      totalCount
      freshness { state fetchedAt }
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        name
        status
        total { amount currency }
        submitter { name email }
        policy { name }
        expenses(first: 3) {
          totalCount
          nodes { merchant date amount { amount currency } category { name } }
        }
      }
    }
  }
}`;

const STATES = `query States($id: ID!) {
  instance(id: $id) {
    reports(first: 1) { freshness { state } }
    policies(first: 1) { freshness { state } }
  }
}`;

interface RequestLine {
  readonly operationName: string;
  readonly sqlStatements: number;
  readonly vendorCalls: number;
  readonly durationMs: number;
}

interface Answer {
  readonly instance: { readonly reports: { readonly nodes: readonly object[] } };
}

type States = {
  readonly instance: Readonly<Record<'reports' | 'policies', { readonly freshness: { readonly state: string } }>>;
};

/** The query of the README on a new instance, with the vendor's real limits and in real time; then again. */
export async function measureFirstQuery(): Promise<SectionResult> {
  const lines: RequestLine[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void keepRequestLine(lines, line) });
  const sandbox = await startSandbox({ reports: REPORTS, limits: 'vendor' });
  const service = await startBenchService({ logger, sandboxOrigins: [sandbox.origin] });
  try {
    return {
      title: 'The first query of a new instance',
      measurements: await measure(service, sandbox.configuration, lines),
    };
  } finally {
    await service.close();
    sandbox.stop();
  }
}

async function measure(
  service: BenchService,
  configuration: Readonly<Record<string, string>>,
  lines: readonly RequestLine[],
): Promise<Measurement[]> {
  const url = await service.serve('compiled');
  const id = await service.provision('expensify', configuration);
  const provisioningCalls = await countVendorCalls(service);
  const ask = <Data>(query: string): Promise<Data> => queryGraphql<Data>(url, service.authorization, query, { id });
  const startedAt = performance.now();
  const since = (): string => `${Math.round(performance.now() - startedAt)} ms`;
  const { instance } = await ask<Answer>(QUERY);
  const answered = since();
  const [first] = lines;
  await untilFresh(() => ask<States>(STATES));
  const complete = since();
  const calls = (await countVendorCalls(service)) - provisioningCalls;
  for (let again = 0; again < 20; again++) await ask(QUERY);
  const warm = lines.at(-1);
  return [
    { what: 'until the first answer', value: answered, note: `${instance.reports.nodes.length} reports in it` },
    { what: 'vendor calls until then', value: String(first?.vendorCalls), note: 'of the request; more go on behind' },
    { what: 'SQL statements of it', value: String(first?.sqlStatements), note: 'storing what was read included' },
    { what: 'until all is FRESH', value: complete, note: `reports and policies, under the vendor's limits` },
    { what: 'vendor calls in all', value: String(calls), note: 'beside those of provisioning' },
    { what: 'SQL statements, later on', value: String(warm?.sqlStatements), note: `${warm?.vendorCalls} vendor calls` },
    { what: 'time in the graph, later on', value: `${warm?.durationMs} ms` },
  ];
}

function keepRequestLine(lines: RequestLine[], text: string): void {
  const line = JSON.parse(text) as RequestLine & { readonly msg: string };
  if (line.msg === 'graphql request') lines.push(line);
}

async function untilFresh(ask: () => Promise<States>): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (;;) {
    const { reports, policies } = (await ask()).instance;
    if (reports.freshness.state === 'FRESH' && policies.freshness.state === 'FRESH') return;
    if (performance.now() > giveUpAt) throw new Error('The lists did not become fresh within ten minutes.');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function countVendorCalls({ parts, dataSource }: BenchService): Promise<number> {
  await parts.flushCallLog();
  const [row] = (await dataSource.query('SELECT count(*)::int AS calls FROM vendor_calls')) as { calls: number }[];
  return row?.calls ?? 0;
}
