import { systemClock } from '../../src/clock';
import { BilledDesk, type Ask } from './billed-desk';
import type { DeadlyLine, KillPoint } from './deadly-line';
import { requestGraphql } from './graphql-request';

const SYNC = `mutation ($id: ID!, $mode: SyncMode!) {
  syncInstance(input: { id: $id, mode: $mode }) { syncRun { id } errors { message } }
}`;

const STATE = `query ($id: ID!) { instance(id: $id) {
  status statusReason
  agent { pendingRequestCount sessions { endedAt } }
  syncRuns(first: 20) { nodes { id status error { message } } }
} }`;

interface State {
  readonly status: string;
  readonly statusReason: string | null;
  readonly agent: {
    readonly pendingRequestCount: number;
    readonly sessions: readonly { readonly endedAt: string | null }[];
  };
  readonly syncRuns: {
    readonly nodes: readonly {
      readonly id: string;
      readonly status: string;
      readonly error: { readonly message: string } | null;
    }[];
  };
}

export interface KilledDeskOptions {
  readonly line: DeadlyLine;
  readonly authorization: string;
  /** How the books are read in each session. */
  readonly mode: 'INCREMENTAL' | 'FULL';
  /** In the company file. Default: a small company. */
  readonly expenses?: number;
}

/** What came of one death. */
export interface KilledSession {
  /** The SOAP method that the service was killed at; null: the session has not as many calls. */
  readonly method: string | null;
  /** What was lost, doubled, or left hanging, a line each. */
  readonly wrong: readonly string[];
}

/** So many runs of the Web Connector take whatever a death has left, and find nothing more. */
const MOST_RUNS = 5;

/**
 * A computer with QuickBooks whose Web Connector goes on calling, whatever becomes of the service. Each death is one within a
 * session that has a bill to book and the books to read. The service lets one agent sign in thirty times a minute: a desk is
 * good for nine deaths.
 */
export class KilledDesk {
  private bills = 0;

  private constructor(
    private readonly options: KilledDeskOptions,
    private readonly ask: Ask,
    private readonly desk: BilledDesk,
  ) {}

  static async open(options: KilledDeskOptions): Promise<KilledDesk> {
    const ask = asker(options);
    const { expenses } = options;
    const clocks = { clock: systemClock, connectorClock: systemClock };
    return new KilledDesk(options, ask, await BilledDesk.open({ ask, ...clocks, expenses }));
  }

  async dieAt(point: KillPoint): Promise<KilledSession> {
    const { line, mode } = this.options;
    const { desk } = this;
    const before = desk.booked;
    const number = `K-${(this.bills += 1)}`;
    const write = await desk.queueBill(number);
    const { syncInstance } = await this.ask<{ readonly syncInstance: { readonly syncRun: { readonly id: string } } }>(
      SYNC,
      { id: desk.instanceId, mode },
    );
    line.killAt(point);
    await desk.connector.runOnce();
    const method = line.killedAt;
    const later = await desk.connector.runUntilIdle(MOST_RUNS);
    const wrong = [
      ...later.flatMap(({ outcome, message }) => (outcome === 'FAILED' ? [`a later run failed: ${message}`] : [])),
      ...(later.at(-1)?.outcome === 'NOTHING_TO_DO' ? [] : [`${later.length} runs left something to do`]),
      ...(desk.booked - before === 1 ? [] : [`the bill was booked ${desk.booked - before} times`]),
      ...(await this.wrongWithWrite(write, number)),
      ...(await this.wrongWithInstance(syncInstance.syncRun.id)),
    ];
    return { method, wrong };
  }

  close(): Promise<void> {
    return this.desk.close();
  }

  private async wrongWithWrite(id: string, number: string): Promise<string[]> {
    const { desk } = this;
    const { status, error } = await desk.writeOf(id);
    const bills = await desk.bills();
    const shown = bills.filter(({ documentNumber }) => documentNumber === number).length;
    const inGraph = bills.map(({ remoteId }) => remoteId).sort();
    const atDesk = [...desk.company.desk.ids('Bill')].sort();
    return [
      ...(status === 'SUCCEEDED' ? [] : [`the write is ${status}: ${error?.message}`]),
      ...(shown === 1 ? [] : [`the bill is in the graph ${shown} times`]),
      ...(inGraph.join() === atDesk.join()
        ? []
        : [`the graph has ${inGraph.length} bills, the books ${atDesk.length}`]),
    ];
  }

  private async wrongWithInstance(runId: string): Promise<string[]> {
    const { instance } = await this.ask<{ readonly instance: State }>(STATE, { id: this.desk.instanceId });
    const { status, statusReason, agent, syncRuns } = instance;
    const run = syncRuns.nodes.find(({ id }) => id === runId);
    const atWork = syncRuns.nodes.filter((one) => ['QUEUED', 'RUNNING'].includes(one.status)).length;
    const hanging = agent.sessions.filter(({ endedAt }) => endedAt === null).length;
    return [
      ...(status === 'ACTIVE' ? [] : [`the instance is ${status}: ${statusReason}`]),
      ...(run?.status === 'SUCCEEDED' ? [] : [`the run is ${run?.status}: ${run?.error?.message}`]),
      ...(atWork === 0 ? [] : [`${atWork} runs have not ended`]),
      ...(agent.pendingRequestCount === 0 ? [] : [`${agent.pendingRequestCount} requests wait`]),
      ...(hanging === 0 ? [] : [`${hanging} sessions are under way`]),
    ];
  }
}

function asker({ line, authorization }: KilledDeskOptions): Ask {
  return async <Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
    const { data, errors } = await requestGraphql(`${line.url}/graphql`, { query, variables }, { authorization });
    if (errors !== undefined) throw new Error(`An answer with errors: ${JSON.stringify(errors)}`);
    return data as Data;
  };
}
