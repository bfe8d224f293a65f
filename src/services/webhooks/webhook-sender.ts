import type { WebhookHttp, WebhookReply } from '../../adapters/http/webhook-http';
import type { Clock } from '../../clock';
import type { Metrics } from '../../metrics';
import type { Database, Transaction } from '../../persistence/database';
import { ChangeEventRepository } from '../../persistence/repositories/change-event.repository';
import type { InstanceConfigurationRepository } from '../../persistence/repositories/instance-configuration.repository';
import {
  WebhookChannelRepository,
  type WebhookClaim,
  type WebhookInstance,
} from '../../persistence/repositories/webhook-channel.repository';
import {
  WebhookDeliveryRepository,
  type PendingWebhookDelivery,
  type WebhookAttemptResult,
  type WebhookDeliveryStatus,
} from '../../persistence/repositories/webhook-delivery.repository';
import type { RequestContext } from '../../request-context';
import type { Encryption } from '../../security/encryption';
import type { CatalogService } from '../catalog.service';
import type { ChangeEvent } from '../change-event';
import { toDeliveries } from './webhook-payload';
import { decideWebhookRetry, type WebhookOutcome } from './webhook-retry';
import { toWebhookSettings, type WebhookSettings } from './webhook-settings';
import { webhookHeaders } from './webhook-signature';

/** A sender that is not heard of for so long has died. Several times what one attempt may take. */
export const CLAIM_MS = 60_000;

/** How long an instance is left alone after something went wrong with us. */
const FAULT_PAUSE_MS = 60_000;

/** Changes that are made into deliveries at once. */
const EVENTS_A_PLAN = 200;

export interface WebhookSenderParts {
  readonly database: Database;
  readonly configuration: InstanceConfigurationRepository;
  readonly channels: WebhookChannelRepository;
  readonly deliveries: WebhookDeliveryRepository;
  readonly catalog: CatalogService;
  readonly encryption: Encryption;
  readonly http: WebhookHttp;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/**
 * Sends the notifications of one instance, one after the other. The next is not sent before the one before it has
 * arrived: what a receiver learns of a record, it learns in order. What was read behind the cursor becomes deliveries in
 * the transaction that moves the cursor, so that no change is lost and none is told by two deliveries.
 */
export class WebhookSender {
  constructor(private readonly parts: WebhookSenderParts) {}

  /** Sends until there is nothing left, an attempt fails, the claim is lost, or the signal is aborted. */
  async send(context: RequestContext, claim: WebhookClaim, signal: AbortSignal): Promise<void> {
    try {
      let goesOn = true;
      while (goesOn && !signal.aborted) goesOn = await this.step(context, claim, signal);
    } catch (error) {
      if (signal.aborted) return;
      // A fault of ours, which is no less one a second later.
      const later = new Date(this.parts.clock.now().getTime() + FAULT_PAUSE_MS);
      await this.parts.channels.postpone(context, claim, later);
      throw error;
    } finally {
      await this.parts.channels.release(context, claim);
    }
  }

  /** One attempt to deliver to an address, and nothing stored. */
  async post(
    settings: WebhookSettings & { readonly callbackUrl: string },
    delivery: { readonly id: string; readonly body: string },
    signal: AbortSignal,
  ): Promise<WebhookReply & { readonly attemptedAt: Date }> {
    const attemptedAt = this.parts.clock.now();
    const { id, body } = delivery;
    const headers = {
      'content-type': 'application/json',
      ...webhookHeaders({ id, attemptedAt, body }, settings.signatureKey),
    };
    const reply = await this.parts.http.post({ url: settings.callbackUrl, headers, body }, signal);
    const outcome = reply.error === null ? 'delivered' : 'failed';
    this.parts.metrics.webhookAttemptSeconds.observe({ outcome }, reply.durationMs / 1_000);
    return { ...reply, attemptedAt };
  }

  async settingsOf(context: RequestContext, instanceId: string): Promise<WebhookSettings> {
    const [stored = []] = await this.parts.configuration.findByInstances(context, [instanceId]);
    return toWebhookSettings(this.parts.encryption, instanceId, stored);
  }

  /** False when there is nothing more to do now. */
  private async step(context: RequestContext, claim: WebhookClaim, signal: AbortSignal): Promise<boolean> {
    const held = await this.parts.channels.hold(context, claim, this.claimEnd());
    if (held === null) return false;
    const delivery = await this.parts.deliveries.findNext(context, claim.instanceId);
    return delivery === null ? this.plan(context, claim) : this.attempt(context, claim, delivery, signal);
  }

  /** Makes deliveries of the next changes; false when there are none. */
  private async plan(context: RequestContext, claim: WebhookClaim): Promise<boolean> {
    const { database, channels, catalog, clock } = this.parts;
    const instance = await channels.findInstance(context, claim.instanceId);
    if (instance === null) return false;
    const { hub } = catalog.get(instance.elementKey).catalog;
    return database.transaction(async (transaction) => {
      const channel = new WebhookChannelRepository(transaction);
      const held = await channel.hold(context, claim, this.claimEnd());
      const events = held === null ? [] : await eventsAfter(context, transaction, instance, held.cursor);
      const last = events.at(-1);
      if (last === undefined) {
        if (held !== null) await channel.rest(context, claim);
        return false;
      }
      const deliveries = toDeliveries({ ...instance, hub }, events, clock.now());
      await new WebhookDeliveryRepository(transaction).insertMany(context, deliveries);
      await channel.moveCursor(context, claim.instanceId, last.id);
      return true;
    });
  }

  /** False when the receiver has to be left alone for a while. */
  private async attempt(
    context: RequestContext,
    claim: WebhookClaim,
    delivery: PendingWebhookDelivery,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { callbackUrl, ...settings } = await this.settingsOf(context, claim.instanceId);
    // Switched off at this moment: whoever did that also ends what waits.
    if (callbackUrl === null) return false;
    const reply = await this.post({ ...settings, callbackUrl }, delivery, signal);
    const outcome = decideWebhookRetry(reply, delivery.attempts + 1, Math.random);
    const isStored = await this.store(context, claim, delivery, reply, outcome);
    if (isStored) this.measure(delivery, outcome);
    return isStored && outcome.kind === 'delivered';
  }

  /** False for whoever has lost the claim: the delivery is sent again by whoever has it now. */
  private async store(
    context: RequestContext,
    claim: WebhookClaim,
    delivery: PendingWebhookDelivery,
    reply: WebhookReply & { readonly attemptedAt: Date },
    outcome: WebhookOutcome,
  ): Promise<boolean> {
    const { instanceId } = claim;
    const now = this.parts.clock.now();
    return this.parts.database.transaction(async (transaction) => {
      const channels = new WebhookChannelRepository(transaction);
      if ((await channels.hold(context, claim, this.claimEnd())) === null) return false;
      const result = toResult(reply, outcome, now);
      await new WebhookDeliveryRepository(transaction).saveAttempt(context, instanceId, delivery.id, result);
      if (outcome.kind === 'delivered') await channels.noteSuccess(context, instanceId);
      else if (outcome.kind === 'given up') await channels.disable(context, instanceId, outcome.reason, now);
      else await channels.noteFailure(context, instanceId, reply.attemptedAt, result.nextAttemptAt ?? now);
      return true;
    });
  }

  private measure({ oldestEventAt }: PendingWebhookDelivery, { kind }: WebhookOutcome): void {
    const { metrics, clock } = this.parts;
    if (kind === 'retry') return;
    metrics.webhookDeliveries.inc({ outcome: kind === 'delivered' ? 'delivered' : 'failed' });
    if (kind !== 'delivered' || oldestEventAt === null) return;
    metrics.webhookLagSeconds.observe((clock.now().getTime() - oldestEventAt.getTime()) / 1_000);
  }

  private claimEnd(): Date {
    return new Date(this.parts.clock.now().getTime() + CLAIM_MS);
  }
}

async function eventsAfter(
  context: RequestContext,
  transaction: Transaction,
  { organizationId, instanceId }: WebhookInstance,
  cursor: string | null,
): Promise<ChangeEvent[]> {
  const repository = new ChangeEventRepository(transaction);
  const instances = [instanceId];
  // By equality with one instance, which an index has in order; `listAfter` may read past all those of the others.
  const lists = await repository.listOfInstancesAfter(context, organizationId, instances, {}, cursor, EVENTS_A_PLAN);
  return lists[0] ?? [];
}

const STATUS: Readonly<Record<WebhookOutcome['kind'], WebhookDeliveryStatus>> = {
  delivered: 'DELIVERED',
  retry: 'PENDING',
  'given up': 'FAILED',
};

function toResult(
  reply: WebhookReply & { readonly attemptedAt: Date },
  outcome: WebhookOutcome,
  now: Date,
): WebhookAttemptResult {
  const isPending = outcome.kind === 'retry';
  return {
    status: STATUS[outcome.kind],
    attemptedAt: reply.attemptedAt,
    durationMs: reply.durationMs,
    httpStatus: reply.httpStatus,
    error: reply.error,
    responseExcerpt: reply.excerpt,
    nextAttemptAt: isPending ? new Date(now.getTime() + outcome.delayMs) : null,
    finishedAt: isPending ? null : now,
  };
}
