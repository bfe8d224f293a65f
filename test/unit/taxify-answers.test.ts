import type { VendorConnection } from '../../src/adapters/adapter';
import type { VendorHttp, VendorResponse } from '../../src/adapters/http/vendor-http';
import { calculateTax } from '../../src/adapters/taxify/operations/calculate-tax';
import { listTaxCodes } from '../../src/adapters/taxify/operations/list-codes';
import { toVendorError } from '../../src/adapters/taxify/errors';
import { TaxDocumentStateError, type TaxDocumentResult } from '../../src/adapters/tax';
import {
  VendorAuthenticationError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import { TestClock } from '../support/clock';
import { taxDocument } from '../support/tax-requests';

const now = new Date('2026-08-15T12:00:00Z');
const EXCEPTION = JSON.stringify({
  Message: 'Invalid JSON primitive: x.',
  StackTrace: '   at System.Web.Script',
  ExceptionType: 'System.ArgumentException',
});

function failure(errors: unknown, status: unknown = 0): string {
  return JSON.stringify({ d: { Errors: errors, ResponseStatus: status } });
}

function item(Type: unknown, Message = 'No', Code: unknown = 7): object {
  return { Code, Key: null, Message, Target: 0, Type, IsWarning: false, Data: null };
}

describe('what a failing answer of Taxify means', () => {
  it.each([
    ['a number for the type', 200, failure([item(0)]), VendorAuthenticationError, '7'],
    ['a name for the type', 200, failure([item('Authentication')]), VendorAuthenticationError, '7'],
    ['an error of the server', 200, failure([item(1)]), VendorUnavailableError, '7'],
    ['a validation', 200, failure([item(2)]), VendorRejectedError, '7'],
    ['a text for the code', 200, failure([item('Validation', 'No', '2707')]), VendorRejectedError, '2707'],
    ['a type that is none', 200, failure([item(99)]), VendorRejectedError, '7'],
    ['the error itself for the list', 200, failure(item(2)), VendorRejectedError, '7'],
    ['a wrapped list', 200, failure({ Error: [item(1)] }), VendorUnavailableError, '7'],
    ['a wrapped error', 200, failure({ Error: item(1) }), VendorUnavailableError, '7'],
    ['a wrong key among other errors', 200, failure([item(2), item(0), item(1)]), VendorAuthenticationError, '7'],
    ['a validation before the server', 200, failure([item(1, 'a', 1), item(2, 'b', 2)]), VendorRejectedError, '2'],
    ['an error under a success', 200, failure([item(2)], 1), VendorRejectedError, '7'],
    ['an error under a success in words', 200, failure([item(2)], 'Success'), VendorRejectedError, '7'],
    ['a failure without errors', 200, failure([]), VendorRejectedError, null],
    ['a failure in words without errors', 200, failure(null, 'Failure'), VendorRejectedError, null],
    ['neither success nor failure', 200, failure(null, null), VendorProtocolError, null],
    ['an exception, which is no outage', 500, EXCEPTION, VendorRejectedError, 'System.ArgumentException'],
    ['an operation that there is not', 500, 'Unknown web method GetCodez.', VendorRejectedError, 'HTTP 500'],
    ['a page of the server', 500, '<html><h1>Runtime Error</h1></html>', VendorUnavailableError, 'HTTP 500'],
    ['a page of a gateway', 503, '<html></html>', VendorUnavailableError, 'HTTP 503'],
    ['a page with success', 200, '<!DOCTYPE html><html></html>', VendorUnavailableError, 'HTTP 200'],
    ['no `d`', 200, '{"ResponseStatus":1}', VendorProtocolError, 'HTTP 200'],
    ['a `d` that is no object', 200, '{"d":"Taxify 1.0"}', VendorProtocolError, 'HTTP 200'],
    ['half an answer', 200, '{"d":{"Errors"', VendorProtocolError, 'HTTP 200'],
    ['nothing', 200, '', VendorProtocolError, 'HTTP 200'],
    ['a status of a gateway', 401, '', VendorAuthenticationError, 'HTTP 401'],
    ['an address that is wrong', 404, '<html></html>', VendorRejectedError, 'HTTP 404'],
  ])('%s', (_what, status, body, family, vendorCode) => {
    const error = toVendorError({ status, body, now });
    expect(error).toBeInstanceOf(family);
    expect(error.vendorCode).toBe(vendorCode);
  });

  it('waits as long as it is told to, or ten seconds', () => {
    const limited = toVendorError({ status: 429, body: '', retryAfter: '7', now });
    expect(limited).toBeInstanceOf(VendorRateLimitError);
    expect(limited).toMatchObject({ retryAfterSeconds: 7 });
    expect(toVendorError({ status: 429, body: '', now })).toMatchObject({ retryAfterSeconds: 10 });
  });

  it('asks for the address that may be meant', () => {
    const AddressSuggestion = { City: 'Boulder', State: 'CO', Street1: '1877 Broadway', Zip1: '80302', Zip2: '5245' };
    const body = failure([{ ...item(2, 'Address could not be resolved.'), Data: { AddressSuggestion } }]);
    expect(toVendorError({ status: 200, body, now }).message).toBe(
      'Taxify refused the request: "Address could not be resolved" (code 7). ' +
        'Is "1877 Broadway, Boulder, CO 80302-5245" meant?',
    );
  });

  it('tells all errors, and no more of them than can be read', () => {
    const body = failure(Array.from({ length: 9 }, (_, i) => item(2, `Fault ${i}. ${'x'.repeat(900)}`, i)));
    const { message } = toVendorError({ status: 200, body, now });
    expect(message).toContain('Fault 4');
    expect(message.length).toBeLessThan(3_000);
  });
});

describe('what a successful answer of Taxify means', () => {
  const clock = new TestClock();

  function connectionTo(body: string): VendorConnection {
    const response: VendorResponse = {
      status: 200,
      headers: {},
      body: (async function* () {})(),
      text: () => Promise.resolve(body),
    };
    const http: VendorHttp = {
      call: (_request, read) => read(response),
      stream: (_request, read) => read(response),
    };
    return { configuration: { 'api.key': '1234', 'base.url': 'https://taxify.example.com' }, http, clock };
  }

  function calculated(members: string): Promise<TaxDocumentResult> {
    const total =
      members.includes('"SalesTaxAmount":') && !members.includes('TaxLineDetails') ? '' : '"SalesTaxAmount":9.73,';
    const body = `{"d":{"IsCommitted":false,${total}"Errors":null,"ResponseStatus":1,${members}}}`;
    return calculateTax(connectionTo(body), taxDocument());
  }

  function line(members: object): string {
    const whole = { LineNumber: '1', Amount: 100, ExemptAmount: 0, TaxRate: 0.1, SalesTaxAmount: 10, ...members };
    return `"TaxLineDetails":[${JSON.stringify(whole)}]`;
  }

  it('keeps every digit of a decimal and drops what doubles add', async () => {
    const details = '"LineNumber":"1","Amount":123456789012.3456,"ExemptAmount":0,"TaxRate":0.08845000000000001';
    const { lines, totalTax } = await calculated(`"TaxLineDetails":[{${details},"SalesTaxAmount":8.845E-05}]`);
    expect(totalTax).toEqual({ amount: '9.73', currency: 'USD' });
    expect(lines[0]).toMatchObject({
      taxableAmount: { amount: '123456789012.3456' },
      rate: '0.08845',
      tax: '0.00008845',
    });
  });

  it('does not write out a number that would fill the memory', async () => {
    const { vendorFields } = await calculated('"Large":1e9999999,"Small":[-1e-9999999]');
    expect(vendorFields).toMatchObject({ Large: '1e9999999', Small: ['-1e-9999999'] });
    for (const amount of ['1e9999999', '"1e9999999"', '100000000000000']) {
      const attempt = calculated(`"SalesTaxAmount":${amount}`);
      await expect(attempt).rejects.toThrow("Taxify's answer does not say the tax of the document.");
    }
    expect(await calculated('"SalesTaxAmount":-99999999999999.99')).toMatchObject({
      totalTax: { amount: '-99999999999999.99' },
    });
    expect(await calculated('"SalesTaxAmount":1e-9999999')).toMatchObject({ totalTax: { amount: '0' } });
  });

  it.each([
    ['the whole price with an exempt part', { Amount: 100, ExemptAmount: 40, SalesTaxAmount: 6 }, '60'],
    ['the taxed part beside the exempt one', { Amount: 60, ExemptAmount: 40, SalesTaxAmount: 6 }, '60'],
    ['the whole price, exempt', { Amount: 100, ExemptAmount: 100, TaxRate: 0, SalesTaxAmount: 0 }, '0'],
    ['nothing beside what is exempt', { Amount: 0, ExemptAmount: 100, TaxRate: 0, SalesTaxAmount: 0 }, '0'],
    ['a returned price, exempt', { Amount: -100, ExemptAmount: -100, TaxRate: 0, SalesTaxAmount: 0 }, '0'],
    ['a price', {}, '100'],
  ])('takes an amount for %s', async (_what, members, amount) => {
    const { lines } = await calculated(line(members));
    expect(lines[0]!.taxableAmount.amount).toBe(amount);
  });

  it('reads lists of one that are no lists', async () => {
    const jurisdiction = {
      JurisdictionType: 'SpecialDistrict',
      JurisdictionName: 'RTD',
      JurisdictionTaxRate: 0.01,
      JurisdictionTaxAmount: 1.1,
    };
    const { jurisdictions } = await calculated(
      `"TaxJurisdictionDetails":${JSON.stringify({ TaxJurisdictionDetail: jurisdiction })}`,
    );
    expect(jurisdictions).toEqual([
      { name: 'RTD', kind: 'DISTRICT', rate: '0.01', tax: { amount: '1.1', currency: 'USD' } },
    ]);
  });

  it('reads what it does not know as such', async () => {
    const { effectiveAddress, effectiveAddressKind, jurisdictions, destination } = await calculated(
      `"EffectiveTaxAddressType":"ORIGIN","EffectiveTaxAddress":{"Region":"CO","ValidationStatus":"Maybe","City":""},` +
        `"DestinationAddress":{"City":"","Region":""},"TaxJurisdictionDetails":[{"JurisdictionType":"Moon",` +
        `"JurisdictionTaxRate":"0.1","JurisdictionTaxAmount":"2"}]`,
    );
    expect(effectiveAddressKind).toBe('ORIGIN');
    expect(effectiveAddress).toMatchObject({ region: 'CO', city: null, validation: 'UNKNOWN', use: 'UNKNOWN' });
    expect(destination).toBeNull();
    expect(jurisdictions[0]).toMatchObject({ name: '', kind: 'OTHER' });
  });

  it('tells of a final document that nobody asked for', async () => {
    const body = '{"d":{"DocumentKey":"INV-1","IsCommitted":"true","SalesTaxAmount":1,"ResponseStatus":"Success"}}';
    const error: unknown = await calculateTax(connectionTo(body), taxDocument()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TaxDocumentStateError);
    expect(error).toMatchObject({ answered: { state: 'COMMITTED', documentKey: 'INV-1' } });
  });

  it('leaves numbers alone that look like the key', async () => {
    const { lines } = await calculated(line({ Amount: 12345, SalesTaxAmount: 1234.5 }));
    expect(lines[0]).toMatchObject({ tax: '1234.5', taxableAmount: { amount: '12345' } });
  });

  it.each([
    ['the tax of the document', '{"d":{"IsCommitted":false,"ResponseStatus":1}}'],
    ['whether the document is final', '{"d":{"SalesTaxAmount":1,"ResponseStatus":1}}'],
    [
      'the rate of a line',
      '{"d":{"IsCommitted":false,"SalesTaxAmount":1,"ResponseStatus":1,"TaxLineDetails":[{"SalesTaxAmount":1}]}}',
    ],
  ])('misses %s', async (what, body) => {
    const attempt = calculateTax(connectionTo(body), taxDocument());
    await expect(attempt).rejects.toThrow(new VendorProtocolError(`Taxify's answer does not say ${what}.`));
  });

  it('misses a list of codes, and takes none for an empty one', async () => {
    const codes = (value: unknown): Promise<unknown> =>
      listTaxCodes(connectionTo(JSON.stringify({ d: { Codes: value, ResponseStatus: 1 } })), 'ITEM');
    await expect(codes('CLOTHING')).rejects.toBeInstanceOf(VendorProtocolError);
    expect(await codes(null)).toEqual([]);
    expect(await codes(['A', 'A', ' ', 'B'])).toEqual([
      { code: 'A', kind: 'ITEM' },
      { code: 'B', kind: 'ITEM' },
    ]);
  });
});
