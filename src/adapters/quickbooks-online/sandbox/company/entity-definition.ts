import type { CompanyStore } from './company-store';
import type { Fields } from './field';
import type { JsonObject } from './json';
import type { Ledger } from './ledger/ledger';

/** Objects that share one row of ids. */
export type Sequence = 'transactions' | 'names' | 'accounts' | 'items' | 'terms' | 'lists' | 'tracking' | 'attachables';

/** A create or update on its way into the store. */
export interface Writing {
  readonly store: CompanyStore;
  /** What is stored now; null on create. */
  readonly existing: JsonObject | null;
  /** What the client sent. */
  readonly given: JsonObject;
  /** Today where the company is, `YYYY-MM-DD`. */
  readonly today: string;
  readonly allowDuplicateNumber: boolean;
}

/** What the answers of an object are computed from, beside what is stored of it. */
export interface Presenting {
  readonly store: CompanyStore;
  readonly ledger: Ledger;
  readonly now: Date;
  /** Where files can be fetched from: before `/{realmId}/{id}`. */
  readonly filesAddress: string;
}

export interface EntityDefinition {
  /** As answers spell it: `VendorCredit`. */
  readonly name: string;
  readonly fields: Fields;
  readonly sequence: Sequence;
  readonly writes: 'full' | 'update-only' | 'none';
  /** What goes away: by `operation=delete`, by `Active: false`, or not at all. */
  readonly removal: 'delete' | 'deactivate' | 'none';
  readonly requiredOnCreate?: readonly string[];
  /** Even on a sparse update. */
  readonly requiredAlways?: readonly string[];
  /** Paths that WHERE and ORDERBY take, beside `Id` and the times of `MetaData`. */
  readonly filterable: readonly string[];
  /** Top-level fields that not even a list of fields may name. */
  readonly hidden?: readonly string[];
  /** Absent = the last written first. */
  readonly orderedBy?: string;
  /** False = change data capture refuses it. */
  readonly captured: boolean;
  /** How code 2500 calls it. */
  readonly referenceWord: string;
  /** What references show of it. */
  displayName?(record: JsonObject): string | undefined;
  /** Fills in what the server decides and refuses what makes no sense. Throws a `CompanyFault`. */
  prepare?(record: JsonObject, writing: Writing): void;
  /** Adds what is computed on each read. */
  present?(record: JsonObject, presenting: Presenting): void;
}
