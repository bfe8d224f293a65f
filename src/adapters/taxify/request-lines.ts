import BigNumber from 'bignumber.js';
import { InvalidValueError } from '../../errors';
import type { TaxAdvisory, TaxLineRequest } from '../tax';
import { toWireNumber, type WireRecord } from './wire-values';

/** Zeros behind the fourth place change nothing. */
const AMOUNT = /^-?\d{1,12}(\.\d{1,4}0*)?$/;
const QUANTITY = /^\d{1,12}(\.\d{1,4}0*)?$/;

const DIGITS = 'at most 12 digits before the point and 4 after it';

export interface RequestLines {
  readonly lines: readonly WireRecord[];
  /** About lines that are not sent. */
  readonly advisories: readonly TaxAdvisory[];
}

/**
 * The lines as Taxify takes them, each with a number, so that the answer's can be told apart. Lines without quantity,
 * which Taxify leaves out without a word, are left out with one. Throws an `InvalidValueError` for what is no line.
 */
export function toRequestLines(lines: readonly TaxLineRequest[]): RequestLines {
  const numbered = lines.map((line, i) => ({ ...line, number: line.number?.trim() || String(i + 1) }));
  numbered.forEach((line, i) => assertLine(line, i, numbered));
  const empty = numbered.filter((line) => new BigNumber(line.quantity).isZero());
  const sent = numbered.filter((line) => !empty.includes(line));
  if (sent.length === 0) {
    const message = 'A document needs at least one line with a quantity other than zero.';
    throw new InvalidValueError('INVALID_INPUT', message, { path: ['lines'] });
  }
  return { lines: sent.map(toWireLine), advisories: empty.map(({ number }) => leftOut(number)) };
}

type NumberedLine = TaxLineRequest & { readonly number: string };

function toWireLine(line: NumberedLine): WireRecord {
  return {
    LineNumber: line.number,
    ItemKey: line.itemKey ?? undefined,
    ActualExtendedPrice: toWireNumber(line.amount),
    Quantity: toWireNumber(line.quantity),
    TaxIncludedInPrice: line.taxIncluded,
    ItemDescription: line.description ?? undefined,
    ItemTaxabilityCode: line.taxCode ?? undefined,
  };
}

function assertLine(line: NumberedLine, i: number, lines: readonly NumberedLine[]): void {
  const path = ['lines', String(i)];
  if (!AMOUNT.test(line.amount)) {
    const expected = 'such as "1234.5678", or "-1234.5678" for what is returned';
    throw invalid(`An amount has ${DIGITS}.`, [...path, 'amount'], expected);
  }
  if (!QUANTITY.test(line.quantity)) {
    const expected = 'such as "1.5"; what is returned has a negative amount instead';
    throw invalid(`A quantity is 0 or more and has ${DIGITS}.`, [...path, 'quantity'], expected);
  }
  if (lines.findIndex(({ number }) => number === line.number) !== i) {
    throw invalid(`Two lines have the number ${JSON.stringify(line.number)}.`, [...path, 'number'], 'another number');
  }
}

function invalid(message: string, path: readonly string[], expected: string): InvalidValueError {
  return new InvalidValueError('INVALID_INPUT', message, { path, expected });
}

function leftOut(number: string): TaxAdvisory {
  return {
    source: 'ELEMENTS',
    code: null,
    message: `Line ${number} was left out: its quantity is zero.`,
    lineNumber: number,
    suggestedAddress: null,
  };
}
