import type { CompanyFileSettings } from '../company-file';
import type { Company, Counters } from './company';
import type { StoredMessageSet } from './message-sets';
import type { Deletion, ListRecord, TransactionRecord } from './records';

/** What the books were filled with at first; the same again gives the same books. */
export interface SeedState {
  readonly seed: number;
  readonly expenses: number;
  readonly seededAt: number;
  readonly timeZone: string;
  readonly closingDate: string;
}

/** What a restart needs beside the seed: only what is not as it was seeded. */
export interface CompanyState {
  readonly format: 1;
  readonly seed: SeedState;
  readonly settings: CompanyFileSettings;
  readonly counters: Counters;
  readonly records: readonly (ListRecord | TransactionRecord)[];
  readonly removed: readonly string[];
  readonly deletions: readonly Deletion[];
  readonly privateData: readonly (readonly [string, string])[];
  readonly messageSets: readonly (readonly [string, StoredMessageSet])[];
}

export function isCompanyState(state: unknown): state is CompanyState {
  return typeof state === 'object' && state !== null && 'format' in state && state.format === 1;
}

export function takeState(company: Company, seed: SeedState, settings: CompanyFileSettings): CompanyState {
  const changed = [...company.changed].map((id) => ({ id, record: company.record(id) }));
  return {
    format: 1,
    seed,
    settings,
    counters: { ...company.counters },
    records: changed.map(({ record }) => record).filter((record) => record !== undefined),
    removed: changed.filter(({ record }) => record === undefined).map(({ id }) => id),
    deletions: company.deletions,
    privateData: [...company.privateData],
    messageSets: company.messageSets.entries(),
  };
}

/** Brings freshly seeded books to that state. */
export function applyState(company: Company, state: CompanyState): void {
  for (const id of state.removed) company.drop(id);
  for (const record of state.records) company.store(record);
  for (const id of state.removed) company.changed.add(id);
  company.deletions.push(...state.deletions);
  for (const [key, value] of state.privateData) company.privateData.set(key, value);
  for (const [id, set] of state.messageSets) company.messageSets.set(id, set);
  Object.assign(company.counters, state.counters);
}
