import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeSubgraphs } from '../../test/support/composition';
import { firstMessage, letGo } from '../parts/child-process';
import { forkModule, startContender, type StartedContender } from '../parts/contender';
import { installedVersion } from '../parts/contender-packages';
import { queryGraphql } from '../parts/graphql-client';
import { LoadGenerator } from '../parts/load-generator';
import type { Requests } from '../parts/requests';
import { firstDifference } from '../parts/same-answers';
import { databaseOf } from '../parts/side-by-side';
import { median, spreadOf } from '../parts/statistics';
import { answersTo, LIST, requestsOf } from '../parts/work';
import type { Section, SectionOptions, SectionResult } from '../section';

const ROUNDS = 5;
const QUICK_ROUNDS = 2;
const SECONDS = 2;
/** One request at a time: what is looked at is where its time goes. */
const CONNECTIONS = 1;

/** The list through Apollo's gateway, and what of its time the service itself takes. */
export const measureGateway: Section = async (options) => {
  const service = await startContender('elements', databaseOf(options));
  try {
    return await withGateway(service, (gatewayUrl, subgraphBody) =>
      measure({ gatewayUrl, subgraphBody, service }, options),
    );
  } finally {
    await service.stop();
  }
};

/** Starts a gateway over the service; with what it asks the service when it is asked for the list. */
async function withGateway(
  service: StartedContender,
  use: (url: string, subgraphBody: () => Promise<string>) => Promise<SectionResult>,
): Promise<SectionResult> {
  const folder = mkdtempSync(join(tmpdir(), 'elements-bench-gateway-'));
  const supergraph = join(folder, 'supergraph.graphql');
  writeFileSync(supergraph, await composeSupergraph(service));
  const child = forkModule('gateway', { SUPERGRAPH: supergraph });
  try {
    const url = await firstMessage<string>(child);
    return await use(url, () => firstMessage<string>(child));
  } finally {
    await letGo(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function composeSupergraph({ url, headers }: StartedContender): Promise<string> {
  const query = '{ _service { sdl } }';
  const { _service: service } = await queryGraphql<{ _service: { sdl: string } }>(
    url,
    headers.authorization ?? '',
    query,
    {},
  );
  return composeSubgraphs([{ name: 'elements', sdl: service.sdl, url }]).supergraphSdl;
}

interface Places {
  readonly gatewayUrl: string;
  readonly subgraphBody: () => Promise<string>;
  readonly service: StartedContender;
}

async function measure(places: Places, options: SectionOptions): Promise<SectionResult> {
  const { gatewayUrl, subgraphBody, service } = places;
  const through = { ...requestsOf(LIST, service, databaseOf(options), []), url: gatewayUrl };
  const asked = subgraphBody();
  const [direct, answer] = [requestsOf(LIST, service, databaseOf(options), []), await answersTo(through, 'elements')];
  const difference = firstDifference(await answersTo(direct, 'elements'), answer);
  if (difference !== null) throw new Error(`The gateway answers something else than the service: ${difference}.`);
  const times = await measureTimes(
    through,
    { ...direct, bodies: [await asked] },
    options.isQuick ? QUICK_ROUNDS : ROUNDS,
  );
  return toResult(times);
}

interface Times {
  readonly through: readonly number[];
  readonly direct: readonly number[];
}

/** Milliseconds a request, of each round. */
async function measureTimes(through: Requests, direct: Requests, rounds: number): Promise<Times> {
  const load = LoadGenerator.start();
  const time = async (requests: Requests): Promise<number> =>
    1_000 / (await load.measureRate(requests, SECONDS, CONNECTIONS));
  try {
    for (const requests of [through, direct]) await time(requests);
    const times = { through: [] as number[], direct: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      times.through.push(await time(through));
      times.direct.push(await time(direct));
    }
    return times;
  } finally {
    load.stop();
  }
}

function toResult({ through, direct }: Times): SectionResult {
  const share = spreadOf(direct.map((time, round) => (100 * time) / (through[round] ?? Number.NaN)));
  const spread = `(${share.min.toFixed(0)}–${share.max.toFixed(0)} %)`;
  return {
    title: `The list through @apollo/gateway ${installedVersion('@apollo/gateway')}, one request at a time`,
    measurements: [
      { what: 'a request, through the gateway', value: `${median(through).toFixed(1)} ms` },
      { what: 'what the gateway asks the service', value: `${median(direct).toFixed(1)} ms`, note: 'asked directly' },
      { what: "the service's share of the time", value: `${share.median.toFixed(0)} %`, note: spread, figure: share },
    ],
  };
}
