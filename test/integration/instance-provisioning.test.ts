import { adapters } from '../../src/adapters/registry';
import { UnsupportedOperationError, ElementsErrors, type ElementsError } from '../../src/errors';
import type { ProvisionRequest } from '../../src/services/provisioning.service';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';
import { unconnectable } from '../support/unconnectable-adapter';

describe('provisioning an instance', () => {
  let world: ServiceWorld;
  let tenant: Tenant;
  let good: Readonly<Record<string, string>>;

  beforeAll(async () => {
    world = await createServiceWorld({ adapters: [...adapters, unconnectable] });
    tenant = await world.createTenant();
    good = world.sandbox.configuration;
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.sandbox.setFaults({});
    world.sandbox.forgetJobs();
  });

  const provision = (
    configuration: Readonly<Record<string, string | null>>,
    request: Partial<ProvisionRequest> = {},
  ): Promise<{ readonly instanceId: string; readonly token: string }> =>
    world.parts.services.provisioning.provision(world.as(tenant), {
      elementKey: 'expensify',
      name: 'Travel',
      tags: [],
      configuration: toInputs(configuration),
      externalAuthentication: 'NONE',
      ...request,
    });

  /** What is told of a request that is refused. */
  const problemsOf = async (attempt: Promise<unknown>): Promise<readonly ElementsError[]> => {
    const error: unknown = await attempt.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return error instanceof ElementsErrors ? error.errors : [error as ElementsError];
  };

  const countAll = async (table: string): Promise<number> => {
    const [row] = await world.database.query<{ count: number }>(world.parts.context, {
      text: `SELECT count(*)::int AS count FROM ${table}`,
    });
    return row!.count;
  };

  describe('what the form refuses, before the vendor is asked', () => {
    afterEach(() => expect(world.sandbox.jobs()).toEqual([]));

    it('names every missing key at once, in the order of the form', async () => {
      const [problem, ...others] = await problemsOf(provision({}));
      expect(others).toEqual([]);
      expect(problem).toMatchObject({
        code: 'MISSING_CONFIGURATION',
        missingKeys: ['partner.user.id', 'partner.user.secret'],
        path: ['input', 'configuration'],
      });
    });

    it.each([[''], ['   '], [null]])(
      'takes the value %j of a required key for missing, and for nothing else',
      async (value) => {
        const problems = await problemsOf(provision({ ...good, 'partner.user.secret': value }));
        expect(problems).toHaveLength(1);
        expect(problems[0]).toMatchObject({ code: 'MISSING_CONFIGURATION', missingKeys: ['partner.user.secret'] });
      },
    );

    it('tells everything that is wrong at once, each at its place', async () => {
      const problems = await problemsOf(
        provision(
          { 'partner.user.idd': 'x', 'partner.user.secret': 'with space', 'sync.history.days': '0' },
          { name: '<b>bold</b>', tags: ['fine', ''] },
        ),
      );
      expect(problems).toEqual([
        expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', 'name'] }),
        expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', 'tags', '1'] }),
        expect.objectContaining({ code: 'MISSING_CONFIGURATION', missingKeys: ['partner.user.id'] }),
        expect.objectContaining({
          code: 'UNKNOWN_CONFIGURATION_KEY',
          path: ['input', 'configuration', '0', 'key'],
          suggestions: ['partner.user.id'],
        }),
        expect.objectContaining({ code: 'INVALID_CONFIGURATION', key: 'partner.user.secret' }),
        expect.objectContaining({ code: 'INVALID_CONFIGURATION', key: 'sync.history.days' }),
      ]);
    });

    it.each([
      ['sync.history.days', '3651', 'from 1 to 3650'],
      ['sync.history.days', '12.5', 'whole number'],
      ['partner.user.id', 'two words', 'such as aa_api_domain_com'],
      ['partner.user.id', 'nul\0', 'control characters'],
      ['partner.user.id', '********', 'stands for a stored secret'],
      ['partner.user.secret', '********', 'none is stored'],
      ['partner.user.secret', 'x'.repeat(10_001), 'longer than 10000'],
      ['base.url', 'not a url', 'absolute URL'],
      ['base.url', 'ftp://integrations.expensify.com', 'absolute URL'],
    ])('refuses %s = %j by name, without repeating the value', async (key, value, words) => {
      const [problem] = await problemsOf(provision({ ...good, [key]: value }));
      expect(problem).toMatchObject({ code: 'INVALID_CONFIGURATION', key });
      expect(problem!.message).toContain(key);
      expect(problem!.message).toContain(words);
      if (value !== '********') expect(problem!.message).not.toContain(value);
    });

    it.each([
      'http://127.0.0.1:9/Integration-Server',
      'https://10.0.0.1/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[::1]/',
      'http://integrations.expensify.com/Integration-Server',
    ])('refuses to be sent to %s', async (baseUrl) => {
      const [problem] = await problemsOf(provision({ ...good, 'base.url': baseUrl }));
      expect(problem).toMatchObject({ code: 'INVALID_CONFIGURATION', key: 'base.url' });
    });

    it.each([
      [{ name: '  ' }, 'INVALID_INPUT', ['input', 'name']],
      [{ name: 'n'.repeat(201) }, 'INVALID_INPUT', ['input', 'name']],
      [{ name: 'line\nbreak' }, 'INVALID_INPUT', ['input', 'name']],
      [{ tags: Array.from({ length: 51 }, (_, index) => `t${index}`) }, 'LIMIT_EXCEEDED', ['input', 'tags']],
      [{ tags: ['t'.repeat(101)] }, 'INVALID_INPUT', ['input', 'tags', '0']],
    ])('refuses %j: names and tags are plain text of bounded length', async (request, code, path) => {
      expect(await problemsOf(provision(good, request))).toEqual([expect.objectContaining({ code, path })]);
    });

    it.each([
      ['line\nbreak', 'U+000A'],
      ['Acme\u202Egnp.exe', 'U+202E'],
      ['Acme\u2066', 'U+2066'],
      ['Acme <b>', 'markup'],
      ['</script', 'markup'],
    ])('says what is wrong with the name or tag %j', async (text, words) => {
      const problems = await problemsOf(provision(good, { name: text, tags: [text] }));
      expect(problems.map(({ message }) => message)).toEqual([
        expect.stringMatching(new RegExp(`^The name holds .*${words.replace('+', '\\+')}`)),
        expect.stringMatching(new RegExp(`^Tag 1 holds .*${words.replace('+', '\\+')}`)),
      ]);
    });

    it('takes a "less than" for what it is', async () => {
      const problems = await problemsOf(provision({}, { name: 'Q3 < April', tags: ['< 5', 'a<1'] }));
      expect(problems.map(({ code }) => code)).toEqual(['MISSING_CONFIGURATION']);
    });

    it('refuses an element that cannot be connected yet, an unknown one, and tokens where there are none', async () => {
      const [unsupported] = await problemsOf(provision(good, { elementKey: 'unconnectable' }));
      expect(unsupported).toBeInstanceOf(UnsupportedOperationError);
      expect(unsupported).toMatchObject({ elementKey: 'unconnectable', path: ['input', 'elementKey'] });
      expect(await problemsOf(provision(good, { elementKey: 'nosuch' }))).toEqual([
        expect.objectContaining({
          code: 'NOT_FOUND',
          typeName: 'Element',
          suggestions: world.parts.services.catalog.list().map(({ catalog }) => catalog.key),
        }),
      ]);
      expect(await problemsOf(provision({}, { externalAuthentication: 'INITIAL' }))).toEqual([
        expect.objectContaining({ code: 'UNSUPPORTED_OPERATION', path: ['input', 'externalAuthentication'] }),
      ]);
    });

    it('refuses a request that an instance token narrows to one instance', async () => {
      const context = world.as(tenant, '0198b3c0-0000-7000-8000-000000000000');
      const request = { elementKey: 'expensify', name: 'x', tags: [], configuration: toInputs(good) };
      await expect(
        world.parts.services.provisioning.provision(context, { ...request, externalAuthentication: 'NONE' }),
      ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    });
  });

  describe('what the vendor refuses', () => {
    const secret = 'wrong-secret-3f9a1c';

    const nothingIsKept = async (attempt: () => Promise<unknown>): Promise<ElementsError> => {
      const before = [await countAll('instances'), await countAll('instance_configuration')];
      const [problem] = await problemsOf(attempt());
      expect([await countAll('instances'), await countAll('instance_configuration')]).toEqual(before);
      expect(await countAll('idempotency_keys')).toBe(0);
      return problem!;
    };

    it('keeps nothing when the credentials are wrong, and says which to look at', async () => {
      const problem = await nothingIsKept(() =>
        provision({ ...good, 'partner.user.secret': secret }, { idempotencyKey: 'first-try' }),
      );
      expect(problem).toMatchObject({
        code: 'CREDENTIALS_REJECTED',
        retryable: false,
        keys: ['partner.user.id', 'partner.user.secret'],
        vendorMessage: 'Authentication error',
      });
      expect(JSON.stringify([problem, problem.message, problem.stack, String(problem.cause)])).not.toContain(secret);
      // The key is free: the mended request may use it.
      const { instanceId } = await provision(good, { idempotencyKey: 'first-try' });
      expect(await world.find(tenant, instanceId)).not.toBeNull();
      await world.database.query(world.parts.context, { text: 'DELETE FROM idempotency_keys' });
    });

    it.each([
      ['is down', { 'http-503-html': true as const }, 'VENDOR_UNAVAILABLE'],
      ['drops the connection', { drop: true as const }, 'VENDOR_UNAVAILABLE'],
      ['says "too many"', { '429': 'http' as const }, 'RATE_LIMITED'],
    ])('keeps nothing when the vendor %s, and says that it may be tried again', async (_, faults, code) => {
      world.sandbox.setFaults(faults);
      const own = world.sandbox.issueCredentials(`trouble ${code}`);
      const problem = await nothingIsKept(() => provision(own, { idempotencyKey: 'trouble' }));
      expect(problem).toMatchObject({ code, retryable: true });
    });
  });

  describe('what is kept', () => {
    it('takes the sandbox for a vendor, and stores secrets encrypted and nowhere else', async () => {
      const own = world.sandbox.issueCredentials('encrypted');
      const secret = own['partner.user.secret']!;
      const { instanceId, token } = await provision(
        { ...own, 'base.url': `${world.sandboxOrigin}/expensify/Integration-Server`, 'sync.history.days': '30' },
        { tags: ['b', 'a', 'b'], name: 'Größe & Co' },
      );
      expect(await world.find(tenant, instanceId)).toMatchObject({
        name: 'Größe & Co',
        tags: ['b', 'a'],
        status: 'ACTIVE',
        elementKey: 'expensify',
      });
      await world.read(tenant, instanceId);
      await world.parts.tasks.idle();
      await world.parts.flushCallLog();

      const stored = await world.database.query<Record<string, unknown>>(world.parts.context, {
        text: 'SELECT * FROM instance_configuration WHERE instance_id = $1 ORDER BY key',
        values: [instanceId],
      });
      expect(stored.map((row) => [row.key, row.value !== null, row.encrypted_value !== null])).toEqual([
        ['base.url', true, false],
        ['partner.user.id', true, false],
        ['partner.user.secret', false, true],
        ['sync.history.days', true, false],
      ]);
      const calls = await world.database.query(world.parts.context, { text: 'SELECT * FROM vendor_calls' });
      expect(calls.length).toBeGreaterThan(2);
      const instances = await world.database.query(world.parts.context, { text: 'SELECT * FROM instances' });
      const everything = [JSON.stringify([stored, calls, instances]), world.logged()].join('\n');
      for (const hidden of [secret, encodeURIComponent(secret), token]) expect(everything).not.toContain(hidden);
    });

    it('shows a mask for a secret, the value of everything else, and defaults as such', async () => {
      const id = await world.provision(tenant, { ...good, 'sync.history.days': '90' });
      const context = world.as(tenant);
      const [entries] = await world.parts.services.instanceReads.describeConfiguration(context, [
        (await world.find(tenant, id))!,
      ]);
      const byKey = Object.fromEntries(entries!.map((entry) => [entry.key, entry]));
      expect(byKey['partner.user.secret']).toEqual({
        key: 'partner.user.secret',
        value: '********',
        secret: true,
        isDefault: false,
      });
      expect(byKey['partner.user.id']).toMatchObject({ value: good['partner.user.id'], secret: false });
      expect(byKey['sync.history.days']).toMatchObject({ value: '90', isDefault: false });
      expect(byKey['base.url']).toMatchObject({ isDefault: true });
      expect(byKey['base.url']!.value).toContain(world.sandboxOrigin);
      expect(context.stats).toEqual({ sqlStatements: 1, vendorCalls: 0 });
    });

    it('asks the vendor once', async () => {
      await provision(good);
      expect(world.sandbox.jobs()).toHaveLength(1);
    });
  });
});
