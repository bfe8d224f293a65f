import { RecordNotFoundError } from '../../errors';
import type { NotificationListener } from '../../persistence/notification-listener';
import { SYNC_RUNS_CHANNEL, type SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import type { RequestContext } from '../../request-context';
import type { SyncRunService } from './sync-run.service';

/** Tells of syncs as they go on, whichever replica they run on. */
export class SyncProgress {
  private readonly followers = new Map<string, Set<SyncRunFollower>>();

  constructor(
    private readonly listener: NotificationListener,
    private readonly runs: Pick<SyncRunService, 'findByIds'>,
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
    return follower;
  }

  async close(): Promise<void> {
    for (const follower of [...this.followers.values()].flatMap((each) => [...each])) await follower.return();
  }

  private drop(id: string, follower: SyncRunFollower): void {
    const others = this.followers.get(id);
    others?.delete(follower);
    if (others?.size === 0) this.followers.delete(id);
  }

  /** `<organization> <run>`; null: any of them may have gone on. */
  private hear(payload: string | null): void {
    const ids = payload === null ? [...this.followers.keys()] : [payload.split(' ')[1] ?? ''];
    for (const id of ids) for (const follower of this.followers.get(id) ?? []) follower.look();
  }
}

/** The states of one run. What happens while its consumer is busy is told as one. */
export class SyncRunFollower implements AsyncIterableIterator<SyncRunRow> {
  private hasNews = true;
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
      const run = await this.read();
      if (run === null || run.finishedAt !== null) await this.return();
      if (run !== null) return { done: false, value: run };
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
}
