import type { Tenant } from '../support/service-world';
import {
  calculation,
  SAN_FRANCISCO_INPUT,
  startTaxService,
  TAX_DOCUMENT_FIELDS,
  type AnsweredTaxDocument,
  type TaxService,
} from '../support/tax-service';

const LONG = 'x'.repeat(501);

describe('sales tax in the graph', () => {
  let service: TaxService;
  let acme: Tenant;
  let instanceId: string;

  beforeAll(async () => {
    service = await startTaxService();
    acme = await service.createTenant();
    instanceId = await service.provisionTaxify(acme);
  });
  beforeEach(() => {
    service.taxify.setFaults({});
    service.taxify.forgetCalls();
  });
  afterAll(() => service.close());

  const calls = (): string[] => service.taxify.calls().map(({ operation }) => operation);
  const stateOf = (key: string): string | undefined => service.taxify.document(key)?.state;
  const calculate = (more: object): Promise<AnsweredTaxDocument> =>
    service.document(acme, 'calculateTax', calculation(instanceId, more));

  it("provisions what the platform's example sends, with its defaults", async () => {
    const { data } = await service.query<{ provisionInstance: { instance: object; errors: object[] } }>(
      acme,
      `mutation ($input: ProvisionInstanceInput!) {
        provisionInstance(input: $input) {
          instance { status element { key name hub } configuration { key value secret } capabilities { resource operations } }
          errors { code message }
        }
      }`,
      {
        input: {
          elementKey: 'taxify',
          name: 'Test',
          tags: ['example'],
          configuration: [{ key: 'api.key', value: service.taxify.apiKey('good') }],
        },
      },
    );
    const { instance, errors } = data!.provisionInstance;
    expect(errors).toEqual([]);
    expect(instance).toMatchObject({
      status: 'ACTIVE',
      element: { key: 'taxify', name: 'Taxify', hub: 'finance' },
      configuration: expect.arrayContaining([
        { key: 'api.key', value: '********', secret: true },
        { key: 'base.url', value: service.taxifyUrl, secret: false },
        { key: 'pagination.max', value: '100', secret: false },
        { key: 'pagination.type', value: null, secret: false },
        { key: 'event.vendor.type', value: 'webhook', secret: false },
        { key: 'event.notification.enabled', value: 'false', secret: false },
        { key: 'event.notification.callback.url', value: null, secret: false },
        { key: 'partner.key', value: null, secret: true },
      ]),
      capabilities: [
        { resource: 'TAX_DOCUMENTS', operations: ['LIST', 'GET', 'CALCULATE', 'COMMIT', 'CANCEL'] },
        { resource: 'TAX_CODES', operations: ['LIST'] },
        { resource: 'ADDRESSES', operations: ['VERIFY'] },
      ],
    });
    expect(calls()).toEqual(['GetCodes']);
  });

  it('refuses an API key that the vendor refuses, and keeps nothing', async () => {
    const attempt = service.provisionTaxify(acme, service.accountOf('revoked'));
    await expect(attempt).rejects.toMatchObject({ code: 'CREDENTIALS_REJECTED', keys: ['api.key'] });
  });

  it('gets the published sample to the cent', async () => {
    const document = await calculate({
      documentKey: 'vector-1',
      taxDate: '2026-08-15',
      lines: [
        { amount: '100', itemKey: 'Shirt001', taxCode: 'GENERALMERCHANDISE' },
        { amount: '10', taxCode: 'FREIGHT' },
      ],
    });
    expect(document).toMatchObject({
      remoteId: 'vector-1',
      status: 'DRAFT',
      needsReconciliation: false,
      taxDate: '2026-08-15',
      totalTax: { amount: '9.73', currency: 'USD' },
      effectiveAddressKind: 'DESTINATION',
      effectiveAddress: { city: 'Boulder', region: 'CO', postalCode: '80302', country: 'US' },
      committedAt: null,
      cancelledAt: null,
      advisories: [],
    });
    expect(document.lines).toMatchObject([
      {
        number: '1',
        taxableAmount: { amount: '100.00' },
        exemptAmount: { amount: '0.00' },
        rate: '0.08845',
        tax: '8.845',
      },
      { number: '2', rate: '0.08845', tax: '0.8845' },
    ]);
    expect(document.jurisdictions.map(({ tax }) => tax.amount)).toEqual(['3.19', '1.08', '4.25', '1.10', '0.11']);
  });

  it.each([
    [['295', '75'], '32.38', ['25.8125', '6.5625'], ['27.75', '4.63']],
    [['450'], '39.38', ['39.375'], ['33.75', '5.63']],
  ])('gets the recorded answer for %p to the cent', async (amounts, total, taxes, jurisdictions) => {
    const lines = amounts.map((amount) => ({ amount }));
    const key = `vector-${amounts.join('-')}`;
    const document = await calculate({ documentKey: key, lines, destination: SAN_FRANCISCO_INPUT });
    expect(document.totalTax).toEqual({ amount: total, currency: 'USD' });
    expect(document.lines.map(({ tax }) => tax)).toEqual(taxes);
    expect(document.jurisdictions.map(({ tax }) => tax.amount)).toEqual(jurisdictions);
  });

  it('takes a document from draft over another key to final and back, under one id', async () => {
    const draft = await calculate({ documentKey: 'quote-1' });
    const committed = await service.document(acme, 'commitTax', { id: draft.id, committedKey: 'order-1' });
    expect(committed).toMatchObject({
      id: draft.id,
      remoteId: 'order-1',
      status: 'COMMITTED',
      totalTax: draft.totalTax,
    });
    expect(committed['committedAt']).not.toBeNull();
    expect([stateOf('quote-1'), stateOf('order-1')]).toEqual([undefined, 'COMMITTED']);

    const cancelled = await service.document(acme, 'cancelTax', { id: draft.id });
    expect(cancelled).toMatchObject({
      id: draft.id,
      remoteId: 'order-1',
      status: 'CANCELLED',
      needsReconciliation: false,
    });
    expect(stateOf('order-1')).toBe('CANCELLED');
    expect(cancelled.history.map(({ change, outcome, status }) => [change, outcome, status])).toEqual([
      ['CANCEL', 'SUCCEEDED', 'CANCELLED'],
      ['COMMIT', 'SUCCEEDED', 'COMMITTED'],
      ['CALCULATE', 'SUCCEEDED', 'DRAFT'],
    ]);
    expect(await service.findDocument(acme, draft.id)).toEqual(cancelled);
  });

  it('replaces a draft that is calculated again, and a document that was taken back', async () => {
    const first = await calculate({ documentKey: 'INV-2' });
    const second = await calculate({ documentKey: 'INV-2', lines: [{ amount: '200' }] });
    expect(second).toMatchObject({ id: first.id, totalTax: { amount: '17.69' } });
    await service.document(acme, 'cancelTax', { id: first.id });
    const third = await calculate({ documentKey: 'INV-2', commit: true });
    expect(third).toMatchObject({ id: first.id, status: 'COMMITTED', totalTax: { amount: '8.85' }, cancelledAt: null });
  });

  it('says when a document was made final last, also where it was taken back between', async () => {
    const first = await calculate({ documentKey: 'INV-final-again', commit: true });
    service.clock.advance(60_000);
    const cancelled = await service.document(acme, 'cancelTax', { id: first.id });
    expect(cancelled['committedAt']).toBe(first['committedAt']);
    const again = await calculate({ documentKey: 'INV-final-again', commit: true });
    expect(Date.parse(String(again['committedAt']))).toBeGreaterThan(Date.parse(String(cancelled['cancelledAt'])));
  });

  it('keeps what was never sent out of the history of a document', async () => {
    const draft = await calculate({ documentKey: 'INV-unsent' });
    const refused = calculation(instanceId, { documentKey: 'INV-unsent', lines: [{ amount: '1.00001' }] });
    expect((await service.tax(acme, 'calculateTax', refused)).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(await service.findDocument(acme, draft.id)).toEqual(draft);
  });

  it('leaves a final document as it is, and answers the same request with it', async () => {
    const final = await calculate({ documentKey: 'INV-3', commit: true });
    expect(final.status).toBe('COMMITTED');
    service.taxify.forgetCalls();
    expect(await calculate({ documentKey: 'INV-3', commit: true })).toEqual(final);
    expect((await service.document(acme, 'commitTax', { id: final.id })).status).toBe('COMMITTED');
    const { taxDocument, errors } = await service.tax(
      acme,
      'calculateTax',
      calculation(instanceId, { documentKey: 'INV-3', lines: [{ amount: '1' }] }),
    );
    expect(taxDocument).toBeNull();
    expect(errors).toMatchObject([{ __typename: 'RecordConflictError', code: 'CONFLICT', conflictingId: final.id }]);
    expect(calls()).toEqual([]);
  });

  it('does not make final what was taken back, nor gives a key twice', async () => {
    const taken = await calculate({ documentKey: 'taken' });
    const other = await calculate({ documentKey: 'other' });
    const twice = await service.tax(acme, 'commitTax', { id: other.id, committedKey: 'taken' });
    expect(twice.errors).toMatchObject([
      { code: 'CONFLICT', conflictingId: taken.id, path: ['input', 'committedKey'] },
    ]);
    await service.document(acme, 'cancelTax', { id: other.id });
    const late = await service.tax(acme, 'commitTax', { id: other.id });
    expect(late.errors).toMatchObject([{ code: 'CONFLICT', message: expect.stringContaining('taken back') }]);
  });

  it('estimates without a key, and keeps nothing', async () => {
    const before = await countDocuments({});
    const { taxDocument, estimate, errors } = await service.tax(
      acme,
      'calculateTax',
      calculation(instanceId, { documentKey: null }),
    );
    expect(errors).toEqual([]);
    expect(taxDocument).toBeNull();
    expect(estimate).toMatchObject({
      totalTax: { amount: '8.85', currency: 'USD' },
      lines: [{ number: '1', tax: '8.845', taxableAmount: { amount: '100.00' } }],
    });
    expect(await countDocuments({})).toBe(before);
  });

  it('calculates refunds, prices with tax, and lines of zero', async () => {
    const refund = await calculate({
      documentKey: 'INV-1-refund-1',
      lines: [{ amount: '-450' }],
      destination: SAN_FRANCISCO_INPUT,
    });
    expect(refund.totalTax).toEqual({ amount: '-39.38', currency: 'USD' });
    const included = await calculate({ documentKey: 'INV-4', lines: [{ amount: '108.845', taxIncluded: true }] });
    expect(included).toMatchObject({ totalTax: { amount: '8.85' }, lines: [{ taxableAmount: { amount: '100.00' } }] });
    const zero = await calculate({ documentKey: 'INV-5', lines: [{ amount: '100' }, { amount: '50', quantity: '0' }] });
    expect(zero).toMatchObject({ lines: [{ number: '1' }], advisories: [{ source: 'ELEMENTS', lineNumber: '2' }] });
  });

  it("keeps the vendor's warnings as advisories", async () => {
    const warned = await service.provisionTaxify(acme, {
      ...service.accountOf('warning'),
      'base.url': service.taxifyUrl.replace('/1.0/', '/1.1/'),
    });
    const document = await service.document(acme, 'calculateTax', calculation(warned));
    expect(document['advisories']).toEqual([
      {
        source: 'VENDOR',
        code: '300',
        message: 'Address was matched by its ZIP code only',
        lineNumber: null,
        suggestedAddress: null,
      },
    ]);
  });

  it('keeps the keys of several sources apart with the prefix of the instance', async () => {
    const prefixed = await service.provisionTaxify(acme, {
      ...service.accountOf('good'),
      'document.key.prefix': 'shop-',
    });
    const draft = await service.document(acme, 'calculateTax', calculation(prefixed, { documentKey: 'q-7' }));
    expect([draft.remoteId, stateOf('shop-q-7')]).toEqual(['shop-q-7', 'DRAFT']);
    const final = await service.document(acme, 'commitTax', { id: draft.id, committedKey: '7' });
    expect([final.remoteId, stateOf('shop-7')]).toEqual(['shop-7', 'COMMITTED']);
    const longest = '\u{1F9FE}'.repeat(200);
    const long = await service.document(acme, 'calculateTax', calculation(prefixed, { documentKey: longest }));
    expect(long.remoteId).toBe(`shop-${longest}`);
  });

  it.each<[string, object, string[]]>([
    ['a destination abroad', { destination: { region: 'ON', country: 'CA' } }, ['destination', 'country']],
    ['an origin abroad', { origin: { city: 'Paris', country: 'FR' } }, ['origin', 'country']],
    ['a destination that says too little', { destination: { city: 'Boulder' } }, ['destination']],
    ['another currency', { currency: 'EUR' }, ['currency']],
    ['a final document without a key', { commit: true, documentKey: null }, ['documentKey']],
    ['a key with a control character', { documentKey: 'a\u0000b' }, ['documentKey']],
    ['a blank key', { documentKey: ' ' }, ['documentKey']],
    ['no lines', { lines: [] }, ['lines']],
    ['five decimals', { lines: [{ amount: '1.00001' }] }, ['lines', '0', 'amount']],
    ['a number twice', { lines: [{ amount: '1', number: '2' }, { amount: '2' }] }, ['lines', '1', 'number']],
    ['a long description', { lines: [{ amount: '1', description: LONG }] }, ['lines', '0', 'description']],
    ['a long street', { destination: { line1: LONG, region: 'CO' } }, ['destination', 'line1']],
    ['a long city of the origin', { origin: { city: LONG, region: 'CO' } }, ['origin', 'city']],
    ['a long key of the buyer', { customerKey: LONG }, ['customerKey']],
    ['a control in a line', { lines: [{ amount: '1', itemKey: 'a\u0000b' }] }, ['lines', '0', 'itemKey']],
    ['half a character', { customerTaxCode: '\ud83e' }, ['customerTaxCode']],
    ['too many lines', { lines: Array.from({ length: 1_001 }, () => ({ amount: '1' })) }, ['lines']],
  ])('refuses %s before the vendor is asked, and keeps nothing', async (_what, more, path) => {
    const before = await countDocuments({});
    const input = calculation(instanceId, { documentKey: 'refused', ...more });
    const { taxDocument, estimate, errors } = await service.tax(acme, 'calculateTax', input);
    expect([taxDocument, estimate]).toEqual([null, null]);
    expect(errors).toMatchObject([{ __typename: 'InvalidValueError', path: ['input', ...path] }]);
    expect(calls()).toEqual([]);
    expect(await countDocuments({})).toBe(before);
  });

  it('answers a request that is repeated under its idempotency key with the first answer', async () => {
    const idempotencyKey = 'a8a7b1b0';
    const estimate = calculation(instanceId, { documentKey: null, idempotencyKey });
    const first = await service.tax(acme, 'calculateTax', estimate);
    expect(await service.tax(acme, 'calculateTax', estimate)).toEqual(first);
    expect(calls()).toEqual(['CalculateTax']);
    const other = await service.tax(acme, 'calculateTax', { ...estimate, commit: false, customerKey: 'c-1' });
    expect(other.errors).toMatchObject([{ code: 'IDEMPOTENCY_CONFLICT' }]);
    const draft = await calculate({ documentKey: 'INV-6', idempotencyKey: 'b8a7b1b0' });
    await service.document(acme, 'commitTax', { id: draft.id, idempotencyKey: 'c8a7b1b0' });
    expect(await service.document(acme, 'commitTax', { id: draft.id, idempotencyKey: 'c8a7b1b0' })).toMatchObject({
      status: 'COMMITTED',
    });
    expect(calls()).toEqual(['CalculateTax', 'CalculateTax', 'CommitTax']);
  });

  it('verifies addresses', async () => {
    const address = { line1: '1877 Broadway suite 703', city: 'Boulder', region: 'CO' };
    const verified = await service.tax(acme, 'verifyAddress', { instanceId, address });
    expect(verified).toEqual({
      address: {
        company: null,
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
      errors: [],
    });
    const abroad = await service.tax(acme, 'verifyAddress', { instanceId, address: { city: 'Paris', country: 'FR' } });
    expect(abroad.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'address', 'country'] }]);
    const long = await service.tax(acme, 'verifyAddress', { instanceId, address: { line1: LONG } });
    expect(long.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'address', 'line1'] }]);
  });

  it('tells of documents that are new and different', async () => {
    const draft = await calculate({ documentKey: 'INV-7' });
    await service.document(acme, 'commitTax', { id: draft.id, committedKey: 'INV-7-final' });
    const { data } = await service.query<{ instance: { events: { nodes: object[] } } }>(
      acme,
      `query ($id: ID!, $record: [ID!]) {
        instance(id: $id) {
          events(filter: { recordId: $record }) {
            nodes { kind resource recordId changedFields source record { __typename id remoteId } }
          }
        }
      }`,
      { id: instanceId, record: [draft.id] },
    );
    const record = { __typename: 'TaxDocument', id: draft.id, remoteId: 'INV-7-final' };
    const common = { resource: 'TAX_DOCUMENTS', recordId: draft.id, source: 'WRITE', record };
    expect(data!.instance.events.nodes).toEqual([
      { ...common, kind: 'CREATED', changedFields: [] },
      { ...common, kind: 'UPDATED', changedFields: ['remoteId', 'status', 'committedAt'] },
    ]);
  });

  it("shows the vendor's own words and what its calls were", async () => {
    const draft = await calculate({ documentKey: 'INV-8' });
    await service.parts.flushCallLog();
    const { data } = await service.query<{ taxDocument: Record<string, never> }>(
      acme,
      `query ($id: ID!) {
        taxDocument(id: $id) {
          vendorFields(only: ["DocumentKey", "SalesTaxAmount"]) instance { id }
          history { requestId }
        }
      }`,
      { id: draft.id },
    );
    expect(data!.taxDocument).toMatchObject({
      vendorFields: { DocumentKey: 'INV-8', SalesTaxAmount: '8.85' },
      instance: { id: instanceId },
      history: [{ requestId: expect.any(String) }],
    });
    const { requestId } = (data!.taxDocument as unknown as { history: { requestId: string }[] }).history[0]!;
    const log = await service.query<{ instance: { vendorCalls: { nodes: object[] } } }>(
      acme,
      `query ($id: ID!, $request: [String!]) {
        instance(id: $id) { vendorCalls(filter: { requestId: $request }) { nodes { purpose outcome url } } }
      }`,
      { id: instanceId, request: [requestId] },
    );
    expect(log.data!.instance.vendorCalls.nodes).toMatchObject([{ purpose: 'taxes.calculate', outcome: 'SUCCEEDED' }]);
    expect(service.logged()).not.toContain(service.taxify.apiKey('good'));
  });

  it('is found by a gateway by its id, a list of them at once', async () => {
    const documents = [await calculate({ documentKey: 'ref-1' }), await calculate({ documentKey: 'ref-2' })];
    const representations = [
      ...documents.map(({ id }) => ({ __typename: 'TaxDocument', id })),
      { __typename: 'TaxDocument', id: 'tax_x' },
    ];
    const { data } = await service.query<{ _entities: object[] }>(
      acme,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on TaxDocument { remoteId } } }',
      { r: representations },
    );
    expect(data!._entities).toEqual([{ remoteId: 'ref-1' }, { remoteId: 'ref-2' }, null]);
  });

  it('moves an instance whose key is refused to needing another, and asks no more', async () => {
    const id = await service.provisionTaxify(acme);
    const draft = await service.document(acme, 'calculateTax', calculation(id, { documentKey: 'auth-1' }));
    service.taxify.setFaults({ error: 'authentication' });
    const refused = await service.tax(acme, 'commitTax', { id: draft.id });
    expect(refused.errors).toMatchObject([{ __typename: 'InstanceError', code: 'NEEDS_REAUTHENTICATION' }]);
    expect(await service.find(acme, id)).toMatchObject({ status: 'NEEDS_REAUTHENTICATION' });
    service.taxify.setFaults({});
    service.taxify.forgetCalls();
    const late = await service.tax(acme, 'cancelTax', { id: draft.id });
    expect(late.errors).toMatchObject([{ code: 'NEEDS_REAUTHENTICATION' }]);
    expect(calls()).toEqual([]);
    expect(await service.findDocument(acme, draft.id)).toMatchObject({ status: 'DRAFT', needsReconciliation: false });
  });

  it('refuses changes through an instance that is switched off, whose documents stay readable', async () => {
    const id = await service.provisionTaxify(acme);
    const draft = await service.document(acme, 'calculateTax', calculation(id, { documentKey: 'off-1' }));
    await service.parts.services.instances.disable(service.as(acme), id, null);
    const { errors } = await service.tax(acme, 'calculateTax', calculation(id, { documentKey: 'off-1' }));
    expect(errors).toMatchObject([{ __typename: 'InstanceError', code: 'INSTANCE_NOT_ACTIVE' }]);
    expect(await service.findDocument(acme, draft.id)).toMatchObject({ status: 'DRAFT' });
  });

  it.each([
    ['commitTax', ''],
    ['cancelTax', 'nonsense'],
    ['cancelTax', 'rpt_AZOlsnwReryN7wEjRWeJq1IwMGJDbHV2Y080VA'],
  ] as const)('%s tells that there is no document %j', async (field, id) => {
    const { taxDocument, errors } = await service.tax(acme, field, { id });
    expect(taxDocument).toBeNull();
    expect(errors).toMatchObject([{ __typename: 'RecordNotFoundError', code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  it('is for nobody without credentials', async () => {
    const asked = [
      'taxDocuments { totalCount }',
      'taxDocument(id: "x") { id }',
      `taxCodes(instanceId: "${instanceId}") { code }`,
    ];
    for (const field of asked) {
      const { errors } = await service.query(null, `{ ${field} }`);
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
    for (const [field, input] of [
      ['calculateTax', calculation(instanceId)],
      ['commitTax', { id: 'x' }],
      ['cancelTax', { id: 'x' }],
      ['verifyAddress', { instanceId, address: { region: 'CO' } }],
    ] as const) {
      await expect(service.tax({ authorization: 'User x, Organization y' }, field, input)).rejects.toThrow(
        'UNAUTHENTICATED',
      );
    }
    expect(calls()).toEqual([]);
  });

  it('names what an element without taxes can do instead', async () => {
    const expensify = await service.provision(acme);
    const { errors } = await service.tax(acme, 'calculateTax', calculation(expensify));
    expect(errors).toMatchObject([
      { __typename: 'UnsupportedOperationError', resource: 'TAX_DOCUMENTS', operation: 'CALCULATE' },
    ]);
    const read = await service.query<{ instance: object }>(
      acme,
      'query ($id: ID!) { instance(id: $id) { taxDocuments { totalCount } taxCodes { code } } }',
      { id: expensify },
    );
    expect(read.data!.instance).toEqual({ taxDocuments: null, taxCodes: null });
    expect(read.errors!.map(({ path, extensions }) => [path!.at(-1), extensions.code])).toEqual([
      ['taxDocuments', 'UNSUPPORTED_OPERATION'],
      ['taxCodes', 'UNSUPPORTED_OPERATION'],
    ]);
  });

  describe('as lists', () => {
    let own: string;
    let tenant: Tenant;
    beforeAll(async () => {
      tenant = await service.createTenant('Lister');
      own = await service.provisionTaxify(tenant);
      for (const n of [1, 2, 3, 4, 5]) {
        const input = calculation(own, { documentKey: `list-${n}`, taxDate: `2026-08-0${n}`, commit: n % 2 === 0 });
        await service.document(tenant, 'calculateTax', input);
      }
    });

    const LIST = `query ($filter: TaxDocumentFilter, $first: Int! = 50, $after: String) {
      taxDocuments(filter: $filter, first: $first, after: $after) {
        totalCount nodes { remoteId ${TAX_DOCUMENT_FIELDS.replace('remoteId', '')} } pageInfo { hasNextPage endCursor }
      }
    }`;
    const read = async (variables: object) => {
      const { data, errors } = await service.query<{ taxDocuments: TaxList }>(tenant, LIST, { ...variables });
      return { ...data?.taxDocuments, errors };
    };
    interface TaxList {
      readonly totalCount: number;
      readonly nodes: readonly AnsweredTaxDocument[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    }
    const keysOf = (nodes: TaxList['nodes'] = []): string[] => nodes.map(({ remoteId }) => remoteId);

    it('have the latest first, page by page', async () => {
      const first = await read({ first: 3 });
      expect([keysOf(first.nodes), first.totalCount]).toEqual([['list-5', 'list-4', 'list-3'], 5]);
      const second = await read({ first: 3, after: first.pageInfo!.endCursor });
      expect([keysOf(second.nodes), second.pageInfo!.hasNextPage]).toEqual([['list-2', 'list-1'], false]);
      const elsewhere = await read({ filter: { status: ['DRAFT'] }, after: first.pageInfo!.endCursor });
      expect(elsewhere.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    });

    it.each<[object, string[]]>([
      [{ status: ['COMMITTED'] }, ['list-4', 'list-2']],
      [{ remoteId: ['list-1', 'list-9'] }, ['list-1']],
      [{ taxDate: { from: '2026-08-02', to: '2026-08-03' } }, ['list-3', 'list-2']],
      [{ needsReconciliation: true }, []],
      [{ instanceId: ['0198c0de-0000-7000-8000-000000000000'] }, []],
    ])('are narrowed by %p', async (filter, keys) => {
      const { nodes, totalCount, errors } = await read({ filter });
      expect(errors).toBeUndefined();
      expect([keysOf(nodes), totalCount]).toEqual([keys, keys.length]);
    });

    it('hang on their instance', async () => {
      const { data } = await service.query<{ instance: { taxDocuments: TaxList } }>(
        tenant,
        `query ($id: ID!) { instance(id: $id) { taxDocuments(filter: { status: [DRAFT] }, first: 2) { totalCount nodes { remoteId } } } }`,
        { id: own },
      );
      expect(data!.instance.taxDocuments).toEqual({
        totalCount: 3,
        nodes: [{ remoteId: 'list-5' }, { remoteId: 'list-3' }],
      });
    });

    it('are gone with their instance', async () => {
      const id = await service.provisionTaxify(tenant);
      const draft = await service.document(tenant, 'calculateTax', calculation(id));
      await service.parts.services.instances.remove(service.as(tenant), id);
      expect(await service.findDocument(tenant, draft.id)).toBeNull();
      await service.parts.housekeeping.round(service.parts.context);
      for (const table of ['tax_documents', 'tax_document_changes', 'tax_code_lists', 'change_events']) {
        expect([table, await service.countRows(table, id)]).toEqual([table, 0]);
      }
    });
  });

  async function countDocuments(filter: object): Promise<number> {
    const { data } = await service.query<{ taxDocuments: { totalCount: number } }>(
      acme,
      'query ($filter: TaxDocumentFilter) { taxDocuments(filter: $filter) { totalCount } }',
      { filter },
    );
    return data!.taxDocuments.totalCount;
  }

  it('takes the whole address in one line', async () => {
    const destination = { line1: '1877 Broadway, Boulder, CO 80302' };
    expect(await calculate({ documentKey: 'one-line', destination })).toMatchObject({ totalTax: { amount: '8.85' } });
  });
});
