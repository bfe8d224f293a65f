import type { StoredDocument } from './sandbox-state';
import { cancelledDocument, committedDocument, unknownDocument } from './refusal';

/** The points of the life cycle that are not known of Taxify. */
export interface LifeCycleRules {
  /** A committed document is refused to be replaced. */
  readonly keepsCommitted: boolean;
  readonly refusesSecondCommit: boolean;
  readonly acceptsUnknownCommit: boolean;
  readonly refusesUnknownCancel: boolean;
}

/** Documents of one account by key: DRAFT, COMMITTED or CANCELLED, each to be written over by the next calculation. */
export class DocumentStore {
  constructor(
    private readonly documents: Record<string, StoredDocument>,
    private readonly onChange: () => void,
  ) {}

  get(key: string): StoredDocument | undefined {
    return Object.hasOwn(this.documents, key) ? this.documents[key] : undefined;
  }

  /** Throws a `Refusal`. */
  assertReplaceable(key: string, rules: LifeCycleRules): void {
    if (rules.keepsCommitted && this.get(key)?.state === 'COMMITTED') throw committedDocument(key);
  }

  /** Stores or replaces. Throws a `Refusal`. */
  put(key: string, document: StoredDocument, rules: LifeCycleRules): void {
    this.assertReplaceable(key, rules);
    this.set(key, document);
  }

  /** Throws a `Refusal`. */
  commit(key: string, committedKey: string, rules: LifeCycleRules, at: string): void {
    const document = this.get(key);
    if (document === undefined) {
      if (rules.acceptsUnknownCommit) return;
      throw unknownDocument(key);
    }
    if (document.state === 'CANCELLED') throw cancelledDocument(key);
    if (document.state === 'COMMITTED' && rules.refusesSecondCommit) throw committedDocument(key);
    if (committedKey !== key) this.assertReplaceable(committedKey, rules);
    delete this.documents[key];
    this.set(committedKey, { ...document, state: 'COMMITTED', changedAt: at });
  }

  /** Throws a `Refusal`. */
  cancel(key: string, rules: LifeCycleRules, at: string): void {
    const document = this.get(key);
    if (document !== undefined) this.set(key, { ...document, state: 'CANCELLED', changedAt: at });
    else if (rules.refusesUnknownCancel) throw unknownDocument(key);
  }

  private set(key: string, document: StoredDocument): void {
    // Not by assignment: a key may be `__proto__`.
    Object.defineProperty(this.documents, key, {
      value: document,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    this.onChange();
  }
}
