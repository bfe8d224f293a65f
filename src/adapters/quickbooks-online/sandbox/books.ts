import { join } from 'node:path';
import type { Clock } from '../../../clock';
import { StateFile } from '../../sandbox/state-file';
import { CompanyStores, createCompanyApi, seedCompanyStores, type SampleCompanyApi } from './company';
import type { ChangeListener } from './company-api';
import { COMPANIES } from './data/companies';

export interface BooksOptions {
  readonly clock: Clock;
  readonly stateDir?: string;
  readonly onChange: ChangeListener;
}

/** The companies' books, and where they are kept between two starts. */
export interface Books {
  readonly api: SampleCompanyApi;
  /** Writes the books when they changed. */
  persist(): Promise<void>;
}

/** The books as they were left, or new ones. */
export async function openBooks({ clock, stateDir, onChange }: BooksOptions): Promise<Books> {
  const file = stateDir === undefined ? null : new StateFile(join(stateDir, 'books.json'));
  const stores = keptStores(await file?.read()) ?? seedCompanyStores(COMPANIES);
  let kept = version(stores);
  return {
    api: createCompanyApi({ stores, clock, onChange }),
    persist: async () => {
      const current = version(stores);
      if (current === kept) return;
      kept = current;
      await file?.write(stores.toState());
    },
  };
}

/** Null unless they are the books of every company that there is. */
function keptStores(document: unknown): CompanyStores | null {
  const stores = CompanyStores.fromState(document);
  const isWhole = COMPANIES.every(({ realmId }) => stores?.get(realmId) !== undefined);
  return isWhole ? stores : null;
}

/** Versions only go up, so their sum tells every change. */
function version(stores: CompanyStores): number {
  return stores.realmIds().reduce((sum, realmId) => sum + stores.get(realmId)!.version, 0);
}
