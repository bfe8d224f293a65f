import type { Clock } from '../clock';
import type { NotificationListener } from '../persistence/notification-listener';
import type { RequestContext } from '../request-context';
import { CHANGE_EVENTS_CHANNEL, type ChangeEvent } from './change-event';
import { ChangeSubscription } from './change-subscription';
import { type ChangeEventReads, OrganizationFeed } from './organization-feed';

export interface ChangeFeedOptions {
  readonly events: ChangeEventReads;
  /** Started for the first who listens. */
  readonly listener: NotificationListener;
  /** Of the process: what is read is read for all who listen. */
  readonly context: RequestContext;
  readonly clock: Clock;
}

export interface SubscribeOptions {
  /** Begin behind this event; without it, with what is recorded from now on. */
  readonly afterId?: string | null;
  readonly matches?: (event: ChangeEvent) => boolean;
  /** Events kept for a consumer that is busy; beyond, it reads them again later. */
  readonly capacity?: number;
}

/**
 * What changes, as it is recorded by any replica. NOTIFY only says that there is something: the events themselves are
 * read from their table, so that none is lost with a connection.
 */
export class ChangeFeed {
  private readonly feeds = new Map<string, OrganizationFeed>();
  private readonly subscriptions = new Set<ChangeSubscription>();

  constructor(private readonly options: ChangeFeedOptions) {
    options.listener.on(CHANGE_EVENTS_CHANNEL, (organizationId) => this.hear(organizationId));
  }

  /** The changes of an organization in their order, each once. Ends with `return`, or with the service. */
  async subscribe(organizationId: string, options: SubscribeOptions = {}): Promise<ChangeSubscription> {
    this.options.listener.start();
    const feed = this.feedOf(organizationId);
    const subscription = new ChangeSubscription({
      matches: options.matches ?? (() => true),
      afterId: options.afterId ?? null,
      catchUp: (of) => feed.catchUp(of),
      onEnd: (of) => this.end(organizationId, feed, of),
      ...(options.capacity === undefined ? {} : { capacity: options.capacity }),
    });
    this.subscriptions.add(subscription);
    feed.begin();
    try {
      // Now, not with the first `next`: what is recorded from here on is what was asked for.
      await feed.catchUp(subscription);
    } catch (error) {
      await subscription.return();
      throw error;
    }
    return subscription;
  }

  async close(): Promise<void> {
    for (const subscription of [...this.subscriptions]) await subscription.return();
  }

  private feedOf(organizationId: string): OrganizationFeed {
    const known = this.feeds.get(organizationId);
    if (known !== undefined) return known;
    const { context, events, clock } = this.options;
    const feed = new OrganizationFeed(context, organizationId, events, clock);
    this.feeds.set(organizationId, feed);
    return feed;
  }

  private end(organizationId: string, feed: OrganizationFeed, subscription: ChangeSubscription): void {
    this.subscriptions.delete(subscription);
    feed.end(subscription);
    if (feed.isIdle && this.feeds.get(organizationId) === feed) this.feeds.delete(organizationId);
  }

  private hear(organizationId: string | null): void {
    if (organizationId !== null) return this.feeds.get(organizationId)?.look();
    for (const feed of this.feeds.values()) feed.look();
  }
}
