import type { ElementResource } from '../adapters/adapter';
import { BadUserInputError, RecordNotFoundError } from '../errors';
import { isChangeEventId, type ChangeEventRepository } from '../persistence/repositories/change-event.repository';
import { encodeRecordId } from '../record-id';
import type { RequestContext } from '../request-context';
import { isWithinScope, requireCaller } from './caller-scope';
import type { ChangeEvent, ChangeKind } from './change-event';
import type { ChangeFeed } from './change-feed';
import type { ChangeSubscription } from './change-subscription';
import type { InstanceReadService } from './instance-read.service';

/** Which changes a caller wants to be told of; all that is given must hold, a list means any of. */
export interface ChangeInterest {
  readonly instanceIds?: readonly string[] | null;
  readonly elementKeys?: readonly string[] | null;
  readonly resources?: readonly ElementResource[] | null;
  readonly kinds?: readonly ChangeKind[] | null;
  /** Ids of the graph. */
  readonly recordIds?: readonly string[] | null;
}

/** Tells callers of what changes in what they may see. */
export class ChangeSubscriptionService {
  constructor(
    private readonly feed: Pick<ChangeFeed, 'subscribe'>,
    private readonly instances: InstanceReadService,
    private readonly events: Pick<ChangeEventRepository, 'isAhead'>,
  ) {}

  /**
   * @param afterId begin behind this event; null = with what is recorded from now on.
   * @throws {RecordNotFoundError} for an instance that is not the caller's; {BadUserInputError} for what is no event's id.
   */
  async subscribe(
    context: RequestContext,
    interest: ChangeInterest,
    afterId: string | null,
  ): Promise<ChangeSubscription> {
    const caller = requireCaller(context);
    if (afterId !== null) await this.requireEventId(context, afterId);
    await this.requireInstances(context, interest.instanceIds ?? []);
    const isOfInterest = matcherOf(interest);
    return this.feed.subscribe(caller.organizationId, {
      afterId,
      matches: (event) => isWithinScope(caller, event.instanceId) && isOfInterest(event),
    });
  }

  private async requireEventId(context: RequestContext, id: string): Promise<void> {
    const { organizationId } = requireCaller(context);
    if (!isChangeEventId(id) || (await this.events.isAhead(context, organizationId, id))) throw noEventId();
  }

  private async requireInstances(context: RequestContext, ids: readonly string[]): Promise<void> {
    const found = await this.instances.findByIds(context, ids);
    const missing = ids.find((_, index) => (found[index] ?? null) === null);
    if (missing !== undefined) throw new RecordNotFoundError('Instance', missing, { path: ['instanceId'] });
  }
}

function matcherOf(interest: ChangeInterest): (event: ChangeEvent) => boolean {
  const isInstance = oneOf(interest.instanceIds);
  const isElement = oneOf(interest.elementKeys);
  const isResource = oneOf(interest.resources);
  const isKind = oneOf(interest.kinds);
  const isRecord = oneOf(interest.recordIds);
  return (event) =>
    isInstance(event.instanceId) &&
    isElement(event.elementKey) &&
    isResource(event.resource) &&
    isKind(event.kind) &&
    isRecord(recordIdOf(event));
}

/** The graph's id of the record that changed, also of one that is gone; null for changes of the instance itself. */
export function recordIdOf({ recordKind, instanceId, remoteId }: ChangeEvent): string | null {
  return recordKind === null || remoteId === null ? null : encodeRecordId(recordKind, instanceId, remoteId);
}

function oneOf<Value>(values: readonly Value[] | null | undefined): (value: Value | null) => boolean {
  if (values === null || values === undefined) return () => true;
  const allowed = new Set(values);
  return (value) => value !== null && allowed.has(value);
}

function noEventId(): BadUserInputError {
  return new BadUserInputError('The value of "after" is not the id of a change: start again without it.', {
    path: ['after'],
  });
}
