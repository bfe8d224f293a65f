import type { TaxAddress, TaxDocumentRequest, TaxLineRequest } from '../../adapters/tax';
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
/** Of any text that goes with a document: what is kept of one must not grow without end. */
export const MAX_TAX_TEXT = 500;
const NO_TEXT = /[^\P{Cc}\t\n\r]|\p{Surrogate}/u;
const TEXT_KEY = /^\P{Cc}{1,200}$/u;

/** What the vendor is asked. Where no day is given, it is that of `now`, in UTC. */
export function toTaxRequest(
  { instanceId: _instanceId, documentKey: _documentKey, ...command }: Calculation,
  now: Date,
): Omit<TaxDocumentRequest, 'documentKey'> {
  return { ...command, taxDate: command.taxDate ?? now.toISOString().slice(0, 10) };
}

/** Throws an `InvalidValueError` for what no vendor has to be asked about. */
export function assertCalculation(calculation: Calculation): void {
  const { documentKey, lines, commit } = calculation;
  if (documentKey !== null) assertKey(documentKey, 'documentKey');
  else if (commit) {
    throw new InvalidValueError('INVALID_INPUT', 'A document that is made final needs a key.', {
      path: ['input', 'documentKey'],
      expected: 'such as an invoice number',
    });
  }
  if (lines.length > MAX_TAX_LINES) {
    throw new InvalidValueError('LIMIT_EXCEEDED', `A document has at most ${MAX_TAX_LINES} lines.`, {
      path: ['input', 'lines'],
      expected: `At most ${MAX_TAX_LINES} lines.`,
    });
  }
  assertTexts(calculation, ['input']);
}

/** Throws an `InvalidValueError` for an address with a text that is none. */
export function assertAddress(address: TaxAddress): void {
  assertTexts(address, ['input', 'address']);
}

/** Throws for the first text in the value that is too long, or that holds what no text does. */
function assertTexts(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') assertText(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [member, inner] of Object.entries(value)) assertTexts(inner, [...path, member]);
}

function assertText(text: string, path: readonly string[]): void {
  const { length } = [...text];
  if (length <= MAX_TAX_TEXT && !NO_TEXT.test(text)) return;
  const expected = `At most ${MAX_TAX_TEXT} characters, no controls but tabs and line ends.`;
  const message = length > MAX_TAX_TEXT ? `It has ${length} characters.` : 'It holds characters that no text has.';
  throw new InvalidValueError('INVALID_INPUT', message, { path, expected });
}

/** Throws an `InvalidValueError` for what can be no key of a document. */
export function assertKey(key: string, member: string): void {
  if (TEXT_KEY.test(key) && key.trim() !== '' && !/\p{Surrogate}/u.test(key)) return;
  throw new InvalidValueError('INVALID_INPUT', 'A document key has 1 to 200 characters, none of them a control.', {
    path: ['input', member],
    expected: 'such as an invoice number',
  });
}
