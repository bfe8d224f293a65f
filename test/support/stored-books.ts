import { v7 as uuidv7 } from 'uuid';
import { BOOK_RESOURCES } from '../../src/adapters/quickbooks-online/operations/book-entities';
import { BookEntryRepository } from '../../src/persistence/repositories/book-entry.repository';
import { FreshnessRepository } from '../../src/persistence/repositories/freshness.repository';
import { InstanceRepository } from '../../src/persistence/repositories/instance.repository';
import { encodeRecordId } from '../../src/record-id';
import { buildBookEntry } from './record-builders';
import type { ServiceWorld, Tenant } from './service-world';

const KINDS = {
  Supplier: 'SUPPLIER',
  Customer: 'CUSTOMER',
  LedgerAccount: 'LEDGER_ACCOUNT',
  TrackingClass: 'TRACKING_CLASS',
  Department: 'DEPARTMENT',
} as const;

/** Ids of an instance that keeps books, and of one entry of each kind. */
export type BookIds = Readonly<Record<keyof typeof KINDS | 'Books', string>>;

/** Books that nobody has read from a vendor, and that stay fresh for ever. */
export async function storeBooks({ database, parts }: ServiceWorld, tenant: Tenant): Promise<BookIds> {
  const instanceId = uuidv7();
  const { organizationId, userId } = tenant.caller;
  const now = new Date();
  await new InstanceRepository(database).insert(parts.context, {
    ...{ id: instanceId, organizationId, elementKey: 'quickbooks', name: 'Books', tags: [], status: 'ACTIVE' },
    ...{ tokenHash: Buffer.from(instanceId.padEnd(32).slice(0, 32)), externalAuthentication: 'NONE' },
    ...{ timeToLiveSeconds: null, createdBy: userId, createdAt: now },
  });
  const entries = Object.values(KINDS).map((kind) => buildBookEntry(kind, '5'));
  const target = { organizationId, instanceId };
  await new BookEntryRepository(database).storeBookEntries(parts.context, database, target, entries, now);
  const load = { mode: 'FULL', startedAt: new Date(Date.UTC(2999, 0, 1)) } as const;
  const freshness = new FreshnessRepository(database);
  await freshness.beginLoad(parts.context, database, instanceId, BOOK_RESOURCES, { ...load, resumes: false });
  await freshness.completeLoad(parts.context, database, instanceId, BOOK_RESOURCES, load);
  const idOf = (kind: keyof typeof KINDS): string => encodeRecordId(KINDS[kind], instanceId, '5');
  return {
    Books: instanceId,
    Supplier: idOf('Supplier'),
    Customer: idOf('Customer'),
    LedgerAccount: idOf('LedgerAccount'),
    TrackingClass: idOf('TrackingClass'),
    Department: idOf('Department'),
  };
}
