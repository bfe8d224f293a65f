import type { VendorConnection } from '../../src/adapters/adapter';
import { TaxDocumentStateError, type TaxDocumentRequest } from '../../src/adapters/tax';
import { checkCredentials } from '../../src/adapters/taxify/check';
import { vendorDocumentKey } from '../../src/adapters/taxify/document-key';
import { calculateTax } from '../../src/adapters/taxify/operations/calculate-tax';
import { cancelTax } from '../../src/adapters/taxify/operations/cancel-tax';
import { commitTax } from '../../src/adapters/taxify/operations/commit-tax';
import { listTaxCodes } from '../../src/adapters/taxify/operations/list-codes';
import { verifyAddress } from '../../src/adapters/taxify/operations/verify-address';
import { createSandbox, type AccountKind, type RunningSandbox } from '../../src/adapters/taxify/sandbox';
import {
  VendorAuthenticationError,
  VendorOutcomeUnknownError,
  VendorProtocolError,
  VendorRejectedError,
  VendorUnavailableError,
  type VendorError,
} from '../../src/adapters/vendor-error';
import { InvalidValueError } from '../../src/errors';
import { TestClock } from '../support/clock';
import { BOULDER, SAN_FRANCISCO, taxAddress, taxDocument, taxLine } from '../support/tax-requests';
import { createTestWayOut, type TestWayOut } from '../support/vendor-http';

describe('Taxify through its adapter', () => {
  const clock = new TestClock(undefined, true);
  let running: RunningSandbox;
  let wayOut: TestWayOut;
  let connection: VendorConnection;
  let newer: VendorConnection;

  beforeAll(async () => {
    running = await createSandbox({ clock });
    wayOut = createTestWayOut({ clock, origins: [running.origin] });
    connection = connect({});
    newer = connect({ 'base.url': running.baseUrl.replace('/1.0/', '/1.1/') });
  });

  beforeEach(() => {
    running.sandbox.setFaults({});
    running.sandbox.forgetCalls();
  });

  afterAll(async () => {
    await wayOut.close();
    await running.close();
  });

  function connect(differences: Readonly<Record<string, string>>): VendorConnection {
    const configuration = { ...running.sandbox.configuration, 'base.url': running.baseUrl, ...differences };
    return { configuration, http: wayOut.open(), clock };
  }

  function accountOf(kind: AccountKind, differences: Readonly<Record<string, string>> = {}): VendorConnection {
    return connect({ 'api.key': running.sandbox.apiKey(kind), ...differences });
  }

  /** What was sent, without the envelope around it. */
  function sent(): Record<string, unknown>[] {
    return running.sandbox.calls().map(({ body, operation }) => JSON.parse(body ?? '')[operation]);
  }

  function stateOf(key: string): string | undefined {
    return running.sandbox.document(key)?.state;
  }

  async function failureOf(attempt: Promise<unknown>): Promise<VendorError> {
    return attempt.then(
      () => Promise.reject(new Error('It did not fail.')),
      (error: VendorError) => error,
    );
  }

  describe('calculating', () => {
    it('gets the documented sample to the cent', async () => {
      const lines = [
        taxLine('100', { itemKey: 'Shirt001', taxCode: 'GENERALMERCHANDISE' }),
        taxLine('10', { taxCode: 'shipping' }),
      ];
      const document = await calculateTax(newer, taxDocument({ documentKey: 'vector-1', lines }));
      expect(document).toMatchObject({
        documentKey: 'vector-1',
        state: 'DRAFT',
        taxDate: '2026-08-15',
        totalTax: { amount: '9.73', currency: 'USD' },
        effectiveAddressKind: 'DESTINATION',
        effectiveAddress: { city: 'Boulder', county: 'Boulder', region: 'CO', validation: 'NOT_VALIDATED' },
        origin: { line1: '1877 Broadway', postalCode: '80302-5245' },
        customerTaxCode: 'Retail',
        advisories: [],
      });
      expect(document.lines.map(({ itemKey, taxCode, tax, rate }) => [itemKey, taxCode, tax, rate])).toEqual([
        ['shirt001', 'GENERALMERCHANDISE', '8.845', '0.08845'],
        ['(UNSPECIFIED FREIGHT)', 'Freight', '0.8845', '0.08845'],
      ]);
      expect(document.jurisdictions.map(({ name, kind, rate, tax }) => [name, kind, rate, tax.amount])).toEqual([
        ['CO', 'STATE', '0.029', '3.19'],
        ['BOULDER CNTY', 'COUNTY', '0.00985', '1.08'],
        ['BOULDER', 'CITY', '0.0386', '4.25'],
        ['RTD', 'DISTRICT', '0.01', '1.1'],
        ['CD', 'DISTRICT', '0.001', '0.11'],
      ]);
    });

    it.each([
      [['295', '75'], '32.38', ['25.8125', '6.5625'], ['27.75', '4.63']],
      [['450'], '39.38', ['39.375'], ['33.75', '5.63']],
    ])('gets the recorded answer for %p to the cent', async (amounts, total, taxes, jurisdictions) => {
      const lines = amounts.map((amount) => taxLine(amount));
      const document = await calculateTax(connection, taxDocument({ lines, destination: SAN_FRANCISCO }));
      expect(document.totalTax.amount).toBe(total);
      expect(document.lines.map(({ tax }) => tax)).toEqual(taxes);
      expect(document.jurisdictions.map(({ tax }) => tax.amount)).toEqual(jurisdictions);
      expect(document.lines.map(({ taxCode }) => taxCode)).toEqual(amounts.map(() => null));
    });

    it('sends exact numbers, both spellings, and a number for every line', async () => {
      const lines = [taxLine('1234.5', { quantity: '2.50' }), taxLine('0.1', { number: 'x-2', description: 'Pen' })];
      await calculateTax(connection, taxDocument({ lines, customerKey: 'c-1', customerTaxCode: 'RESALE' }));
      const [request] = sent();
      expect(request).toEqual({
        Security: {
          Password: connection.configuration['api.key'],
          PartnerKey: connection.configuration['partner.key'],
        },
        DocumentKey: 'INV-1',
        TaxDate: '2026-08-15',
        IsCommited: false,
        IsCommitted: false,
        CustomerKey: 'c-1',
        CustomerTaxabilityCode: 'RESALE',
        DestinationAddress: { City: 'Boulder', Region: 'CO', PostalCode: '80302', Country: 'US' },
        Lines: [
          { LineNumber: '1', ActualExtendedPrice: 1234.5, Quantity: 2.5, TaxIncludedInPrice: false },
          {
            LineNumber: 'x-2',
            ActualExtendedPrice: 0.1,
            Quantity: 1,
            TaxIncludedInPrice: false,
            ItemDescription: 'Pen',
          },
        ],
      });
      expect(running.sandbox.calls()[0]!.body).toContain('"ActualExtendedPrice":1234.5,');
    });

    it('sends no partner key where there is none', async () => {
      await calculateTax(connect({ 'partner.key': '' }), taxDocument());
      expect(sent()[0]!['Security']).toEqual({ Password: connection.configuration['api.key'] });
    });

    it('leaves lines without quantity out, and says so', async () => {
      const lines = [taxLine('100'), taxLine('50', { quantity: '0.00' })];
      const document = await calculateTax(connection, taxDocument({ lines }));
      expect(document.totalTax.amount).toBe('8.85');
      expect(document.advisories).toMatchObject([{ source: 'ELEMENTS', lineNumber: '2' }]);
      expect(sent()[0]!['Lines']).toHaveLength(1);
    });

    it('takes zeros behind the fourth decimal place for what they are', async () => {
      const lines = [taxLine('100.000000', { quantity: '2.500000' })];
      expect((await calculateTax(connection, taxDocument({ lines }))).totalTax.amount).toBe('8.85');
      expect(running.sandbox.calls()[0]!.body).toContain('"ActualExtendedPrice":100,"Quantity":2.5,');
    });

    it('finds the tax in a price, and gives a refund its sign', async () => {
      const included = taxDocument({ lines: [taxLine('108.845', { taxIncluded: true })] });
      const { totalTax, lines } = await calculateTax(connection, included);
      expect([totalTax.amount, lines[0]!.taxableAmount.amount]).toEqual(['8.85', '100']);
      const refund = taxDocument({
        documentKey: 'INV-1-refund-1',
        lines: [taxLine('-450')],
        destination: SAN_FRANCISCO,
      });
      const refunded = await calculateTax(connection, refund);
      expect(refunded.totalTax.amount).toBe('-39.38');
      expect(refunded.jurisdictions.map(({ tax }) => tax.amount)).toEqual(['-33.75', '-5.63']);
    });

    it('tells what is exempt', async () => {
      const { lines, totalTax } = await calculateTax(connection, taxDocument({ customerTaxCode: 'RESALE' }));
      expect(totalTax.amount).toBe('0');
      expect(lines[0]).toMatchObject({ taxableAmount: { amount: '0' }, exemptAmount: { amount: '100' }, rate: '0' });
    });

    it('estimates without a key', async () => {
      expect(await calculateTax(connection, taxDocument({ documentKey: null }))).toMatchObject({
        documentKey: null,
        state: 'DRAFT',
      });
    });

    it('keeps warnings as advisories', async () => {
      const warned = accountOf('warning', { 'base.url': running.baseUrl.replace('/1.0/', '/1.1/') });
      const document = await calculateTax(warned, taxDocument());
      expect(document.advisories).toEqual([
        {
          source: 'VENDOR',
          code: '300',
          message: 'Address was matched by its ZIP code only',
          lineNumber: null,
          suggestedAddress: null,
        },
      ]);
    });

    it.each<[string, Partial<TaxDocumentRequest>, readonly string[]]>([
      [
        'a destination abroad',
        { destination: taxAddress({ region: 'ON', country: 'CA' }) },
        ['destination', 'country'],
      ],
      ['an origin abroad', { origin: taxAddress({ city: 'Paris', country: 'FR' }) }, ['origin', 'country']],
      ['a destination that says too little', { destination: taxAddress({ city: 'Boulder' }) }, ['destination']],
      ['another currency', { currency: 'EUR' }, ['currency']],
      ['a time for a date', { taxDate: '2026-08-15T00:00:00Z' }, ['taxDate']],
      ['a final document without a key', { commit: true, documentKey: null }, ['documentKey']],
      ['a blank key', { documentKey: ' ' }, ['documentKey']],
      ['a key that is too long', { documentKey: 'x'.repeat(251) }, ['documentKey']],
      ['no lines', { lines: [] }, ['lines']],
      ['lines without quantity alone', { lines: [taxLine('1', { quantity: '0' })] }, ['lines']],
      ['a thousands separator', { lines: [taxLine('1,234.50')] }, ['lines', '0', 'amount']],
      ['five decimal places', { lines: [taxLine('1.00001')] }, ['lines', '0', 'amount']],
      ['a negative quantity', { lines: [taxLine('1', { quantity: '-1' })] }, ['lines', '0', 'quantity']],
      ['a number twice', { lines: [taxLine('1', { number: '2' }), taxLine('2')] }, ['lines', '1', 'number']],
    ])('refuses %s without asking', async (_what, members, path) => {
      const error = await failureOf(calculateTax(connection, taxDocument(members)));
      expect(error).toBeInstanceOf(InvalidValueError);
      expect(error).toMatchObject({ code: 'INVALID_INPUT', path });
      expect(running.sandbox.calls()).toEqual([]);
    });

    it.each(['us', 'USA', 'United States', null])('takes %p for the United States', async (country) => {
      await calculateTax(connection, taxDocument({ destination: { ...BOULDER, country } }));
      expect(sent()[0]!['DestinationAddress']).toMatchObject({ Country: 'US' });
    });

    it('asks for a whole address in one line', async () => {
      const destination = taxAddress({ line1: '1877 Broadway, Boulder, CO 80302' });
      expect((await calculateTax(connection, taxDocument({ destination }))).totalTax.amount).toBe('8.85');
    });
  });

  describe('the life of a document', () => {
    it('goes from draft over a new key to final, and is taken back', async () => {
      await calculateTax(connection, taxDocument({ documentKey: 'q-1' }));
      expect(stateOf('q-1')).toBe('DRAFT');
      const committed = await commitTax(connection, { documentKey: 'q-1', committedKey: 'order-1' });
      expect(committed).toEqual({ documentKey: 'order-1', state: 'COMMITTED', advisories: [] });
      expect([stateOf('q-1'), stateOf('order-1')]).toEqual([undefined, 'COMMITTED']);
      expect(sent()[1]).toMatchObject({ CommitedDocumentKey: 'order-1', CommittedDocumentKey: 'order-1' });
      expect(await cancelTax(connection, { documentKey: 'order-1' })).toMatchObject({ state: 'CANCELLED' });
      expect(stateOf('order-1')).toBe('CANCELLED');
    });

    it.each(['__proto__', 'constructor', 'Größe "1" <i>漢字</i>'])('may have the key %p', async (documentKey) => {
      await calculateTax(connection, taxDocument({ documentKey }));
      const committed = await commitTax(connection, { documentKey, committedKey: null });
      expect(committed).toMatchObject({ documentKey, state: 'COMMITTED' });
      expect(running.sandbox.document(documentKey)?.state).toBe('COMMITTED');
    });

    it('is final at once, whichever spelling counts', async () => {
      const request = taxDocument({ documentKey: 'at-once', commit: true });
      running.sandbox.setFaults({ 'commit-spelling': 'misspelt' });
      expect(await calculateTax(newer, request)).toMatchObject({ state: 'COMMITTED' });
      expect(sent()[0]).toMatchObject({ IsCommited: true, IsCommitted: true });
    });

    it('is told where it stands when the flag did not arrive', async () => {
      running.sandbox.setFaults({ 'ignore-commit': true });
      const error = await failureOf(calculateTax(connection, taxDocument({ documentKey: 'deaf', commit: true })));
      expect(error).toBeInstanceOf(TaxDocumentStateError);
      expect(error).toMatchObject({ answered: { documentKey: 'deaf', state: 'DRAFT' }, retryable: false });
      expect(running.sandbox.calls()).toHaveLength(1);
    });

    it('ends in a refusal for a draft that there is not', async () => {
      const attempt = commitTax(connection, { documentKey: 'never', committedKey: null });
      await expect(attempt).rejects.toBeInstanceOf(VendorRejectedError);
      await expect(commitTax(connection, { documentKey: '', committedKey: null })).rejects.toThrow(InvalidValueError);
    });

    it('has a key of its own in an account that several use', () => {
      expect(vendorDocumentKey({ 'document.key.prefix': 'shop-' }, ' 7 ')).toBe('shop-7');
      expect(vendorDocumentKey({}, '7')).toBe('7');
    });
  });

  describe('an answer that was lost', () => {
    it.each([['drop-after'], ['http-504-html'], ['truncate'], ['drop-body'], ['no-wrapper']])(
      'once (%s) settles to one document',
      async (fault) => {
        running.sandbox.setFaults({ [fault]: { times: 1 } });
        const key = `once-${fault}`;
        const request = taxDocument({ documentKey: key, commit: true });
        expect(await calculateTax(connection, request)).toMatchObject({ documentKey: key, state: 'COMMITTED' });
        expect(running.sandbox.calls()).toHaveLength(2);
        running.sandbox.setFaults({ [fault]: { times: 1 } });
        expect(await cancelTax(connection, { documentKey: key })).toMatchObject({ state: 'CANCELLED' });
        expect(stateOf(key)).toBe('CANCELLED');
      },
    );

    it('to a commit with another key settles under that key', async () => {
      await calculateTax(connection, taxDocument({ documentKey: 'q-2' }));
      running.sandbox.setFaults({ 'drop-after': { times: 1, job: 'CommitTax' } });
      const committed = await commitTax(connection, { documentKey: 'q-2', committedKey: 'order-2' });
      expect(committed).toMatchObject({ documentKey: 'order-2', state: 'COMMITTED' });
      expect([stateOf('q-2'), stateOf('order-2')]).toEqual([undefined, 'COMMITTED']);
    });

    it('every time leaves doubt, which the same request later ends', async () => {
      await calculateTax(connection, taxDocument({ documentKey: 'q-3' }));
      running.sandbox.setFaults({ 'drop-after': { job: 'CommitTax' } });
      const error = await failureOf(commitTax(connection, { documentKey: 'q-3', committedKey: 'order-3' }));
      expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
      expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true, outcome: 'NETWORK_FAULT' });
      expect(stateOf('order-3')).toBe('COMMITTED');
      running.sandbox.setFaults({});
      const repeated = { documentKey: 'q-3', committedKey: 'order-3', answerWasLost: true };
      expect(await commitTax(connection, repeated)).toMatchObject({ documentKey: 'order-3', state: 'COMMITTED' });
    });

    it('is not taken for a refusal of what was done', async () => {
      running.sandbox.setFaults({ 'drop-after': { times: 1 }, 'committed-overwrite': 'reject' });
      const request = taxDocument({ documentKey: 'kept', commit: true });
      const error = await failureOf(calculateTax(connection, request));
      expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
      expect(error.vendorMessage).toBe('Document is committed already [kept]');
      expect(stateOf('kept')).toBe('COMMITTED');
    });

    it('is no question where nothing was sent', async () => {
      const gone = await createSandbox({ clock });
      await gone.close();
      const unreachable = createTestWayOut({ clock, origins: [gone.origin] });
      const nobody = { ...connect({ 'base.url': gone.baseUrl }), http: unreachable.open() };
      const error = await failureOf(calculateTax(nobody, taxDocument({ commit: true })));
      await unreachable.close();
      expect(error).toBeInstanceOf(VendorUnavailableError);
      expect(error.outcome).toBe('NETWORK_FAULT');
    });

    it('is one whatever the repetition says', async () => {
      running.sandbox.setFaults({ 'drop-after': { times: 1 }, error: 'authentication' });
      const cancelled = failureOf(cancelTax(connection, { documentKey: 'lost' }));
      expect(await cancelled).toBeInstanceOf(VendorOutcomeUnknownError);
    });

    it('of a draft is an outage, because a draft files nothing', async () => {
      running.sandbox.setFaults({ 'drop-after': true });
      const error = await failureOf(calculateTax(connection, taxDocument({ documentKey: 'draft-1' })));
      expect(error).toBeInstanceOf(VendorUnavailableError);
      expect(running.sandbox.calls()).toHaveLength(3);
    });

    it('by an account that loses every first one is asked for again', async () => {
      const dropping = accountOf('dropping');
      expect(await calculateTax(dropping, taxDocument({ commit: true }))).toMatchObject({ state: 'COMMITTED' });
      expect(running.sandbox.document('INV-1', 'dropping')).toMatchObject({ state: 'COMMITTED' });
    });
  });

  describe('an address', () => {
    it('comes back in its normal form', async () => {
      const given = taxAddress({ company: 'Acme', line1: '1877 Broadway suite 703', city: 'Boulder', region: 'CO' });
      expect(await verifyAddress(connection, given)).toEqual({
        address: {
          company: 'Acme',
          line1: '1877 Broadway',
          line2: 'Ste 703',
          city: 'Boulder',
          county: 'Boulder',
          region: 'CO',
          postalCode: '80302-5245',
          country: 'US',
          validation: 'NOT_VALIDATED',
          use: 'BUSINESS',
        },
        advisories: [],
      });
      const corrected = taxAddress({ line1: '1500 Broadway', city: 'Denver', region: 'CO' });
      expect((await verifyAddress(connection, corrected)).address.validation).toBe('CORRECTED');
    });

    it('abroad is not asked about', async () => {
      const abroad = verifyAddress(connection, taxAddress({ region: 'BC', country: 'CA' }));
      await expect(abroad).rejects.toMatchObject({ path: ['country'], expected: 'US' });
      expect(running.sandbox.calls()).toEqual([]);
    });

    it('that is nowhere is refused with what may be meant', async () => {
      const wrong = taxAddress({ line1: '1877 Broadway', city: 'Boulder', region: 'CA', postalCode: '80302' });
      await expect(verifyAddress(connection, wrong)).rejects.toThrow(
        /Is "1877 Broadway, Boulder, CO 80302-5245" meant\?/,
      );
    });
  });

  it('lists the codes of items and of buyers', async () => {
    expect(await listTaxCodes(connection, 'ITEM')).toContainEqual({ code: 'FREIGHT', kind: 'ITEM' });
    expect(await listTaxCodes(connection, 'CUSTOMER')).toContainEqual({ code: 'RESALE', kind: 'CUSTOMER' });
  });

  describe('failures', () => {
    it.each([
      ['a revoked key', 'revoked' as const, VendorAuthenticationError],
      ['a server that fails', 'failing' as const, VendorUnavailableError],
    ])('%s', async (_what, kind, family) => {
      await expect(checkCredentials(accountOf(kind))).rejects.toBeInstanceOf(family);
    });

    it.each([
      ['string-status', {}, null],
      ['string-status, of a failure', { 'string-status': true, error: 'server' }, VendorUnavailableError],
      ['one error for a list', { 'single-error': true, error: 'validation' }, VendorRejectedError],
      ['no errors', { 'empty-errors': true }, VendorRejectedError],
      ['no `d`', { 'no-wrapper': true }, VendorProtocolError],
      ['half an answer', { truncate: 40 }, VendorProtocolError],
      ['a page', { 'http-503-html': true }, VendorUnavailableError],
      ['an exception, asked for once', { exception: true }, VendorRejectedError],
    ] as const)('%s', async (_what, faults, family) => {
      running.sandbox.setFaults(family === null ? { 'string-status': true } : faults);
      const attempt = listTaxCodes(connection, 'ITEM');
      if (family === null) expect(await attempt).not.toHaveLength(0);
      else await expect(attempt).rejects.toBeInstanceOf(family);
      const isRepeated = family === VendorUnavailableError;
      expect(running.sandbox.calls()).toHaveLength(isRepeated ? 3 : 1);
    });

    it('name no key, although the answer does', async () => {
      running.sandbox.setFaults({ echo: true });
      const error = await failureOf(calculateTax(connection, taxDocument()));
      expect(error.message).toContain('The request of ******** for CalculateTax is refused');
      const secrets = Object.values(running.sandbox.configuration);
      const told = [error.message, error.vendorMessage, error.stack, JSON.stringify(wayOut.calls), ...wayOut.logged];
      for (const secret of secrets) expect(told.join('\n')).not.toContain(secret);
    });

    it('of an address that is no service are no outage', async () => {
      const elsewhere = connect({ 'base.url': `${running.origin}/taxify/3.0/core/JSONService.asmx/` });
      await expect(checkCredentials(elsewhere)).rejects.toThrow(/HTTP 404.*base\.url/);
    });
  });
});
