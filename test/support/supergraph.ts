import { type ComposedSubgraph, composeSubgraphs } from './composition';
import { FastClock } from './fast-clock';
import { requestGraphql, type GraphqlAnswer } from './graphql-request';
import { HR_SDL, serveHrSubgraph, type HrPerson } from './hr-subgraph';
import { LEDGER_SDL, serveLedgerSubgraph } from './ledger-subgraph';
import { createRequestLog, type RequestLog } from './request-log';
import type { ServedGraphql } from './served-graphql';
import type { Tenant } from './service-world';
import { startTestService, type TestService } from './test-service';

/** Serves a composed supergraph; its subgraphs are asked at the URLs that it names. */
export type StartGateway = (supergraphSdl: string) => Promise<ServedGraphql>;

/** The whole service, a personnel directory and a ledger, behind a gateway. */
export interface Supergraph {
  readonly service: TestService;
  readonly requests: RequestLog;
  /** People of the directory, and what the ledger has booked: a test fills them. */
  readonly people: HrPerson[];
  readonly bookedReportIds: string[];
  ask(tenant: Pick<Tenant, 'authorization'> | null, query: string, variables?: object): Promise<GraphqlAnswer>;
  close(): Promise<void>;
}

export async function startSupergraph(
  startGateway: StartGateway,
  options: { readonly reports: number },
): Promise<Supergraph> {
  const requests = createRequestLog();
  // Slow enough that leases and waits outlast what a busy machine takes to store a span.
  const service = await startTestService({ ...options, clock: new FastClock(15), logger: requests.logger });
  const people: HrPerson[] = [];
  const bookedReportIds: string[] = [];
  const hr = await serveHrSubgraph(people);
  const ledger = await serveLedgerSubgraph(bookedReportIds);
  const { supergraphSdl } = composeSubgraphs([
    { name: 'elements', sdl: await readSdl(service), url: `${service.url}/graphql` },
    { name: 'hr', sdl: HR_SDL, url: hr.url },
    { name: 'ledger', sdl: LEDGER_SDL, url: ledger.url },
  ] satisfies ComposedSubgraph[]);
  const gateway = await startGateway(supergraphSdl);
  return {
    service,
    requests,
    people,
    bookedReportIds,
    ask: (tenant, query, variables) =>
      requestGraphql(gateway.url, { query, variables }, tenant === null ? {} : { authorization: tenant.authorization }),
    async close() {
      for (const each of [gateway, ledger, hr, service]) await each.close();
    },
  };
}

/** As a gateway's registry does: without credentials. */
async function readSdl(service: TestService): Promise<string> {
  const { data } = await service.query<{ _service: { sdl: string } }>(null, '{ _service { sdl } }');
  if (!data) throw new Error('The service does not show its SDL.');
  return data._service.sdl;
}
