import { InvalidValueError } from '../../../errors';
import type { VendorConnection } from '../../adapter';
import { TaxDocumentStateError, type TaxDocumentRequest, type TaxDocumentResult } from '../../tax';
import { toWireAddress } from '../address';
import { callOperation } from '../client';
import { assertDocumentKey } from '../document-key';
import { CURRENCY, toTaxDocument } from '../document-mapping';
import { toRequestLines } from '../request-lines';
import { settleChange } from '../settle-change';
import type { WireRecord } from '../wire-values';

/**
 * Calculates a document, and files it when `commit`. Without a key it is an estimate that Taxify does not keep.
 *
 * Throws, before anything is sent, an `InvalidValueError`. Of a `commit` whose answer was lost even when repeated, a
 * `VendorOutcomeUnknownError`: the document may be COMMITTED, and the same request again settles it. Where Taxify answers
 * with another state than was asked for, a `TaxDocumentStateError` that holds the document as it is there. After any
 * other error of a `commit` nothing was changed; a draft may have been stored or replaced, which files nothing.
 */
export async function calculateTax(
  connection: VendorConnection,
  request: TaxDocumentRequest,
): Promise<TaxDocumentResult> {
  assertRequest(request);
  const { lines, advisories } = toRequestLines(request.lines);
  const fields = toFields(request, lines);
  const send = async (repeatable: boolean): Promise<TaxDocumentResult> => {
    const purpose = request.commit ? 'taxes.commit' : 'taxes.calculate';
    const answer = await callOperation(connection, { operation: 'CalculateTax', purpose, fields, repeatable });
    return assertState(request, toTaxDocument(request, answer, advisories));
  };
  return request.commit ? settleChange(request.documentKey ?? '', send) : send(true);
}

function toFields(request: TaxDocumentRequest, lines: readonly WireRecord[]): WireRecord {
  return {
    DocumentKey: request.documentKey ?? undefined,
    TaxDate: request.taxDate,
    // Which of the two spellings counts is not certain, and the one that does not is ignored without a word.
    IsCommited: request.commit,
    IsCommitted: request.commit,
    CustomerKey: request.customerKey ?? undefined,
    CustomerTaxabilityCode: request.customerTaxCode ?? undefined,
    CustomerRegistrationNumber: request.customerRegistrationNumber ?? undefined,
    DestinationAddress: toWireAddress(request.destination, ['destination']),
    OriginAddress: request.origin === null ? undefined : toWireAddress(request.origin, ['origin']),
    Lines: lines,
  };
}

function assertRequest({ documentKey, commit, currency, taxDate }: TaxDocumentRequest): void {
  if (documentKey !== null) assertDocumentKey(documentKey, 'documentKey');
  else if (commit) throw invalid('documentKey', 'A document that is made final needs a key.', 'an invoice number');
  if (currency !== CURRENCY) throw invalid('currency', 'Taxify calculates in US dollars only.', CURRENCY);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(taxDate) && !Number.isNaN(Date.parse(taxDate));
  if (!isDay) throw invalid('taxDate', 'A tax date is a day, without a time.', 'yyyy-MM-dd');
}

/** Taxify ignores what it does not know: a flag that did not arrive would leave tax unfiled under a success. */
function assertState(request: TaxDocumentRequest, document: TaxDocumentResult): TaxDocumentResult {
  if ((document.state === 'COMMITTED') === request.commit) return document;
  const difference = request.commit
    ? 'was asked for a final document and answered with a draft, which is not filed until it is committed'
    : 'was asked for a draft and answered with a final document, which is filed unless it is cancelled';
  throw new TaxDocumentStateError(`Taxify ${difference}: ${JSON.stringify(document.documentKey)}.`, document);
}

function invalid(member: string, message: string, expected: string): InvalidValueError {
  return new InvalidValueError('INVALID_INPUT', message, { path: [member], expected });
}
