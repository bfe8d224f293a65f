import type { VendorConnection } from '../../adapter';
import { objectOf, idOf, type RawObject } from '../mapping/raw-object';
import { select } from '../query';
import { ask, type Question } from './company-query';

/** Where the company's own currency is kept. */
export const PREFERENCES: Question = { entity: 'Preferences', statement: select({ entity: 'Preferences' }) };

/** The currency of a company: objects name theirs, most of the time. Asked for once, and only where one does not. */
export class HomeCurrency {
  private asked: Promise<string | null> | null = null;

  constructor(private readonly connection: VendorConnection) {}

  /** What another call has brought along. */
  isTold(preferences: readonly RawObject[]): void {
    this.asked = Promise.resolve(currencyIn(preferences));
  }

  /** Null where the preferences do not say. */
  get(): Promise<string | null> {
    this.asked ??= ask(this.connection, 'books.currency', PREFERENCES).then(currencyIn);
    return this.asked;
  }
}

function currencyIn([preferences]: readonly RawObject[]): string | null {
  const code = idOf(objectOf(preferences?.CurrencyPrefs).HomeCurrency)?.toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : null;
}
