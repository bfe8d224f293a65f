import type { TaxAddress, TaxLineRequest } from '../../adapters/tax';
import { InvalidValueError } from '../../errors';

/** A calculation as a caller asks for it. */
export interface CalculateTaxCommand {
  readonly instanceId: string;
  /** The caller's own. Null: an estimate that is kept nowhere. */
  readonly documentKey: string | null;
  readonly currency: string;
  /** Null: today. */
  readonly taxDate: string | null;
  readonly lines: readonly TaxLineRequest[];
  readonly destination: TaxAddress;
  readonly origin: TaxAddress | null;
  readonly customerKey: string | null;
  readonly customerTaxCode: string | null;
  readonly customerRegistrationNumber: string | null;
  readonly commit: boolean;
  readonly idempotencyKey: string | null;
}

export interface CommitTaxCommand {
  /** Of the document. */
  readonly id: string;
  /** The caller's own; null keeps the key. */
  readonly committedKey: string | null;
  readonly idempotencyKey: string | null;
}

export interface CancelTaxCommand {
  readonly id: string;
  readonly idempotencyKey: string | null;
}

/** A calculation, whoever's repetition of another it is. */
export type Calculation = Omit<CalculateTaxCommand, 'idempotencyKey'>;

export const MAX_TAX_LINES = 1_000;
const TEXT_KEY = /^\P{Cc}{1,200}$/u;

/** Throws an `InvalidValueError` for what no vendor has to be asked about. */
export function assertCalculation({ documentKey, lines, commit }: Calculation): void {
  if (documentKey !== null) assertKey(documentKey, 'documentKey');
  else if (commit) {
    throw new InvalidValueError('INVALID_INPUT', 'A document that is made final needs a key.', {
      path: ['input', 'documentKey'],
      expected: 'such as an invoice number',
    });
  }
  if (lines.length <= MAX_TAX_LINES) return;
  throw new InvalidValueError('LIMIT_EXCEEDED', `A document has at most ${MAX_TAX_LINES} lines.`, {
    path: ['input', 'lines'],
    expected: `At most ${MAX_TAX_LINES} lines.`,
  });
}

/** Throws an `InvalidValueError` for what can be no key of a document. */
export function assertKey(key: string, member: string): void {
  if (TEXT_KEY.test(key) && key.trim() !== '' && !/\p{Surrogate}/u.test(key)) return;
  throw new InvalidValueError('INVALID_INPUT', 'A document key has 1 to 200 characters, none of them a control.', {
    path: ['input', member],
    expected: 'such as an invoice number',
  });
}
