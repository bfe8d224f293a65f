import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../clock';
import { RecordNotFoundError } from '../../errors';
import type { NotificationListener } from '../../persistence/notification-listener';
import { SYNC_RUNS_CHANNEL, type SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import type { RequestContext } from '../../request-context';
import type { SyncRunService } from './sync-run.service';

/** Notices tell of progress at once; this is for when one was lost, with a connection that seemed to be open. */
const LOOK_EVERY_MS = 5_000;

/** Tells of syncs as they go on, whichever replica they run on. */
export class SyncProgress {
  private readonly followers = new Map<string, Set<SyncRunFollower>>();
  /** Ends the watch; null while nobody follows. */
  private watching: AbortController | null = null;

  constructor(
    private readonly listener: Pick<NotificationListener, 'on' | 'start'>,
    private readonly runs: Pick<SyncRunService, 'findByIds'>,
    private readonly clock: Clock,
  ) {
    listener.on(SYNC_RUNS_CHANNEL, (payload) => this.hear(payload));
  }

  /** The run as it is, then at each step, until it has ended; throws a `RecordNotFoundError` for one that is not the caller's. */
  async follow(context: RequestContext, id: string): Promise<SyncRunFollower> {
    this.listener.start();
    const read = async (): Promise<SyncRunRow | null> => (await this.runs.findByIds(context, [id]))[0] ?? null;
    if ((await read()) === null) throw new RecordNotFoundError('SyncRun', id, { path: ['id'] });
    const follower = new SyncRunFollower(read, () => this.drop(id, follower));
    const others = this.followers.get(id) ?? new Set();
    this.followers.set(id, others.add(follower));
    if (this.watching === null) void this.watch((this.watching = new AbortController()).signal);
    return follower;
  }

  async close(): Promise<void> {
    for (const follower of [...this.followers.values()].flatMap((each) => [...each])) await follower.return();
  }

  private drop(id: string, follower: SyncRunFollower): void {
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

  /** `<organization> <run>`; null: any of them may have gone on. */
  private hear(payload: string | null): void {
    const ids = payload === null ? [...this.followers.keys()] : [payload.split(' ')[1] ?? ''];
    for (const id of ids) for (const follower of this.followers.get(id) ?? []) follower.look();
  }
}

/** The states of one run, each once. What happens while its consumer is busy is told as one. */
export class SyncRunFollower implements AsyncIterableIterator<SyncRunRow> {
  private hasNews = true;
  private told: SyncRunRow | null = null;
  private ended = false;
  private wake: (() => void) | null = null;

  constructor(
    private readonly read: () => Promise<SyncRunRow | null>,
    private readonly onEnd: () => void,
  ) {}

  look(): void {
    this.hasNews = true;
    this.wake?.();
  }

  async next(): Promise<IteratorResult<SyncRunRow, undefined>> {
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

  async return(): Promise<IteratorResult<SyncRunRow, undefined>> {
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
