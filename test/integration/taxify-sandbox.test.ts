import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type AccountKind, type RunningSandbox } from '../../src/adapters/taxify/sandbox';
import { TestClock } from '../support/clock';
import { TaxifyClient, toPlainAnswer, type WireObject } from '../support/taxify-client';

const BOULDER = { Street1: '', City: 'Boulder', Region: 'CO', PostalCode: '80302', Country: 'US' };
const SAN_FRANCISCO = { City: 'San Francisco', Region: 'CA', PostalCode: '94110' };

function cart(members: object = {}): object {
  return { DocumentKey: 'A-1', DestinationAddress: BOULDER, Lines: [{ ActualExtendedPrice: 100 }], ...members };
}

function prices(...amounts: number[]): object[] {
  return amounts.map((ActualExtendedPrice) => ({ ActualExtendedPrice, Quantity: 1 }));
}

function listOf(answer: WireObject, name: string): WireObject[] {
  return answer[name] as WireObject[];
}

describe('the Taxify sandbox', () => {
  const clock = new TestClock(undefined, true);
  let running: RunningSandbox;
  let client: TaxifyClient;
  let old: TaxifyClient;

  beforeAll(async () => {
    running = await createSandbox({ clock });
    client = new TaxifyClient(running);
    old = new TaxifyClient(running, client.apiKey, '1.0');
  });

  afterAll(() => running.close());

  describe('calculates', () => {
    test('the sample of the documentation to the cent, in its order and with its quirks', async () => {
      const answer = await client.call('CalculateTax', {
        DocumentKey: 'vector-1',
        TaxDate: '2015-06-01',
        DestinationAddress: BOULDER,
        Lines: [
          { ItemKey: 'Shirt001', ActualExtendedPrice: 100, ItemTaxabilityCode: 'GENERALMERCHANDISE' },
          { ActualExtendedPrice: '10.00', ItemTaxabilityCode: 'shipping' },
        ],
      });
      expect(Object.keys(answer)).toEqual([
        '__type',
        'DocumentKey',
        'SalesTaxAmount',
        'TaxJurisdictionSummary',
        'DestinationAddress',
        'OriginAddress',
        'EffectiveTaxAddress',
        'EffectiveTaxAddressType',
        'TaxJurisdictionDetails',
        'TaxLineDetails',
        'EffectiveTaxDate',
        'CustomerTaxabilityCode',
        'IsCommitted',
        'TaxFilingLocationCode',
        'ExtendedProperties',
        'Errors',
        'ResponseStatus',
      ]);
      expect(answer).toMatchObject({
        __type: 'ShipCompliant.WebServices.Taxify.One.Core.CalculateTaxResponse',
        DocumentKey: 'vector-1',
        SalesTaxAmount: 9.73,
        TaxJurisdictionSummary: 'TAX: CO,BOULDER CNTY,BOULDER,RTD,CD',
        EffectiveTaxAddressType: 'destination',
        EffectiveTaxDate: '2015-06-01',
        CustomerTaxabilityCode: 'Retail',
        IsCommitted: false,
        ExtendedProperties: [],
        Errors: null,
        ResponseStatus: 1,
      });
      expect(answer['DestinationAddress']).toMatchObject({ Street1: '', County: 'Boulder', ExtendedProperties: null });
      expect(answer['OriginAddress']).toMatchObject({ Street1: '1877 Broadway', Street2: 'Ste 703' });
      expect(listOf(answer, 'TaxLineDetails')).toEqual([
        {
          LineNumber: '1',
          ItemKey: 'shirt001',
          ItemTaxabilityCode: 'GENERALMERCHANDISE',
          Amount: 100,
          ExemptAmount: 0,
          TaxRate: 0.08845,
          SalesTaxAmount: 8.845,
          ExtendedProperties: [],
        },
        {
          LineNumber: '2',
          ItemKey: '(UNSPECIFIED FREIGHT)',
          ItemTaxabilityCode: 'Freight',
          Amount: 10,
          ExemptAmount: 0,
          TaxRate: 0.08845,
          SalesTaxAmount: 0.8845,
          ExtendedProperties: [],
        },
      ]);
      const jurisdictions = listOf(answer, 'TaxJurisdictionDetails');
      expect(jurisdictions.map((each) => each['JurisdictionTaxAmount'])).toEqual([3.19, 1.08, 4.25, 1.1, 0.11]);
      expect(jurisdictions[0]).toEqual({
        AppliedTo: 'Freight,General',
        JurisdictionType: 'State',
        JurisdictionName: 'CO',
        JurisdictionTaxRate: 0.029,
        JurisdictionTaxAmount: 3.19,
        IsPaidToState: true,
        ExtendedProperties: [],
      });
    });

    test.each([
      [[295, 75], 32.38, [25.8125, 6.5625], [27.75, 4.63]],
      [[450], 39.38, [39.375], [33.75, 5.63]],
    ])('%p in San Francisco as it was recorded from 1.0', async (amounts, total, lines, jurisdictions) => {
      const answer = await old.call(
        'CalculateTax',
        cart({ DestinationAddress: SAN_FRANCISCO, Lines: prices(...amounts) }),
      );
      expect(answer).toMatchObject({
        SalesTaxAmount: total,
        TaxJurisdictionSummary: expect.stringMatching(/^CA, SAN/),
      });
      expect(answer).not.toHaveProperty('TaxFilingLocationCode');
      expect(listOf(answer, 'TaxLineDetails').map((line) => line['SalesTaxAmount'])).toEqual(lines);
      const details = listOf(answer, 'TaxJurisdictionDetails');
      expect(details.map((each) => each['JurisdictionTaxAmount'])).toEqual(jurisdictions);
      expect(details[0]).toMatchObject({ AppliedTo: 'GeneralMerchandise', JurisdictionName: 'CA' });
      expect(details[0]).not.toHaveProperty('IsPaidToState');
    });

    test.each([
      ['a buyer who resells', { CustomerTaxabilityCode: 'RESALE' }, 0],
      ['an item that is not taxed', { Lines: [{ ActualExtendedPrice: 100, ItemTaxabilityCode: '-Not Taxable-' }] }, 0],
      ['a state without sales tax', { DestinationAddress: { City: 'Portland', Region: 'OR', PostalCode: '97204' } }, 0],
      [
        'freight in California',
        { DestinationAddress: SAN_FRANCISCO, Lines: [{ ActualExtendedPrice: 100, ItemTaxabilityCode: 'FR' }] },
        0,
      ],
      [
        'clothing in New Jersey',
        { DestinationAddress: { Region: 'NJ' }, Lines: [{ ActualExtendedPrice: 100, ItemTaxabilityCode: 'CLOTHING' }] },
        0,
      ],
      ['clothing in Colorado', { Lines: [{ ActualExtendedPrice: 100, ItemTaxabilityCode: 'CLOTHING' }] }, 8.85],
      [
        'Denver without a ZIP code',
        { DestinationAddress: { Street1: '1500 Broadway', City: 'Denver', Region: 'CO' } },
        8.81,
      ],
      ['Frederick, Maryland', { DestinationAddress: { PostalCode: '21701' } }, 6],
      ['a whole address in one line', { DestinationAddress: { Street1: '1877 Broadway, Boulder, CO 80302' } }, 8.85],
      ['a return', { Lines: prices(-100) }, -8.85],
      ['a line without quantity', { Lines: [...prices(100), { ActualExtendedPrice: 50, Quantity: 0 }] }, 8.85],
      ['a price with its tax', { Lines: [{ ActualExtendedPrice: 108.85, TaxIncludedInPrice: true }] }, 8.85],
      ['a discount of the order', { Discounts: [{ Order: 1, Code: 'X', Amount: 50, DiscountType: 'cart' }] }, 4.42],
    ])('%s', async (_what, members, total) => {
      expect(await client.call('CalculateTax', cart(members))).toMatchObject({ SalesTaxAmount: total });
    });

    test('what is exempt as such', async () => {
      const answer = await client.call('CalculateTax', cart({ CustomerTaxabilityCode: 'Resale' }));
      expect(listOf(answer, 'TaxLineDetails')[0]).toMatchObject({ Amount: 100, ExemptAmount: 100, TaxRate: 0 });
      expect(answer['CustomerTaxabilityCode']).toBe('Resale');
    });

    test('nothing where the account has no nexus', async () => {
      const noNexus = new TaxifyClient(running, running.sandbox.apiKey('noNexus'));
      const inCalifornia = cart({ DestinationAddress: SAN_FRANCISCO });
      expect(await noNexus.call('CalculateTax', inCalifornia)).toMatchObject({
        SalesTaxAmount: 0,
        TaxJurisdictionDetails: [],
      });
      expect(await noNexus.call('CalculateTax', inCalifornia, 'nexus=error')).toMatchObject({ ResponseStatus: 0 });
      expect(await noNexus.call('CalculateTax', cart())).toMatchObject({ SalesTaxAmount: 8.85 });
    });

    test('at the origin for an account that is taxed there', async () => {
      const sourced = new TaxifyClient(running, running.sandbox.apiKey('originSourced'));
      const answer = await sourced.call('CalculateTax', cart({ DestinationAddress: SAN_FRANCISCO }));
      expect(answer).toMatchObject({ EffectiveTaxAddressType: 'origin', SalesTaxAmount: 8.85 });
    });
  });

  describe('reads', () => {
    test('names in any case, without quotes, and ignores what it does not know', async () => {
      const body = `{CalculateTax: {security: {password: '${client.apiKey}'}, documentKey: 'loose', currency: 'USD',
        destinationAddress: {postalCode: '80302'}, lines: [{actualExtendedPrice: '100.00', Amount: 7}]}}`;
      const answer = await client.postText('CalculateTax', body);
      expect(JSON.parse(answer.text)).toMatchObject({ d: { SalesTaxAmount: 8.85, DocumentKey: 'loose' } });
    });

    test('nested requests behind a switch only', async () => {
      const nested = { Request: { ...cart(), Lines: { TaxRequestLine: prices(100) } } };
      expect(await client.call('CalculateTax', nested)).toMatchObject({ ResponseStatus: 0 });
      expect(await client.call('CalculateTax', nested, 'nested-request')).toMatchObject({ SalesTaxAmount: 8.85 });
    });

    test.each([
      ['malformed JSON', '{"CalculateTax": ', 'System.ArgumentException'],
      ['another root', '{"Calculate": {}}', 'System.InvalidOperationException'],
      ['a list for an object', '{"CalculateTax": []}', 'System.InvalidOperationException'],
    ])('%s as an exception', async (_what, body, ExceptionType) => {
      const answer = await client.postText('CalculateTax', body);
      expect(answer.status).toBe(500);
      expect(answer.headers.get('jsonerror')).toBe('true');
      expect(JSON.parse(answer.text)).toMatchObject({ ExceptionType, Message: expect.any(String) });
    });

    test.each([
      ['a thousands separator', { Lines: [{ ActualExtendedPrice: '1,234.50' }] }],
      ['a flag that is none', { IsCommited: 'maybe' }],
      ['a date that is none', { TaxDate: '15.08.2026' }],
    ])('%s as an exception', async (_what, members) => {
      const answer = await client.post('CalculateTax', cart(members));
      expect([answer.status, answer.headers.get('jsonerror')]).toEqual([500, 'true']);
    });

    test('other methods, content types, operations and paths as ASP.NET does', async () => {
      const get = await toPlainAnswer(await fetch(client.address('CalculateTax')));
      expect([get.status, get.text]).toEqual([500, expect.stringContaining('unrecognized')]);
      const form = await client.postText('CalculateTax', 'a=b', '', 'application/x-www-form-urlencoded');
      expect([form.status, form.text]).toEqual([500, expect.stringContaining('invalid')]);
      expect((await client.post('calculateTax', {})).text).toContain('Unknown web method');
      expect((await client.post('CalculateTax/', {})).text).toContain('Unknown web method');
      expect((await fetch(`${running.origin}/taxify/2.0/core/JSONService.asmx`)).status).toBe(404);
    });

    test('the spellings of the path that are in use', async () => {
      for (const path of ['/taxify/1.1/core/JSONservice.asmx', '/taxify/Services/1.0/core/JSONService.asmx']) {
        const response = await fetch(`${running.origin}${path}/GetCodes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify({ GetCodes: client.withSecurity({ CodeType: '' }) }),
        });
        expect(await response.json()).toMatchObject({ d: { ResponseStatus: 1 } });
      }
    });
  });

  test('answers with the headers of its kind', async () => {
    const { headers } = await client.post('GetCodes', { CodeType: 'Item' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, max-age=0',
      server: 'Microsoft-IIS/7.0',
      'x-aspnet-version': '4.0.30319',
      'x-powered-by': 'ASP.NET',
    });
  });

  test('shows its operations to a browser', async () => {
    const page = await toPlainAnswer(await fetch(running.baseUrl));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const name of ['CalculateTax', 'CancelTax', 'CommitTax', 'GetCodes', 'VerifyAddress', 'GetVersion']) {
      expect(page.text).toContain(`>${name}</a>`);
    }
    expect(page.text).not.toContain(client.apiKey);
    const one = await toPlainAnswer(await fetch(`${running.baseUrl}?op=CommitTax`));
    expect(one.text).toContain('/CommitTax HTTP/1.1');
  });

  describe('lets documents live', () => {
    const stateOf = (key: string): string | undefined => running.sandbox.document(key)?.state;

    test('from draft to committed under another key, cancelled, and calculated again', async () => {
      await client.call('CalculateTax', cart({ DocumentKey: 'q-7' }));
      expect(stateOf('q-7')).toBe('DRAFT');
      const commit = { DocumentKey: 'q-7', CommitedDocumentKey: 'order-7' };
      expect(await client.call('CommitTax', commit)).toEqual({
        __type: 'ShipCompliant.WebServices.Taxify.One.Core.BasicResponse',
        ExtendedProperties: null,
        Errors: null,
        ResponseStatus: 1,
      });
      expect([stateOf('q-7'), stateOf('order-7')]).toEqual([undefined, 'COMMITTED']);
      await client.call('CancelTax', { DocumentKey: 'order-7' });
      expect(stateOf('order-7')).toBe('CANCELLED');
      expect(await client.call('CommitTax', { DocumentKey: 'order-7' })).toMatchObject({ ResponseStatus: 0 });
      await client.call('CalculateTax', cart({ DocumentKey: 'order-7', IsCommited: true }));
      expect(stateOf('order-7')).toBe('COMMITTED');
    });

    test.each([
      ['IsCommited', '', 'COMMITTED'],
      ['IsCommitted', '', 'COMMITTED'],
      ['IsCommited', 'commit-spelling', 'COMMITTED'],
      ['IsCommitted', 'commit-spelling', 'DRAFT'],
    ])('with %s and "%s": %s', async (flag, fault, state) => {
      const answer = await client.call('CalculateTax', cart({ DocumentKey: 'spelt', [flag]: true }), fault);
      expect([answer['IsCommitted'], stateOf('spelt')]).toEqual([state === 'COMMITTED', state]);
    });

    test('and keeps nothing of an estimate without a key', async () => {
      const estimate = { ...cart(), DocumentKey: undefined };
      expect(await client.call('CalculateTax', estimate)).toMatchObject({ DocumentKey: null, ResponseStatus: 1 });
      expect(await client.call('CalculateTax', estimate, 'document-key')).toMatchObject({ ResponseStatus: 0 });
      expect(await client.call('CalculateTax', { ...estimate, IsCommited: true })).toMatchObject({ ResponseStatus: 0 });
    });

    test.each([
      ['CommitTax', { DocumentKey: 'unheard-of' }, '', 0],
      ['CommitTax', { DocumentKey: 'unheard-of' }, 'commit-unknown', 1],
      ['CancelTax', { DocumentKey: 'unheard-of' }, '', 1],
      ['CancelTax', { DocumentKey: 'unheard-of' }, 'cancel-unknown', 0],
      ['CommitTax', { DocumentKey: 'final' }, '', 1],
      ['CommitTax', { DocumentKey: 'final' }, 'commit-again', 0],
      ['CalculateTax', cart({ DocumentKey: 'final', IsCommited: true }), '', 1],
      ['CalculateTax', cart({ DocumentKey: 'final', IsCommited: true }), 'committed-overwrite', 0],
      ['CancelTax', {}, '', 0],
    ])('%s of %p with "%s" answers %i', async (operation, fields, fault, status) => {
      await client.call('CalculateTax', cart({ DocumentKey: 'final', IsCommited: true }));
      expect(await client.call(operation, fields, fault)).toMatchObject({ ResponseStatus: status });
    });

    test('of each account apart, and beyond a restart', async () => {
      const stateDir = await mkdtemp(join(tmpdir(), 'taxify-sandbox-'));
      try {
        const first = await createSandbox({ clock, stateDir });
        await new TaxifyClient(first).call('CalculateTax', cart({ DocumentKey: 'kept', IsCommited: true }));
        await first.close();
        const second = await createSandbox({ clock, stateDir });
        expect(second.sandbox.document('kept')).toMatchObject({ state: 'COMMITTED', total: '8.85' });
        expect(second.sandbox.document('kept', 'noNexus')).toBeUndefined();
        await second.close();
      } finally {
        await rm(stateDir, { recursive: true });
      }
    });
  });

  describe('refuses', () => {
    test.each([
      ['a key that it does not know', 'no-such-key'],
      ['a revoked key', 'revoked'],
    ])('%s in the envelope', async (_what, key) => {
      const apiKey = key === 'revoked' ? running.sandbox.apiKey('revoked') : key;
      const refused = await new TaxifyClient(running, apiKey).call('GetCodes', { CodeType: 'Item' });
      expect(refused).toMatchObject({
        ResponseStatus: 0,
        Codes: null,
        Errors: [
          { Code: 1, Key: null, Message: 'Invalid credentials', Target: 0, Type: 0, IsWarning: false, Data: null },
        ],
      });
    });

    test('a partner that it does not know, unless it does not look', async () => {
      const Security = { Password: client.apiKey, PartnerKey: running.sandbox.configuration['partner.key'] };
      const unknown = { Security: { ...Security, PartnerKey: 'unknown' } };
      expect(await client.call('GetCodes', { Security })).toMatchObject({ ResponseStatus: 1 });
      expect(await client.call('GetCodes', { Security }, 'partner-key=reject')).toMatchObject({ ResponseStatus: 0 });
      expect(await client.call('GetCodes', unknown)).toMatchObject({ ResponseStatus: 0 });
      expect(await client.call('GetCodes', unknown, 'partner-key=ignore')).toMatchObject({ ResponseStatus: 1 });
    });

    test.each([
      ['no lines', { Lines: [] }, 100],
      ['no destination', { DestinationAddress: null }, 100],
      ['a destination that is nowhere', { DestinationAddress: { City: 'Boulder' } }, 100],
      ['a state that is none', { DestinationAddress: { Region: 'ZZ' } }, 201],
    ])('%s', async (_what, members, Code) => {
      const answer = await client.call('CalculateTax', cart(members));
      expect(answer).toMatchObject({ ResponseStatus: 0, SalesTaxAmount: 0, Errors: [{ Code, Type: 2 }] });
    });

    test('an address in two states, and says which may be meant', async () => {
      const DestinationAddress = { Street1: '1877 Broadway', City: 'Boulder', Region: 'CA', PostalCode: '80302' };
      expect(await client.call('CalculateTax', cart({ DestinationAddress }))).toMatchObject({
        Errors: [{ Code: 201, Target: 1, Data: { AddressSuggestion: { State: 'CO', Zip1: '80302', Zip2: '5245' } } }],
      });
    });
  });

  describe('verifies addresses', () => {
    test('in their normal form, which is no promise', async () => {
      const given = { Street1: '1877 Broadway suite 703', City: 'Boulder', Region: 'CO', Country: 'US' };
      expect(await client.call('VerifyAddress', given)).toEqual({
        __type: 'ShipCompliant.WebServices.Taxify.One.Core.VerifyAddressResponse',
        Address: {
          FirstName: null,
          LastName: null,
          Company: null,
          Street1: '1877 Broadway',
          Street2: 'Ste 703',
          City: 'Boulder',
          County: 'Boulder',
          Region: 'CO',
          PostalCode: '80302-5245',
          Country: 'US',
          Email: null,
          Phone: null,
          ResidentialOrBusinessType: 'Business',
          ValidationStatus: 'NotValidated',
          ExtendedProperties: null,
        },
        ExtendedProperties: null,
        Errors: null,
        ResponseStatus: 1,
      });
    });

    test.each([
      [
        { Street1: '303 East Patrick Street', City: 'Frederick', Region: 'MD', PostalCode: '21701' },
        '21701-5614',
        'Validated',
      ],
      [{ Street1: '1 Unheard St', Region: 'TX', PostalCode: '78701' }, '78701', 'NotValidated'],
    ])('%p', async (given, PostalCode, ValidationStatus) => {
      expect(await client.call('VerifyAddress', given)).toMatchObject({ Address: { PostalCode, ValidationStatus } });
    });
  });

  test('has the keys that its documentation names', async () => {
    const documentation = await readFile(join(__dirname, '../../src/adapters/taxify/README.md'), 'utf8');
    const kinds = Array.from(documentation.matchAll(/^\| `(\w+)`[^|]*\| `([\da-f-]{36})`/gm), ([, kind, key]) => [
      kind,
      key,
    ]);
    expect(kinds).toHaveLength(8);
    for (const [kind, key] of kinds) expect(running.sandbox.apiKey(kind as AccountKind)).toBe(key);
    expect(documentation).toContain(`\`${running.sandbox.configuration['partner.key']}\``);
  });

  test('lists codes', async () => {
    const items = await client.call('GetCodes', { CodeType: 'Item' });
    expect(items).toMatchObject({
      CodeType: 'Item',
      Codes: ['CLOTHING', 'FOOD', 'FREIGHT', 'NONTAX', 'TAXABLE', 'WINE'],
    });
    expect(await client.call('GetCodes', { CodeType: 'customer' })).toMatchObject({ CodeType: 'Customer' });
    expect(await client.call('GetCodes', {})).toMatchObject({ CodeType: 'Item' });
    expect(await client.call('GetCodes', { CodeType: 'Other' })).toMatchObject({ ResponseStatus: 0 });
  });

  test('tells its version without a key', async () => {
    const answer = await old.postText('GetVersion', '{}');
    expect(JSON.parse(answer.text)).toEqual({ d: 'Taxify 1.0' });
  });

  describe('fails when asked to', () => {
    const codes = { CodeType: 'Item' };

    test.each([
      ['429', 429, /Too many/],
      ['http-401', 401, /Unauthorized/],
      ['http-500-html', 500, /<h1>Runtime Error/],
      ['http-502-html', 502, /<h1>Bad Gateway/],
      ['http-503-html', 503, /<h1>Service Unavailable/],
      ['http-504-html', 504, /<h1>Gateway Timeout/],
      ['exception', 500, /"ExceptionType":"System/],
      ['error', 200, /"Unexpected error","Target":0,"Type":1/],
      ['error=validation', 200, /"Type":2/],
      ['error=authentication', 200, /"Type":0/],
      ['empty-errors', 200, /"Errors":\[\],"ResponseStatus":0/],
      ['string-status', 200, /"ResponseStatus":"Success"/],
      ['string-status, error', 200, /"Type":"Server".*"ResponseStatus":"Failure"/],
      ['single-error, error', 200, /"Errors":\{"Code":500/],
      ['no-wrapper', 200, /^\{"__type"/],
      ['truncate=30', 200, /^\{"d":.*[^}]$/],
      ['warning', 200, /"IsWarning":true.*"ResponseStatus":1/],
      ['unheard-of', 400, /There is no fault "unheard-of"/],
    ])('%s answers %i', async (fault, status, text) => {
      const answer = await client.post('GetCodes', codes, fault);
      expect(answer.status).toBe(status);
      expect(answer.text.trim()).toMatch(text);
    });

    test('connections can end before, after and within the answer', async () => {
      const key = (DocumentKey: string): object => cart({ DocumentKey });
      await expect(client.post('CalculateTax', key('lost-1'), 'drop')).rejects.toThrow();
      expect(running.sandbox.document('lost-1')).toBeUndefined();
      await expect(client.post('CalculateTax', key('lost-2'), 'drop-after')).rejects.toThrow();
      expect(running.sandbox.document('lost-2')).toBeDefined();
      await expect(client.post('CalculateTax', key('lost-3'), 'drop-body')).rejects.toThrow();
    });

    test('as do accounts that are made for it', async () => {
      const of = (kind: AccountKind): TaxifyClient => new TaxifyClient(running, running.sandbox.apiKey(kind));
      expect((await of('failing').post('GetCodes', codes)).status).toBe(500);
      await of('slow').post('GetCodes', codes);
      expect(clock.sleeps.at(-1)).toBe(5_000);
      expect(await of('warning').call('GetCodes', codes)).toMatchObject({
        Errors: [{ IsWarning: true }],
        ResponseStatus: 1,
      });
      await expect(of('dropping').post('CalculateTax', cart())).rejects.toThrow();
      expect(running.sandbox.document('A-1', 'dropping')).toBeDefined();
      expect(await of('dropping').call('CalculateTax', cart())).toMatchObject({ ResponseStatus: 1 });
    });

    test('for one operation of one account, so many times', async () => {
      running.sandbox.setFaults({ error: { value: 'server', times: 1, job: 'GetCodes', account: client.apiKey } });
      const another = new TaxifyClient(running, running.sandbox.apiKey('noNexus'));
      expect(await another.call('GetCodes', codes)).toMatchObject({ ResponseStatus: 1 });
      expect(await client.call('CancelTax', { DocumentKey: 'x' })).toMatchObject({ ResponseStatus: 1 });
      expect(await client.call('GetCodes', codes)).toMatchObject({ ResponseStatus: 0 });
      expect(await client.call('GetCodes', codes)).toMatchObject({ ResponseStatus: 1 });
      running.sandbox.setFaults({});
    });
  });
});
