import type { ComparisonServers } from '../comparison-servers-process';
import { firstMessage, forkTypescript } from '../parts/child-process';
import { measureLoad, median, type HttpLoad } from '../parts/http-load';
import { EXPENSES_PER_REPORT, REPORTS } from '../parts/list-data';
import type { SectionResult } from '../section';

const ROUNDS = 3;
const WARM_UP_SECONDS = 2;
const SECONDS = 3;

const LIST = `query List {
  reports(first: ${REPORTS}) {
    nodes {
      id name status createdAt submitterEmail
      total { amount currency }
      expenses(first: ${EXPENSES_PER_REPORT}) {
        nodes { id merchant description date billable reimbursable amount { amount currency } category { name } }
      }
    }
  }
}`;

interface Candidate {
  readonly what: string;
  readonly load: HttpLoad;
}

/** Requests a second of peers, measured in turns in the same run: the ratios count, not the numbers. */
export async function measureComparison(): Promise<SectionResult> {
  const child = forkTypescript('comparison-servers-process.ts', []);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  try {
    const candidates = candidatesOf(await firstMessage<ComparisonServers>(child));
    const rates = await measureInTurns(Object.values(candidates));
    return toResult(candidates, rates);
  } finally {
    child.disconnect();
    await exited;
  }
}

function candidatesOf(servers: ComparisonServers) {
  const headers = { 'content-type': 'application/json' };
  const list = (what: string, url: string): Candidate => {
    const { authorization } = servers;
    const body = JSON.stringify({ query: LIST });
    return { what: `list, ${what}`, load: { url, headers: { ...headers, authorization }, body } };
  };
  // Without credentials: those cost a statement, and this is about the least that a request takes.
  const typename = (what: string, url: string): Candidate => {
    return { what: `{ __typename }, ${what}`, load: { url, headers, body: '{"query":"{ __typename }"}' } };
  };
  return {
    bareList: list('node:http + pg + JSON.stringify', servers.bare),
    ourList: list('ours, compiled', servers.compiled),
    ourListInterpreted: list('ours, graphql-js', servers.graphqlJs),
    apolloList: list('Apollo standalone, defaults', servers.apolloStandalone),
    ourTypename: typename('ours', servers.compiled),
    apolloTypename: typename('Apollo standalone, defaults', servers.apolloStandalone),
  };
}

/** In turns, so that whatever else the machine does meets all of them. */
async function measureInTurns(candidates: readonly Candidate[]): Promise<Map<Candidate, number>> {
  for (const { load } of candidates) await measureLoad(load, WARM_UP_SECONDS);
  const rates = new Map<Candidate, number[]>(candidates.map((candidate) => [candidate, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const candidate of candidates) rates.get(candidate)?.push(await measureLoad(candidate.load, SECONDS));
  }
  return new Map([...rates].map(([candidate, all]) => [candidate, median(all)]));
}

function toResult(candidates: ReturnType<typeof candidatesOf>, rates: ReadonlyMap<Candidate, number>): SectionResult {
  const rateOf = (candidate: Candidate): number => rates.get(candidate) ?? Number.NaN;
  const ratio = (what: string, left: Candidate, right: Candidate, note: string) => {
    return { what, value: `× ${(rateOf(left) / rateOf(right)).toFixed(2)}`, note };
  };
  const { ourList, ourListInterpreted, apolloList, bareList, ourTypename, apolloTypename } = candidates;
  return {
    title: `Side by side: ${REPORTS} reports × ${EXPENSES_PER_REPORT} expenses from Postgres, and the least query`,
    measurements: [
      ...[...rates].map(([{ what }, rate]) => ({ what, value: rate.toFixed(0), note: 'requests a second' })),
      ratio('compiled to graphql-js', ourList, ourListInterpreted, 'same server'),
      ratio('list, ours to Apollo', ourList, apolloList, 'same schema and services'),
      ratio('{ __typename }, ours to Apollo', ourTypename, apolloTypename, 'the cost of a request'),
      ratio('list, ours to the limit', ourList, bareList, '1 is what Node and Postgres allow'),
    ],
  };
}
