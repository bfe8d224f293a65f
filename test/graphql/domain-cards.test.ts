import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const DOMAIN_CARDS = `query ($id: ID!, $domain: String!) {
  instance(id: $id) {
    domainCards(domain: $domain) {
      remoteId name bank number employeeEmail employeeNumber reimbursable createdAt importsFrom
      lastImport { at succeeded vendorCode }
    }
  }
}`;

interface Card {
  readonly remoteId: string;
  readonly employeeEmail: string;
  readonly lastImport: { readonly succeeded: boolean } | null;
}

type CardAnswer = { readonly instance: { readonly domainCards: readonly Card[] | null } | null };

describe('the cards of a domain', () => {
  let service: TestService;
  let acme: Tenant;
  let id: string;

  beforeAll(async () => {
    service = await startTestService();
    acme = await service.createTenant('Acme');
    id = await service.provision(acme);
  });
  afterEach(() => service.sandbox.setFaults({}));
  afterAll(() => service.close());

  const ask = (domain: string, tenant = acme) => service.query<CardAnswer>(tenant, DOMAIN_CARDS, { id, domain });

  it('are read with whom they were given to', async () => {
    const { data, errors } = await ask('aurora.example.com');
    expect(errors).toBeUndefined();
    const cards = data!.instance!.domainCards!;
    expect(cards.length).toBeGreaterThan(20);
    for (const card of cards) {
      expect(card).toMatchObject({
        remoteId: expect.stringMatching(/^\d+$/),
        number: expect.stringMatching(/X{4,}\d{4}$/),
        employeeEmail: expect.stringContaining('@aurora.example.com'),
        reimbursable: false,
      });
    }
    expect(cards.some(({ lastImport }) => lastImport?.succeeded === true)).toBe(true);
    expect(cards.some(({ lastImport }) => lastImport === null)).toBe(true);
  });

  it('lead to the employees', async () => {
    const query = `query ($id: ID!) {
      instance(id: $id) { employees { totalCount } domainCards(domain: "aurora.example.com") { employee { email } employeeEmail } }
    }`;
    const { data } = await service.query<{
      instance: { domainCards: readonly { employee: { email: string } | null; employeeEmail: string }[] };
    }>(acme, query, { id });
    const known = data!.instance.domainCards.filter(({ employee }) => employee !== null);
    expect(known.length).toBeGreaterThan(20);
    for (const { employee, employeeEmail } of known) expect(employee!.email).toBe(employeeEmail);
  });

  it('cost one request a domain, however often they are asked for', async () => {
    service.sandbox.forgetJobs();
    const query = `query ($id: ID!) {
      instance(id: $id) {
        a: domainCards(domain: "aurora.example.com") { remoteId }
        b: domainCards(domain: " Aurora.Example.com") { name }
      }
      again: instance(id: $id) { domainCards(domain: "aurora.example.com") { remoteId } }
    }`;
    expect((await service.query(acme, query, { id })).errors).toBeUndefined();
    expect(service.sandbox.jobs().map(({ inputType }) => inputType)).toEqual(['domainCardList']);
  });

  it('are null with an error that says what is missing', async () => {
    const { data, errors } = await ask('elsewhere.example.com');
    expect(data).toEqual({ instance: { domainCards: null } });
    expect(errors).toMatchObject([
      { path: ['instance', 'domainCards'], extensions: { code: 'PERMISSION_DENIED', vendorCode: '403' } },
    ]);
  });

  it.each(['', 'example', 'a b.example.com', 'https://example.com/x', `${'a'.repeat(260)}.com`])(
    'are not asked for with the domain "%s"',
    async (domain) => {
      service.sandbox.forgetJobs();
      const { errors } = await ask(domain);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(service.sandbox.jobs()).toEqual([]);
    },
  );

  it('are not told to others', async () => {
    const other = await service.createTenant('Other');
    expect((await ask('aurora.example.com', other)).data).toEqual({ instance: null });
  });

  it('say that the vendor is down', async () => {
    service.sandbox.setFaults({ 'http-503-html': true });
    const { data, errors } = await ask('aurora.example.com');
    expect(data).toEqual({ instance: { domainCards: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'VENDOR_UNAVAILABLE' } }]);
  });

  it('are unsupported where the element has none', async () => {
    const { database } = service;
    await database.query(service.parts.context, {
      text: "UPDATE instances SET element_key = 'taxify' WHERE id = $1",
      values: [id],
    });
    const { errors } = await ask('aurora.example.com');
    expect(errors).toMatchObject([{ extensions: { code: 'UNSUPPORTED_OPERATION' } }]);
    await database.query(service.parts.context, {
      text: "UPDATE instances SET element_key = 'expensify' WHERE id = $1",
      values: [id],
    });
  });

  it('show that the credentials are refused, which the instance then knows', async () => {
    service.sandbox.revokeCredentials(service.sandbox.configuration['partner.user.id']!);
    const { errors } = await ask('aurora.example.com');
    expect(errors).toMatchObject([{ extensions: { code: 'NEEDS_REAUTHENTICATION' } }]);
    const status = await service.query(acme, 'query ($id: ID!) { instance(id: $id) { status } }', { id });
    expect(status.data).toEqual({ instance: { status: 'NEEDS_REAUTHENTICATION' } });
  });
});
