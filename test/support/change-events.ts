import type { Database } from '../../src/persistence/database';
import { ChangeEventRepository } from '../../src/persistence/repositories/change-event.repository';
import type { RequestContext } from '../../src/request-context';
import type { NewChangeEvent } from '../../src/services/change-event';

/** An event as a sync would record it: a report of the instance is different. */
export function reportChange(organizationId: string, instanceId: string, remoteId: string): NewChangeEvent {
  return {
    organizationId,
    instanceId,
    kind: 'UPDATED',
    resource: 'REPORTS',
    recordKind: 'REPORT',
    remoteId,
    changedFields: ['name'],
    before: { name: 'Old' },
    after: { name: 'New' },
    source: 'SYNC',
    occurredAt: null,
    recordedAt: new Date(Date.UTC(2026, 7, 15, 12)),
  };
}

/** Records events in one transaction. */
export async function recordEvents(
  context: RequestContext,
  database: Database,
  events: readonly NewChangeEvent[],
): Promise<void> {
  const repository = new ChangeEventRepository(database);
  await database.transaction(async (transaction) => repository.append(context, transaction, events));
}

/** The last event's id, or one that lies before all of them. */
export async function latestEventId(
  context: RequestContext,
  database: Database,
  organizationId: string,
): Promise<string> {
  const latest = await new ChangeEventRepository(database).latestId(context, organizationId);
  return latest ?? '0'.repeat(19);
}
