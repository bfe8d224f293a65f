import type { Client } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../clock';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 10_000;

export interface NotificationListenerOptions {
  /** A connection of its own: one of the pool's would be handed on, and its notices lost. */
  readonly createClient: () => Client;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Null: what was told while there was no connection is lost, and whoever listens has to look for itself. */
export type NoticeHandler = (payload: string | null) => void;

/** Hears Postgres' NOTIFY over one connection, and comes back by itself when that is lost. */
export class NotificationListener {
  private readonly handlers = new Map<string, NoticeHandler>();
  private readonly stopping = new AbortController();
  private connected: Client | null = null;
  private running: Promise<void> | null = null;
  private listening = false;

  constructor(private readonly options: NotificationListenerOptions) {}

  /** To be called before it starts. A channel's name is ours, not a caller's: it stands in the statement as it is. */
  on(channel: string, handler: NoticeHandler): void {
    this.handlers.set(channel, handler);
  }

  /** Whether all that is told from now on is heard, as far as the connection shows. */
  get isListening(): boolean {
    return this.listening;
  }

  /** Begins to listen; does nothing when it has begun. */
  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('The listener is stopping.'));
    // One that is still connecting must not be ended: it would neither connect nor fail. It ends itself, once it has.
    await this.connected?.end().catch(() => undefined);
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      const reason = await this.listen(() => (failures = 0));
      if (this.stopping.signal.aborted) return;
      this.options.logger.warn({ reason }, 'the connection that listens for changes was lost; connecting again');
      await this.pause(Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS));
      failures += 1;
    }
  }

  /** Resolves with the reason once the connection has ended, or did not come about. */
  private async listen(onConnected: () => void): Promise<string> {
    const client = this.options.createClient();
    let reason = 'it was closed';
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
    client.once('end', () => (this.listening = false));
    client.on('error', (error) => {
      this.listening = false;
      reason = error.message;
    });
    client.on('notification', ({ channel, payload }) => this.handlers.get(channel)?.(payload ?? ''));
    try {
      await client.connect();
      this.connected = client;
      if (this.stopping.signal.aborted) return reason;
      for (const channel of this.handlers.keys()) await client.query(`LISTEN ${channel}`);
      onConnected();
      for (const handler of this.handlers.values()) handler(null);
      // The handlers first: what they have kept is from before.
      this.listening = true;
      await ended;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    } finally {
      this.listening = false;
      this.connected = null;
      await client.end().catch(() => undefined);
    }
    return reason;
  }

  private async pause(ms: number): Promise<void> {
    await this.options.clock.sleep(ms, this.stopping.signal).catch(() => undefined);
  }
}
