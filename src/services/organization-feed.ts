import type { Clock } from '../clock';
import type { ChangeEventRepository } from '../persistence/repositories/change-event.repository';
import type { RequestContext } from '../request-context';
import type { ChangeEvent } from './change-event';
import type { ChangeSubscription } from './change-subscription';

export type ChangeEventReads = Pick<ChangeEventRepository, 'listAfter' | 'latestId'>;

const PAGE = 500;
/** Notices tell of changes at once; this is for when one was lost, with a connection that seemed to be open. */
const LOOK_EVERY_MS = 5_000;

/** Reads the changes of one organization once for all who listen to them in this process. */
export class OrganizationFeed {
  private readonly live = new Set<ChangeSubscription>();
  /** Subscriptions that have not ended, live or reading on. */
  private open = 0;
  /** Of the last event that was handed to the live ones; undefined until it has begun. */
  private position: string | null | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private noticed = false;
  private watching = false;
  private pause: AbortController | null = null;

  constructor(
    private readonly context: RequestContext,
    private readonly organizationId: string,
    private readonly events: ChangeEventReads,
    private readonly clock: Clock,
  ) {}

  get isIdle(): boolean {
    return this.open === 0;
  }

  begin(): void {
    this.open += 1;
    if (this.watching) return;
    this.watching = true;
    void this.watch();
  }

  end(subscription: ChangeSubscription): void {
    this.live.delete(subscription);
    this.open -= 1;
    if (this.isIdle) this.pause?.abort();
  }

  /** There may be something new. */
  look(): void {
    this.noticed = true;
    this.pause?.abort();
  }

  /**
   * Gives a subscription the next events behind its position, and makes it live once there are no more. Nothing is read
   * for the live ones meanwhile, so that no event can fall between the two.
   */
  catchUp(subscription: ChangeSubscription): Promise<void> {
    return this.inTurn(async () => {
      await this.readOn();
      const shared = this.position ?? null;
      if (shared === null || subscription.position === null) return this.join(subscription);
      const page = await this.list(subscription.position);
      // What lies behind the shared position is what all live ones are about to be given.
      const missed = page.filter(({ id }) => id <= shared);
      const hasTakenAll = missed.every((event) => subscription.push(event));
      if (hasTakenAll && missed.length < PAGE) this.join(subscription);
    });
  }

  private join(subscription: ChangeSubscription): void {
    if (subscription.hasEnded) return;
    subscription.position = this.position ?? null;
    subscription.isLive = true;
    this.live.add(subscription);
  }

  private async readOn(): Promise<void> {
    if (this.position === undefined || this.live.size === 0) {
      this.position = await this.events.latestId(this.context, this.organizationId);
      return;
    }
    for (let page = await this.list(this.position); page.length > 0; page = await this.list(this.position)) {
      for (const event of page) this.hand(event);
      this.position = page.at(-1)!.id;
      if (page.length < PAGE) return;
    }
  }

  private hand(event: ChangeEvent): void {
    for (const subscription of this.live) {
      if (subscription.push(event)) continue;
      subscription.isLive = false;
      this.live.delete(subscription);
    }
  }

  private list(afterId: string | null): Promise<readonly ChangeEvent[]> {
    return this.events.listAfter(this.context, this.organizationId, {}, afterId, PAGE);
  }

  /** Looks when it was told to, and now and then. */
  private async watch(): Promise<void> {
    while (!this.isIdle) {
      if (!this.noticed) await this.wait();
      if (this.isIdle) break;
      this.noticed = false;
      await this.inTurn(() => this.readOn()).catch((error: unknown) => this.tellFailure(error));
    }
    this.watching = false;
  }

  private async wait(): Promise<void> {
    const pause = new AbortController();
    this.pause = pause;
    await this.clock.sleep(LOOK_EVERY_MS, pause.signal).catch(() => undefined);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private tellFailure(error: unknown): void {
    this.context.logger.warn({ err: error }, 'changes could not be read; reading again soon');
  }
}
