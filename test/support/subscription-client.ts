import { type Client, type FormattedExecutionResult, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface ClientOptions {
  readonly url: string;
  /** In the payload of `connection_init`; none when absent. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Of the HTTP request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a client got of one subscription. */
export class Listening {
  private readonly results: FormattedExecutionResult[] = [];
  private waiting: (() => void)[] = [];
  private taken = 0;
  /** Resolves when it has ended: with null, or with what ended it. */
  readonly ended: Promise<unknown>;
  readonly stop: () => void;

  constructor(client: Client, query: string, variables?: Record<string, unknown>) {
    let end: (reason: unknown) => void;
    this.ended = new Promise((resolve) => (end = resolve));
    this.stop = client.subscribe(
      { query, ...(variables && { variables }) },
      {
        next: (result) => {
          this.results.push(result as FormattedExecutionResult);
          for (const wake of this.waiting.splice(0)) wake();
        },
        error: (error) => end(error),
        complete: () => end(null),
      },
    );
  }

  /** The next results, as many as are asked for. */
  async take(count: number): Promise<FormattedExecutionResult[]> {
    while (this.results.length < this.taken + count) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.taken += count;
    return this.results.slice(this.taken - count, this.taken);
  }

  /** Whatever came and was not taken. */
  get rest(): readonly FormattedExecutionResult[] {
    return this.results.slice(this.taken);
  }
}

/** A client of the protocol's own library, that does not connect again by itself. */
export function createSubscriptionClient({ url, payload, headers }: ClientOptions): Client {
  class SocketWithHeaders extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, { headers: { ...headers } });
    }
  }
  return createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: SocketWithHeaders,
    retryAttempts: 0,
    ...(payload && { connectionParams: { ...payload } }),
  });
}
