import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock';
import { RecordNotFoundError } from '../errors';
import type { NotificationListener } from '../persistence/notification-listener';
import type { RequestContext } from '../request-context';

/** Notices tell of progress at once; this is for when one was lost, with a connection that seemed to be open. */
const LOOK_EVERY_MS = 5_000;

/** What goes on for a while, and ends. */
interface Lasting {
  readonly finishedAt: Date | null;
}

/** How what goes on is found, and where its steps are told. */
export interface ProgressSource<Row extends Lasting> {
  /** Its payloads: `<organization> <id>`. */
  readonly channel: string;
  readonly typeName: string;
  /** In the order of the ids; null for what the caller does not see. */
  findByIds(context: RequestContext, ids: readonly string[]): Promise<(Row | null)[]>;
}

/** Tells of what goes on, whichever replica does it. */
export class Progress<Row extends Lasting> {
  private readonly followers = new Map<string, Set<ProgressFollower<Row>>>();
  /** Ends the watch; null while nobody follows. */
  private watching: AbortController | null = null;

  constructor(
    private readonly listener: Pick<NotificationListener, 'on' | 'start'>,
    private readonly source: ProgressSource<Row>,
    private readonly clock: Clock,
  ) {
    listener.on(source.channel, (payload) => this.hear(payload));
  }

  /** As it is, then at each step, until it has ended; throws a `RecordNotFoundError` for one that is not the caller's. */
  async follow(context: RequestContext, id: string): Promise<ProgressFollower<Row>> {
    this.listener.start();
    const read = async (): Promise<Row | null> => (await this.source.findByIds(context, [id]))[0] ?? null;
    if ((await read()) === null) throw new RecordNotFoundError(this.source.typeName, id, { path: ['id'] });
    const follower = new ProgressFollower<Row>(read, () => this.drop(id, follower));
    const others = this.followers.get(id) ?? new Set();
    this.followers.set(id, others.add(follower));
    if (this.watching === null) void this.watch((this.watching = new AbortController()).signal);
    return follower;
  }

  async close(): Promise<void> {
    for (const follower of [...this.followers.values()].flatMap((each) => [...each])) await follower.return();
  }

  private drop(id: string, follower: ProgressFollower<Row>): void {
    const others = this.followers.get(id);
    others?.delete(follower);
    if (others?.size === 0) this.followers.delete(id);
    if (this.followers.size > 0) return;
    this.watching?.abort();
    this.watching = null;
  }

  private async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
      if (!signal.aborted) this.hear(null);
    }
  }

  /** `<organization> <id>`; null: any of them may have gone on. */
  private hear(payload: string | null): void {
    const ids = payload === null ? [...this.followers.keys()] : [payload.split(' ')[1] ?? ''];
    for (const id of ids) for (const follower of this.followers.get(id) ?? []) follower.look();
  }
}

/** The states of one, each once. What happens while its consumer is busy is told as one. */
export class ProgressFollower<Row extends Lasting> implements AsyncIterableIterator<Row> {
  private hasNews = true;
  private told: Row | null = null;
  private ended = false;
  private wake: (() => void) | null = null;

  constructor(
    private readonly read: () => Promise<Row | null>,
    private readonly onEnd: () => void,
  ) {}

  look(): void {
    this.hasNews = true;
    this.wake?.();
  }

  async next(): Promise<IteratorResult<Row, undefined>> {
    while (!this.ended) {
      if (!this.hasNews) {
        await new Promise<void>((resolve) => (this.wake = resolve));
        continue;
      }
      this.hasNews = false;
      const run = await this.read().catch((error: unknown) => this.fail(error));
      if (run === null || run.finishedAt !== null) await this.return();
      if (run === null || isDeepStrictEqual(run, this.told)) continue;
      this.told = run;
      return { done: false, value: run };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Row, undefined>> {
    if (!this.ended) {
      this.ended = true;
      this.onEnd();
      this.wake?.();
    }
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async fail(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }
}
