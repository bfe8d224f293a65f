import { validate as isUuid } from 'uuid';
import { InvalidValueError, MissingConfigurationError, RecordNotFoundError } from '../../errors';
import type { Clock } from '../../clock';
import type { Database, Transaction } from '../../persistence/database';
import type { PageOf } from '../../persistence/keyset/keyset-page';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import { ChangeEventRepository, isChangeEventId } from '../../persistence/repositories/change-event.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import {
  WebhookChannelRepository,
  type WebhookChannelRow,
} from '../../persistence/repositories/webhook-channel.repository';
import {
  WebhookDeliveryRepository,
  type WebhookDeliveryFilter,
  type WebhookDeliveryQuery,
  type WebhookDeliveryRow,
} from '../../persistence/repositories/webhook-delivery.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import { toVisibleScopes } from '../caller-scope';
import type { CatalogService } from '../catalog.service';
import type { InstanceReadService } from '../instance-read.service';
import { toPing } from './webhook-payload';
import type { WebhookSender } from './webhook-sender';
import { CALLBACK_URL_KEY } from './webhook-settings';

/** From where notifications are sent again: exactly one is given. */
export interface ReplayRequest {
  readonly instanceId: string;
  readonly afterEventId?: string | null;
  readonly since?: Date | null;
  readonly deliveryIds?: readonly string[] | null;
}

/** `FAILING`: the last attempt has failed, and there will be another. */
export type NotificationStatus = 'OFF' | 'ACTIVE' | 'FAILING' | 'DISABLED';

export interface NotificationState {
  readonly status: NotificationStatus;
  readonly reason: string | null;
  readonly failingSince: Date | null;
  readonly nextAttemptAt: Date | null;
}

const MOST_DELIVERIES = 100;

/** What callers see of their instances' notifications, and may do about them. */
export class NotificationService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceReadService,
    private readonly sender: WebhookSender,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** In the order of the instances, which the caller may see: one statement for all. */
  async statesOf(context: RequestContext, instances: readonly InstanceRow[]): Promise<NotificationState[]> {
    const ids = instances.map((instance) => instance.id);
    const channels = await new WebhookChannelRepository(this.database).findByInstances(context, ids);
    return channels.map(toState);
  }

  /** Latest first; one page a scope, in one statement. */
  pageDeliveries(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: WebhookDeliveryQuery,
  ): Promise<PageOf<WebhookDeliveryRow>[]> {
    const deliveries = new WebhookDeliveryRepository(this.database);
    return deliveries.listForInstances(context, toVisibleScopes(context, scopes), query);
  }

  countDeliveries(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    filter: WebhookDeliveryFilter | null,
  ): Promise<number[]> {
    const deliveries = new WebhookDeliveryRepository(this.database);
    return deliveries.countForInstances(context, toVisibleScopes(context, scopes), filter);
  }

  /**
   * Sends again what came after an event or a time, in order, before what comes next; or single deliveries as they
   * were. While notifications are disabled, it is sent once they are enabled.
   */
  async replay(context: RequestContext, request: ReplayRequest): Promise<InstanceRow> {
    const instance = await this.getOwn(context, request.instanceId);
    assertReplayable(request);
    await this.database.transaction(async (transaction) => {
      const isOn = await new WebhookChannelRepository(transaction).wake(context, instance.id, this.clock.now());
      if (!isOn)
        throw invalid('instanceId', 'Notifications of this instance are switched off.', 'switch them on first');
      if (request.deliveryIds != null) await this.sendAgain(context, transaction, instance, request.deliveryIds);
      else await this.startOver(context, transaction, instance, request);
    });
    return instance;
  }

  /** One attempt, now, also while notifications are off: nothing but whether the receiver takes it. */
  async test(context: RequestContext, instanceId: string): Promise<WebhookDeliveryRow> {
    const instance = await this.getOwn(context, instanceId);
    const { callbackUrl, ...settings } = await this.sender.settingsOf(context, instance.id);
    if (callbackUrl === null) {
      throw new MissingConfigurationError(instance.elementKey, [CALLBACK_URL_KEY], { path: ['input', 'instanceId'] });
    }
    const subject = await new WebhookChannelRepository(this.database).findInstance(context, instance.id);
    if (subject === null) throw notFound(instanceId);
    const { hub } = this.catalog.get(instance.elementKey).catalog;
    const ping = toPing({ ...subject, hub }, this.clock.now());
    const reply = await this.sender.post({ ...settings, callbackUrl }, ping, this.tasks.signal);
    return this.database.transaction(async (transaction) => {
      const deliveries = new WebhookDeliveryRepository(transaction);
      await deliveries.insertMany(context, [ping]);
      await deliveries.saveAttempt(context, instance.id, ping.id, {
        ...reply,
        status: reply.error === null ? 'DELIVERED' : 'FAILED',
        responseExcerpt: reply.excerpt,
        nextAttemptAt: null,
        finishedAt: this.clock.now(),
      });
      const stored = await deliveries.findById(context, instance.id, ping.id);
      if (stored === null) throw notFound(instanceId);
      return stored;
    });
  }

  private async startOver(
    context: RequestContext,
    transaction: Transaction,
    { id, organizationId }: InstanceRow,
    { afterEventId, since }: ReplayRequest,
  ): Promise<void> {
    if (
      afterEventId != null &&
      (await new ChangeEventRepository(transaction).isAhead(context, organizationId, afterEventId))
    )
      throw noChangeEvent();
    const channels = new WebhookChannelRepository(transaction);
    const now = this.clock.now();
    const cursor = afterEventId ?? (await channels.findCursorBefore(context, id, since ?? now));
    // Nothing has happened since: there is nothing to send again.
    if (cursor === null) return;
    const reason = 'Replaced by a replay.';
    await new WebhookDeliveryRepository(transaction).cancelUndelivered(context, id, reason, now);
    await channels.moveCursor(context, id, cursor);
  }

  private async sendAgain(
    context: RequestContext,
    transaction: Transaction,
    { id }: InstanceRow,
    deliveryIds: readonly string[],
  ): Promise<void> {
    const ids = [...new Set(deliveryIds)];
    const deliveries = new WebhookDeliveryRepository(transaction);
    const found = ids.every((deliveryId) => isUuid(deliveryId))
      ? await deliveries.sendAgain(context, id, ids, this.clock.now())
      : 0;
    if (found === ids.length) return;
    throw invalid(
      'deliveryIds',
      'Not all of these are deliveries of changes of this instance.',
      'ids of `Instance.notificationDeliveries` of the kind CHANGES',
    );
  }

  private async getOwn(context: RequestContext, id: string): Promise<InstanceRow> {
    const [instance] = await this.instances.findByIds(context, [id]);
    if (instance == null) throw notFound(id);
    return instance;
  }
}

function toState(channel: WebhookChannelRow | null): NotificationState {
  if (channel === null) return { status: 'OFF', reason: null, failingSince: null, nextAttemptAt: null };
  const { failingSince, statusReason: reason } = channel;
  if (channel.status === 'DISABLED') return { status: 'DISABLED', reason, failingSince, nextAttemptAt: null };
  const isFailing = failingSince !== null;
  return {
    status: isFailing ? 'FAILING' : 'ACTIVE',
    reason,
    failingSince,
    nextAttemptAt: isFailing ? channel.waitsUntil : null,
  };
}

function assertReplayable({ afterEventId, since, deliveryIds }: ReplayRequest): void {
  const given = [afterEventId, since, deliveryIds].filter((value) => value != null);
  if (given.length !== 1) {
    throw invalid(null, 'Say from where: exactly one of them.', '`afterEventId`, `since` or `deliveryIds`');
  }
  if (afterEventId != null && !isChangeEventId(afterEventId)) {
    throw noChangeEvent();
  }
  if (deliveryIds != null && (deliveryIds.length === 0 || deliveryIds.length > MOST_DELIVERIES)) {
    throw invalid('deliveryIds', `${deliveryIds.length} ids were given.`, `1 to ${MOST_DELIVERIES} ids`);
  }
}

function invalid(field: string | null, message: string, expected: string): InvalidValueError {
  const path = field === null ? ['input'] : ['input', field];
  return new InvalidValueError('INVALID_INPUT', message, { path, expected });
}

function noChangeEvent(): InvalidValueError {
  return invalid('afterEventId', 'This is no id of a change event.', 'an `id` of `Instance.events`');
}

function notFound(id: string): RecordNotFoundError {
  return new RecordNotFoundError('Instance', id, { path: ['input', 'instanceId'] });
}
