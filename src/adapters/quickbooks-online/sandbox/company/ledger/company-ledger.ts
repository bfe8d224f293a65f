import type { CompanyStore } from '../company-store';
import { Ledger } from './ledger';

const KEPT = new WeakMap<CompanyStore, { version: number; ledger: Ledger }>();

/** The ledger of a company as it is now, added up once for each change. */
export function companyLedger(store: CompanyStore): Ledger {
  const kept = KEPT.get(store);
  if (kept !== undefined && kept.version === store.version) return kept.ledger;
  const ledger = new Ledger(store);
  KEPT.set(store, { version: store.version, ledger });
  return ledger;
}
