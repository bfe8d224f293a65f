import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Clock } from '../../../../clock';
import type { ApplicationRegistry } from '../application-registry';
import type { CompanyChange } from '../company-api';
import type { Application } from '../data/applications';
import type { PendingEvent, SandboxState, WebhookSubscription } from '../sandbox-state';
import { DeliveryQueue } from './delivery-queue';
import { WEBHOOK_ENTITIES, webhookMessage, webhookSignature } from './webhook-payload';

/** The vendor gives up waiting then. */
const ANSWER_WITHIN_MS = 3000;
const REMEMBERED_DELIVERIES = 1000;

/** One try to deliver. */
export interface WebhookDelivery {
  readonly at: Date;
  readonly url: string;
  /** Null when no answer came in time. */
  readonly status: number | null;
  readonly body: string;
}

export interface WebhooksParts {
  readonly state: SandboxState;
  readonly clock: Clock;
  readonly applications: ApplicationRegistry;
  /** Whether an app has a live connection to a company. */
  isConnected(realmId: string, clientId: string): boolean;
  persist(): Promise<void>;
}

/** Tells apps of changes, at the address that each has given. */
export class Webhooks {
  private readonly queues = new Map<string, DeliveryQueue>();
  private readonly closing = new AbortController();
  private readonly agent = new Agent();
  private tries: WebhookDelivery[] = [];

  constructor(private readonly parts: WebhooksParts) {
    for (const application of parts.applications.all) this.queueOf(application).start();
  }

  /** From now on changes go there, or nowhere. Throws an Error that says what is wrong with the settings. */
  configure({ clientId }: Application, subscription: WebhookSubscription | null): void {
    const { subscriptions } = this.parts.state;
    if (subscription === null) {
      delete subscriptions[clientId];
      return;
    }
    const { url, entities } = subscription;
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new Error(`"${url}" is no web address.`);
    const unknown = entities?.find((entity) => !WEBHOOK_ENTITIES.includes(entity));
    if (unknown !== undefined)
      throw new Error(`Webhooks do not tell of ${unknown}, only of: ${WEBHOOK_ENTITIES.join(', ')}.`);
    subscriptions[clientId] = subscription;
  }

  /** Tells every app that is connected to the company. */
  notify(change: CompanyChange): void {
    for (const application of this.parts.applications.all) {
      if (this.parts.isConnected(change.realmId, application.clientId)) this.send(application, change);
    }
  }

  /** Tells one app, connected or not; false when it does not want to know. */
  send(application: Application, change: CompanyChange): boolean {
    const subscription = this.parts.state.subscriptions[application.clientId];
    if (subscription === undefined || !(subscription.entities ?? WEBHOOK_ENTITIES).includes(change.entity))
      return false;
    this.queueOf(application).push({
      id: randomUUID(),
      realmId: change.realmId,
      entity: change.entity,
      entityId: change.id,
      operation: change.operation,
      at: change.at.getTime(),
      deletedId: change.deletedId ?? null,
    });
    return true;
  }

  /** Tries so far, oldest first. */
  deliveries(): readonly WebhookDelivery[] {
    return [...this.tries];
  }

  /** Until every event is delivered or waits for its next try. */
  async settle(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.settle()));
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('The sandbox closes.'));
    await Promise.all([...this.queues.values()].map((queue) => queue.ended()));
    await this.agent.destroy();
  }

  private queueOf(application: Application): DeliveryQueue {
    const known = this.queues.get(application.clientId);
    if (known !== undefined) return known;
    const { state, clock } = this.parts;
    const queue = new DeliveryQueue({
      clock,
      pending: (state.pendingEvents[application.clientId] ??= []),
      deliver: (events) => this.deliver(application, events),
      onDelivered: () => this.parts.persist(),
      signal: this.closing.signal,
    });
    this.queues.set(application.clientId, queue);
    return queue;
  }

  private async deliver({ clientId, verifierToken }: Application, events: readonly PendingEvent[]): Promise<boolean> {
    const subscription = this.parts.state.subscriptions[clientId];
    // The app no longer wants to know.
    if (subscription === undefined) return true;
    const { url, format } = subscription;
    const { body, contentType } = webhookMessage(events, format, clientId);
    const at = this.parts.clock.now();
    const status = await this.post(url, body, {
      'content-type': contentType,
      'intuit-signature': webhookSignature(body, verifierToken),
      'user-agent': 'intuit_notification_server',
    });
    this.tries = [...this.tries, { at, url, status, body }].slice(-REMEMBERED_DELIVERIES);
    return status !== null && status >= 200 && status < 300;
  }

  private async post(url: string, body: string, headers: Record<string, string>): Promise<number | null> {
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    try {
      const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: this.agent });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return null;
    }
  }
}
