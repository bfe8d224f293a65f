import { BadUserInputError } from '../errors';
import type { PageOf } from '../persistence/keyset/keyset-page';
import {
  isChangeEventId,
  type ChangeEvent,
  type ChangeEventFilter,
  type ChangeEventRepository,
} from '../persistence/repositories/change-event.repository';
import type { RequestContext } from '../request-context';
import { isWithinScope, requireCaller } from './caller-scope';

/** A part of the events, oldest first. */
export interface ChangeEventQuery {
  readonly filter: ChangeEventFilter;
  /** At least 1. */
  readonly first: number;
  /** Only what came after this event, by `requireEventCursor`. */
  readonly after: string | null;
}

/** Reads what changed, for the caller's organization, as far as the request may see it. */
export class ChangeEventService {
  constructor(private readonly events: ChangeEventRepository) {}

  async page(context: RequestContext, { filter, first, after }: ChangeEventQuery): Promise<PageOf<ChangeEvent>> {
    const { organizationId } = requireCaller(context);
    const visible = withinScope(context, filter);
    const list = await this.events.listAfter(context, organizationId, visible, after, first + 1);
    if (list.length === 0) await this.requireReached(context, after);
    return toPage(list, first);
  }

  async count(context: RequestContext, filter: ChangeEventFilter): Promise<number> {
    const { organizationId } = requireCaller(context);
    return this.events.count(context, organizationId, withinScope(context, filter));
  }

  /** One page an instance, in the order of the instances: one statement for all. */
  async pagesOfInstances(
    context: RequestContext,
    instanceIds: readonly string[],
    { filter, first, after }: ChangeEventQuery,
  ): Promise<PageOf<ChangeEvent>[]> {
    const { organizationId } = requireCaller(context);
    const visible = withinScope(context, filter);
    const lists = await this.events.listOfInstancesAfter(
      context,
      organizationId,
      instanceIds,
      visible,
      after,
      first + 1,
    );
    if (lists.every((list) => list.length === 0)) await this.requireReached(context, after);
    return lists.map((list) => toPage(list, first));
  }

  async countsOfInstances(
    context: RequestContext,
    instanceIds: readonly string[],
    filter: ChangeEventFilter,
  ): Promise<number[]> {
    const caller = requireCaller(context);
    const visible = instanceIds.filter((id) => isWithinScope(caller, id));
    const counts = await this.events.countOfInstances(context, caller.organizationId, visible, filter);
    const byId = new Map(visible.map((id, index) => [id, counts[index] ?? 0]));
    return instanceIds.map((id) => byId.get(id) ?? 0);
  }

  /** Asked where nothing was found: behind an id that we never gave, there is nothing. */
  private async requireReached(context: RequestContext, after: string | null): Promise<void> {
    const { organizationId } = requireCaller(context);
    if (after !== null && (await this.events.isAhead(context, organizationId, after))) throw noCursor();
  }
}

/** An instance token narrows a request to one instance. */
function withinScope(context: RequestContext, filter: ChangeEventFilter): ChangeEventFilter {
  const caller = requireCaller(context);
  const { instanceId } = caller;
  if (instanceId === null) return filter;
  return { ...filter, instanceIds: (filter.instanceIds ?? [instanceId]).filter((id) => isWithinScope(caller, id)) };
}

/** Throws a `BadUserInputError` for what can be no event's id. */
export function requireEventCursor(after: string | null): string | null {
  if (after === null || isChangeEventId(after)) return after;
  throw noCursor();
}

function noCursor(): BadUserInputError {
  return new BadUserInputError('The value of "after" is neither a cursor nor an event\'s id: start again without it.', {
    path: ['after'],
  });
}

/** Of a list that was asked for one more than a page has. */
function toPage(events: readonly ChangeEvent[], first: number): PageOf<ChangeEvent> {
  const rows = events.slice(0, first);
  return {
    rows,
    positions: rows.map(({ id }) => ({ value: id, key: [id] })),
    hasNextPage: events.length > first,
  };
}
