import type { ElementResource, ReadEvent, VendorAdapter } from '../../src/adapters/adapter';
import type { RecordBatch } from '../../src/adapters/records';

/** A vendor in this process, with lists and lookups of reports, expenses, policies, employees, and what books have. */
export interface CountingAdapter {
  readonly adapter: VendorAdapter;
  /** The lookups that reached it: a resource and the ids of one call. */
  readonly lookups: { readonly resource: ElementResource; readonly remoteIds: readonly string[] }[];
  /** The lists that reached it. */
  readonly lists: ElementResource[];
  /** What it answers to the next lookups, whoever is asked for. */
  answer: RecordBatch;
}

const RESOURCES: readonly ElementResource[] = [
  'REPORTS',
  'EXPENSES',
  'POLICIES',
  'EMPLOYEES',
  'SUPPLIERS',
  'CUSTOMERS',
  'LEDGER_ACCOUNTS',
  'TRACKING_CLASSES',
  'DEPARTMENTS',
  'COMPANY',
];

/** Ids that begin with `bad` cannot be ids there; others are stored in capital letters, e-mail addresses in small. */
export function canonicalId(remoteId: string): string | null {
  if (remoteId.startsWith('bad')) return null;
  return remoteId.includes('@') ? remoteId.toLowerCase() : remoteId.toUpperCase();
}

export function createCountingAdapter(key: string): CountingAdapter {
  const lookups: CountingAdapter['lookups'] = [];
  const lists: ElementResource[] = [];
  const counting: CountingAdapter = { adapter: createAdapter(), lookups, lists, answer: {} };
  return counting;

  function createAdapter(): VendorAdapter {
    const resources = Object.fromEntries(RESOURCES.map((resource) => [resource, operationsOf(resource)]));
    return {
      catalog: {
        key,
        elementId: 1,
        name: 'Counting House',
        description: 'Counts who asks.',
        hub: 'payment',
        authentication: 'CREDENTIALS',
        provisioningFlows: ['CREDENTIALS'],
        configurationFields: [],
      },
      requestLimits: [],
      resources,
      check: async () => undefined,
    };
  }

  function operationsOf(resource: ElementResource): VendorAdapter['resources'][ElementResource] {
    return {
      operations: ['LIST', 'GET'],
      canonicalRemoteId: canonicalId,
      list: { covers: [resource], exhaustive: [], list: () => list(resource) },
      getMany: { maxIds: 1_000, getMany: (_connection, remoteIds) => getMany(resource, remoteIds) },
    };
  }

  async function* list(resource: ElementResource): AsyncIterable<ReadEvent> {
    lists.push(resource);
    yield { kind: 'records', batch: counting.answer };
  }

  async function* getMany(resource: ElementResource, remoteIds: readonly string[]): AsyncIterable<ReadEvent> {
    lookups.push({ resource, remoteIds });
    yield { kind: 'records', batch: counting.answer };
  }
}
