import type { VendorConnection } from '../../adapter';
import type { TaxCodeKind, TaxCodeValue } from '../../tax';
import { VendorProtocolError } from '../../vendor-error';
import { callOperation } from '../client';
import { readText } from '../wire-values';

const CODE_TYPES: Readonly<Record<TaxCodeKind, string>> = { ITEM: 'Item', CUSTOMER: 'Customer' };

/** The taxability codes of the account, each once, in Taxify's order. */
export async function listTaxCodes(
  connection: VendorConnection,
  kind: TaxCodeKind,
  purpose = 'tax-codes.list',
): Promise<TaxCodeValue[]> {
  const fields = { CodeType: CODE_TYPES[kind] };
  const answer = await callOperation(connection, { operation: 'GetCodes', purpose, fields, repeatable: true });
  const { Codes: codes } = answer.fields;
  if (!Array.isArray(codes) && codes !== null) {
    throw new VendorProtocolError("Taxify's answer about taxability codes holds no list.");
  }
  const texts = (codes ?? []).flatMap((code: unknown) => readText(code) ?? []);
  return [...new Set(texts)].map((code) => ({ code, kind }));
}
