import type { Clock } from '../../../../clock';
import { Balances } from './balances';
import type { HostTime } from './host-time';
import { MessageSets } from './message-sets';
import {
  isList,
  LIST_KINDS,
  NAME_LISTS,
  textOf,
  TRANSACTION_KINDS,
  type Deletion,
  type ListKind,
  type ListRecord,
  type TransactionKind,
  type TransactionRecord,
} from './records';

/** Where ids come from: a list object and a transaction take the next number, in hexadecimal, and their second. */
export interface Counters {
  list: number;
  transaction: number;
  transactionNumber: number;
}

const PATH_SEPARATOR = ':';

/** The books of one company: what there is, what there was, and the totals of both. Knows no XML. */
export class Company {
  readonly counters: Counters = { list: 0x80000001, transaction: 1, transactionNumber: 1 };
  readonly deletions: Deletion[] = [];
  /** By owner id, then name: what applications keep with the company. */
  readonly privateData = new Map<string, string>();
  readonly messageSets = new MessageSets();
  readonly balances = new Balances((account) => this.isPayable(account));
  /** Ids of what is no longer as it was seeded. */
  readonly changed = new Set<string>();
  private readonly lists = byKind<ListKind, ListRecord>(LIST_KINDS);
  private readonly transactions = byKind<TransactionKind, TransactionRecord>(TRANSACTION_KINDS);
  /** Kind and full name in lower case to id. */
  private readonly names = new Map<string, string>();
  private readonly externalIds = new Map<string, string>();

  constructor(
    readonly name: string,
    readonly time: HostTime,
    private readonly clock: Clock,
  ) {}

  /** Seconds since 1970. */
  now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }

  today(): string {
    return this.time.day(this.now());
  }

  newListId(at = this.now()): string {
    return `${(this.counters.list++).toString(16).toUpperCase()}-${at}`;
  }

  newTransactionId(at = this.now()): string {
    return `${(this.counters.transaction++).toString(16).toUpperCase()}-${at}`;
  }

  list(kind: ListKind): Iterable<ListRecord> {
    return this.lists.get(kind)!.values();
  }

  ofKind(kind: TransactionKind): Iterable<TransactionRecord> {
    return this.transactions.get(kind)!.values();
  }

  *allTransactions(): Iterable<TransactionRecord> {
    for (const transactions of this.transactions.values()) yield* transactions.values();
  }

  listObject(kind: ListKind, id: string): ListRecord | undefined {
    return this.lists.get(kind)!.get(id);
  }

  transaction(kind: TransactionKind, id: string): TransactionRecord | undefined {
    return this.transactions.get(kind)!.get(id);
  }

  /** Whatever object of a list has that id. */
  listObjectOf(id: string): ListRecord | undefined {
    for (const records of this.lists.values()) {
      const record = records.get(id);
      if (record !== undefined) return record;
    }
    return undefined;
  }

  /** Whatever has that id. */
  record(id: string): ListRecord | TransactionRecord | undefined {
    for (const records of [...this.lists.values(), ...this.transactions.values()]) {
      const record = records.get(id);
      if (record !== undefined) return record;
    }
    return undefined;
  }

  named(kind: ListKind, fullName: string): ListRecord | undefined {
    const id = this.names.get(nameKey(kind, fullName));
    return id === undefined ? undefined : this.listObject(kind, id);
  }

  /** The object, of whichever list shares its names with this one, that has the name already. */
  nameHolder(kind: ListKind, fullName: string): ListRecord | undefined {
    const kinds = NAME_LISTS.includes(kind) ? NAME_LISTS : [kind];
    return kinds.map((other) => this.named(other, fullName)).find((holder) => holder !== undefined);
  }

  /** Names from the top down, joined by colons. */
  fullName(record: ListRecord): string {
    const parent = record.parent === null ? undefined : this.listObject(record.kind, record.parent);
    return parent === undefined ? record.name : this.fullName(parent) + PATH_SEPARATOR + record.name;
  }

  /** 0 at the top. */
  sublevel(record: ListRecord): number {
    const parent = record.parent === null ? undefined : this.listObject(record.kind, record.parent);
    return parent === undefined ? 0 : this.sublevel(parent) + 1;
  }

  externalIdHolder(externalId: string): string | undefined {
    return this.externalIds.get(externalId.toLowerCase());
  }

  /** Adds the record or replaces the one with its id. */
  store(record: ListRecord | TransactionRecord): void {
    this.changed.add(record.id);
    this.restore(record);
  }

  /** Likewise, as something that was there from the start. */
  restore(record: ListRecord | TransactionRecord): void {
    this.forget(record.id);
    if (isList(record)) {
      this.lists.get(record.kind)!.set(record.id, record);
      this.index(record);
    } else {
      this.transactions.get(record.kind)!.set(record.id, record);
      this.balances.add(record);
    }
    const externalId = textOf(record.fields, 'ExternalGUID');
    if (externalId !== undefined) this.externalIds.set(externalId.toLowerCase(), record.id);
  }

  remove(record: ListRecord | TransactionRecord): Deletion {
    const label = isList(record) ? this.fullName(record) : (textOf(record.fields, 'RefNumber') ?? null);
    const deletion = { kind: record.kind, id: record.id, created: record.created, deleted: this.now(), label };
    this.deletions.push(deletion);
    this.changed.add(record.id);
    this.drop(record.id);
    return deletion;
  }

  /** Takes the record out without a trace. */
  drop(id: string): void {
    const record = this.record(id);
    if (record === undefined) return;
    this.forget(id);
    if (isList(record)) this.lists.get(record.kind)!.delete(id);
    else this.transactions.get(record.kind)!.delete(id);
  }

  private forget(id: string): void {
    const before = this.record(id);
    if (before === undefined) return;
    if (isList(before)) this.removeNames(before);
    else this.balances.take(before);
    const externalId = textOf(before.fields, 'ExternalGUID');
    if (externalId !== undefined) this.externalIds.delete(externalId.toLowerCase());
  }

  /** A new name of a parent is one of its children too. */
  private index(record: ListRecord): void {
    this.names.set(nameKey(record.kind, this.fullName(record)), record.id);
    for (const child of this.childrenOf(record)) this.index(child);
  }

  private removeNames(record: ListRecord): void {
    this.names.delete(nameKey(record.kind, this.fullName(record)));
    for (const child of this.childrenOf(record)) this.removeNames(child);
  }

  childrenOf(record: ListRecord): ListRecord[] {
    if (record.kind === 'Employee' || record.kind === 'Vendor') return [];
    return [...this.list(record.kind)].filter(({ parent }) => parent === record.id);
  }

  private isPayable(account: string): boolean {
    const record = this.listObject('Account', account);
    return record !== undefined && record.fields['AccountType'] === 'AccountsPayable';
  }
}

function byKind<Kind extends string, Record>(kinds: readonly Kind[]): Map<Kind, Map<string, Record>> {
  return new Map(kinds.map((kind) => [kind, new Map<string, Record>()]));
}

function nameKey(kind: ListKind, fullName: string): string {
  return `${kind}\n${fullName.toLowerCase()}`;
}
