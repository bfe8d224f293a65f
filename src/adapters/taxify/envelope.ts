import { isWireRecord, parseWire, readBoolean, readRecords, readText, type WireRecord } from './wire-values';

/** What is in the `d` of an answer: how it went, and the result beside it. */
export interface Envelope {
  /** By Taxify's word alone; an error that is no warning fails an answer all the same. Null when it does not say. */
  readonly status: 'SUCCESS' | 'FAILURE' | null;
  readonly errors: readonly EnvelopeError[];
  readonly warnings: readonly EnvelopeError[];
  readonly fields: WireRecord;
}

export type ErrorKind = 'AUTHENTICATION' | 'SERVER' | 'VALIDATION';

export interface EnvelopeError {
  readonly code: string | null;
  readonly message: string | null;
  /** Null when it is none that we know. */
  readonly kind: ErrorKind | null;
  /** An address that Taxify thinks was meant. */
  readonly suggestion: WireRecord | null;
}

/**
 * JSON has the number, SOAP the name. The names are Taxify's documentation's; that they are numbered in this order is
 * inferred from the enumeration of results, and nowhere said.
 */
const KINDS: Readonly<Record<string, ErrorKind>> = {
  '0': 'AUTHENTICATION',
  '1': 'SERVER',
  '2': 'VALIDATION',
  authentication: 'AUTHENTICATION',
  server: 'SERVER',
  validation: 'VALIDATION',
};

/** Null when the text is anything else than an object `d` in an object. */
export function parseEnvelope(text: string): Envelope | null {
  const document = parseWire(text);
  if (!isWireRecord(document) || !isWireRecord(document.d)) return null;
  const fields = document.d;
  const items = readRecords(fields.Errors, 'Error');
  const isWarning = (item: WireRecord): boolean => readBoolean(item.IsWarning) === true;
  return {
    status: readStatus(fields.ResponseStatus),
    errors: items.filter((item) => !isWarning(item)).map(readError),
    warnings: items.filter(isWarning).map(readError),
    fields,
  };
}

export function hasSucceeded({ status, errors }: Envelope): boolean {
  return status === 'SUCCESS' && errors.length === 0;
}

function readStatus(value: unknown): Envelope['status'] {
  switch (readText(value)?.toLowerCase()) {
    case '1':
    case 'success':
      return 'SUCCESS';
    case '0':
    case 'failure':
      return 'FAILURE';
    default:
      return null;
  }
}

function readError(item: WireRecord): EnvelopeError {
  const { AddressSuggestion: suggestion } = isWireRecord(item.Data) ? item.Data : {};
  return {
    code: readText(item.Code),
    message: readText(item.Message),
    kind: KINDS[readText(item.Type)?.toLowerCase() ?? ''] ?? null,
    suggestion: isWireRecord(suggestion) ? suggestion : null,
  };
}
