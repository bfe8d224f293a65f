import { FastClock } from '../support/fast-clock';
import { reply, startScriptedServer, type ScriptedServer } from '../support/scripted-server';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

describe('the life of an instance', () => {
  const clock = new FastClock();
  let world: ServiceWorld;
  let tenant: Tenant;
  let good: Readonly<Record<string, string>>;
  /** A server that is not the vendor's. */
  let elsewhere: ScriptedServer;

  beforeAll(async () => {
    elsewhere = await startScriptedServer();
    world = await createServiceWorld({ clock, privateOrigins: [elsewhere.origin] });
    tenant = await world.createTenant();
    good = world.sandbox.configuration;
  });
  afterAll(async () => {
    await world.close();
    await elsewhere.close();
  });
  beforeEach(() => {
    world.sandbox.forgetJobs();
    elsewhere.answerWith(reply(503));
  });

  const instances = () => world.parts.services.instances;

  const settingsOf = async (id: string): Promise<Record<string, string | null>> => {
    const instance = await world.find(tenant, id);
    const [entries] = await world.parts.services.instanceReads.describeConfiguration(world.as(tenant), [instance!]);
    return Object.fromEntries(entries!.flatMap(({ key, value, isDefault }) => (isDefault ? [] : [[key, value]])));
  };

  const sealedSecretOf = async (id: string): Promise<string> => {
    const [row] = await world.database.query<{ encrypted_value: string }>(world.parts.context, {
      text: `SELECT encrypted_value FROM instance_configuration WHERE instance_id = $1 AND key = 'partner.user.secret'`,
      values: [id],
    });
    return row!.encrypted_value;
  };

  const tokenWorks = (token: string): Promise<boolean> =>
    world.parts.authentication.authenticate(world.parts.context, `User ${tenant.userSecret}, Element ${token}`).then(
      () => true,
      () => false,
    );

  describe('changing it', () => {
    it('leaves out what is left out, clears what is null, and asks no vendor about a name', async () => {
      const id = await world.provision(tenant, { ...good, 'sync.history.days': '90' });
      world.sandbox.forgetJobs();
      const update = (request: object) => instances().update(world.as(tenant), { id, ...request });
      expect(await update({ name: 'Renamed' })).toMatchObject({ name: 'Renamed', tags: ['test'] });
      expect(await update({ tags: ['x', 'y', 'x'] })).toMatchObject({ name: 'Renamed', tags: ['x', 'y'] });
      expect(await update({ tags: null })).toMatchObject({ name: 'Renamed', tags: [] });
      await update({ configuration: toInputs({ 'sync.history.days': '91' }) });
      expect(await settingsOf(id)).toMatchObject({ 'sync.history.days': '91' });
      await update({ configuration: toInputs({ 'sync.history.days': null }) });
      expect(Object.keys(await settingsOf(id))).toEqual(['partner.user.id', 'partner.user.secret']);
      expect(world.sandbox.jobs()).toEqual([]);
      await expect(update({ name: null })).rejects.toMatchObject({ errors: [{ path: ['input', 'name'] }] });
    });

    it('takes ******** for "unchanged", and a required key for one that cannot be cleared', async () => {
      const id = await world.provision(tenant);
      const sealed = await sealedSecretOf(id);
      world.sandbox.forgetJobs();
      const configuration = toInputs({
        'partner.user.secret': '********',
        'partner.user.id': good['partner.user.id']!,
      });
      await instances().update(world.as(tenant), { id, configuration });
      expect(await sealedSecretOf(id)).toBe(sealed);
      expect(world.sandbox.jobs()).toEqual([]);
      await expect(
        instances().update(world.as(tenant), { id, configuration: toInputs({ 'partner.user.secret': null }) }),
      ).rejects.toMatchObject({ errors: [{ code: 'MISSING_CONFIGURATION', missingKeys: ['partner.user.secret'] }] });
    });

    it('checks new credentials with the vendor, and keeps the old ones when they are refused', async () => {
      const id = await world.provision(tenant);
      const sealed = await sealedSecretOf(id);
      const configuration = toInputs({ 'partner.user.secret': 'wrong' });
      await expect(instances().update(world.as(tenant), { id, name: 'No', configuration })).rejects.toMatchObject({
        code: 'CREDENTIALS_REJECTED',
      });
      expect(await sealedSecretOf(id)).toBe(sealed);
      expect((await world.find(tenant, id))!.name).toBe('Acme Expensify');
    });

    it.each([
      ['update', {}],
      ['reauthenticate', {}],
      ['update', { 'partner.user.secret': '********' }],
      ['reauthenticate', { 'partner.user.secret': '********' }],
    ] as const)('sends no stored secret to another origin (%s, %j)', async (method, configuration) => {
      const id = await world.provision(tenant);
      const before = [await settingsOf(id), await sealedSecretOf(id), (await world.find(tenant, id))!.updatedAt];
      const inputs = toInputs({ ...configuration, 'base.url': `${elsewhere.origin}/Integration-Server` });
      const attempt =
        method === 'update'
          ? instances().update(world.as(tenant), { id, configuration: inputs })
          : instances().reauthenticate(world.as(tenant), id, inputs);
      await expect(attempt).rejects.toMatchObject({
        errors: [
          {
            code: 'MISSING_CONFIGURATION',
            missingKeys: ['partner.user.secret'],
            message: expect.stringContaining('another origin'),
          },
        ],
      });
      expect(elsewhere.received).toEqual([]);
      expect([await settingsOf(id), await sealedSecretOf(id), (await world.find(tenant, id))!.updatedAt]).toEqual(
        before,
      );
    });

    it('takes another path at the same origin, and another origin with a secret that comes with it', async () => {
      const id = await world.provision(tenant);
      const update = (configuration: Record<string, string>) =>
        instances().update(world.as(tenant), { id, configuration: toInputs(configuration) });
      await update({ 'base.url': `${world.sandboxOrigin}/expensify/Integration-Server/` });
      await expect(
        update({ 'base.url': elsewhere.origin, 'partner.user.secret': 'for-elsewhere' }),
      ).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
      expect(elsewhere.received.length).toBeGreaterThan(0);
      for (const { body } of elsewhere.received) expect(body).not.toContain(good['partner.user.secret']);
    });

    it('loses nothing when different things change at the same time', async () => {
      const id = await world.provision(tenant);
      const replica = world.addReplica();
      const update = (services: typeof replica, request: object) =>
        services.services.instances.update(world.as(tenant), { id, ...request });
      await Promise.all([
        update(world.parts, { configuration: toInputs({ 'sync.history.days': '77' }) }),
        update(replica, { name: 'At once' }),
        update(replica, {
          configuration: toInputs({ 'base.url': `${world.sandboxOrigin}/expensify/Integration-Server` }),
        }),
        update(world.parts, { tags: ['one'] }),
      ]);
      await replica.close();
      expect(await settingsOf(id)).toMatchObject({ 'sync.history.days': '77', 'base.url': expect.any(String) });
      expect(await world.find(tenant, id)).toMatchObject({ name: 'At once', tags: ['one'] });
    });
  });

  describe('its credentials', () => {
    it('are replaced in place: id and token stay, and an instance that needed them works again', async () => {
      const old = world.sandbox.issueCredentials('old pair');
      const { instanceId: id, token } = await world.parts.services.provisioning.provision(world.as(tenant), {
        elementKey: 'expensify',
        name: 'Reconnected',
        tags: [],
        configuration: toInputs({ ...old, 'sync.history.days': '20' }),
        externalAuthentication: 'NONE',
      });
      world.sandbox.revokeCredentials(old['partner.user.id']!);
      expect(await world.read(tenant, id)).toMatchObject({ code: 'NEEDS_REAUTHENTICATION' });
      await world.parts.tasks.idle();
      expect(await world.find(tenant, id)).toMatchObject({ status: 'NEEDS_REAUTHENTICATION' });

      // The old ones again are no help, and change nothing.
      await expect(instances().reauthenticate(world.as(tenant), id, [])).rejects.toMatchObject({
        code: 'CREDENTIALS_REJECTED',
      });
      const mended = await instances().reauthenticate(
        world.as(tenant),
        id,
        toInputs(world.sandbox.issueCredentials('new pair')),
      );
      expect(mended).toMatchObject({ id, status: 'ACTIVE', statusReason: null });
      expect(await tokenWorks(token)).toBe(true);
      await world.read(tenant, id);
      await world.parts.tasks.idle();
      expect(await world.read(tenant, id)).toMatchObject({ state: 'FRESH', error: null });
    });

    it('mend an instance also when they come with an update', async () => {
      const old = world.sandbox.issueCredentials('updated pair');
      const id = await world.provision(tenant, { ...old, 'sync.history.days': '20' });
      world.sandbox.revokeCredentials(old['partner.user.id']!);
      await world.read(tenant, id);
      await world.parts.tasks.idle();
      const configuration = toInputs(world.sandbox.issueCredentials('updated pair 2'));
      expect(await instances().update(world.as(tenant), { id, configuration })).toMatchObject({ status: 'ACTIVE' });
    });

    it('do not switch an instance on that its owner switched off', async () => {
      const id = await world.provision(tenant);
      await instances().disable(world.as(tenant), id, null);
      expect(await instances().reauthenticate(world.as(tenant), id, toInputs(good))).toMatchObject({
        status: 'DISABLED',
      });
    });
  });

  describe("the vendor's limit", () => {
    it('is used up and blocked by whoever has the secret, at the address that said so', async () => {
      const pair = world.sandbox.issueCredentials('victim');
      const id = await world.provision(tenant, pair);
      const instance = (await world.find(tenant, id))!;
      const budget = () => world.parts.services.vendorActivity.budgetsOf(world.as(tenant), [instance]);
      const remaining = async () => (await budget())[0]!.map((usage) => usage.remaining);
      clock.advance(5 * 60_000);
      // Past every window, so that what is left changes by what follows alone.
      clock.advance(5 * 60_000);
      const before = await remaining();
      const evil = await world.createTenant('Evil');
      elsewhere.answerWith(reply(429, '', { 'retry-after': '86400' }));
      for (const stolen of [
        { ...pair, 'partner.user.secret': 'bogus' },
        { ...pair, 'partner.user.secret': 'bogus', 'base.url': elsewhere.origin },
        { ...pair, 'base.url': elsewhere.origin },
      ]) {
        await expect(world.provision(evil, stolen)).rejects.toMatchObject({
          code: expect.stringMatching(/CREDENTIALS_REJECTED|RATE_LIMITED/),
        });
      }
      expect(await remaining()).toEqual(before);
      expect(await instances().reauthenticate(world.as(tenant), id, [])).toMatchObject({ status: 'ACTIVE' });
    });
  });

  describe('switching it off and on', () => {
    it('keeps the reason, and checks the credentials before it is on again', async () => {
      const pair = world.sandbox.issueCredentials('switched');
      const id = await world.provision(tenant, pair);
      expect(await instances().disable(world.as(tenant), id, 'Audit')).toMatchObject({
        status: 'DISABLED',
        statusReason: 'Audit',
      });
      expect(await instances().enable(world.as(tenant), id)).toMatchObject({ status: 'ACTIVE', statusReason: null });
      await instances().disable(world.as(tenant), id, null);
      world.sandbox.revokeCredentials(pair['partner.user.id']!);
      await expect(instances().enable(world.as(tenant), id)).rejects.toMatchObject({ code: 'CREDENTIALS_REJECTED' });
      expect(await world.find(tenant, id)).toMatchObject({ status: 'DISABLED' });
    });

    it.each(['x'.repeat(501), 'nul\0', '<script>'])(
      'refuses a reason that is not plain, short text',
      async (reason) => {
        const id = await world.provision(tenant);
        await expect(instances().disable(world.as(tenant), id, reason)).rejects.toMatchObject({
          code: 'INVALID_INPUT',
          path: ['input', 'reason'],
        });
      },
    );
  });

  describe('its token', () => {
    it('is replaced at once without a grace, and works on through one', async () => {
      const id = await world.provision(tenant);
      const rotate = async (graceSeconds: number): Promise<string> =>
        (await instances().rotateToken(world.as(tenant), id, graceSeconds)).token;
      const first = await rotate(0);
      const second = await rotate(0);
      expect([await tokenWorks(first), await tokenWorks(second)]).toEqual([false, true]);
      const third = await rotate(3_600);
      expect([await tokenWorks(second), await tokenWorks(third)]).toEqual([true, true]);
      await world.database.query(world.parts.context, {
        text: `UPDATE instances SET previous_token_expires_at = $2 WHERE id = $1`,
        values: [id, world.clock.now()],
      });
      // A change that the service did not make itself, it hears of.
      while (await tokenWorks(second)) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await tokenWorks(third)).toBe(true);
    });

    it.each([-1, 86_401, NaN])('refuses a grace of %d seconds', async (graceSeconds) => {
      const id = await world.provision(tenant);
      await expect(instances().rotateToken(world.as(tenant), id, graceSeconds)).rejects.toMatchObject({
        path: ['input', 'graceSeconds'],
      });
    });
  });

  describe('deleting it', () => {
    it('hides it at once from every reader, and its token with it', async () => {
      const { instanceId: id, token } = await world.parts.services.provisioning.provision(world.as(tenant), {
        elementKey: 'expensify',
        name: 'Short-lived',
        tags: ['gone'],
        configuration: toInputs(good),
        externalAuthentication: 'NONE',
      });
      await instances().remove(world.as(tenant), id);
      expect(await world.find(tenant, id)).toBeNull();
      const { instanceReads, records } = world.parts.services;
      expect(await instanceReads.page(world.as(tenant), { tags: ['gone'] }, 10, null)).toEqual([]);
      expect(await records.countReports(world.as(tenant), [{ ...tenant.caller, instanceId: id }], null)).toEqual([0]);
      expect(await tokenWorks(token)).toBe(false);
      for (const again of [
        () => instances().remove(world.as(tenant), id),
        () => instances().update(world.as(tenant), { id, name: 'Back' }),
        () => instances().enable(world.as(tenant), id),
        () => instances().rotateToken(world.as(tenant), id, 0),
      ]) {
        await expect(again()).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    });
  });

  describe('for whoever it does not belong to', () => {
    it('is as if it did not exist, through every method', async () => {
      const id = await world.provision(tenant, { ...good, 'sync.history.days': '30' });
      await world.read(tenant, id);
      await world.parts.tasks.idle();
      const stranger = await world.createTenant('Rival');
      const narrowed = world.as(tenant, '0198b3c0-0000-7000-8000-000000000000');
      const [row] = await world.database.query<{ remote_id: string }>(world.parts.context, {
        text: 'SELECT remote_id FROM reports WHERE instance_id = $1 LIMIT 1',
        values: [id],
      });
      const key = { instanceId: id, remoteId: row!.remote_id };
      world.sandbox.forgetJobs();
      const { instanceReads, records, vendorActivity } = world.parts.services;
      for (const context of [world.as(stranger), narrowed]) {
        for (const attempt of [
          () => instances().getOwn(context, id),
          () => instances().update(context, { id, name: 'Mine' }),
          () => instances().reauthenticate(context, id, toInputs(good)),
          () => instances().enable(context, id),
          () => instances().disable(context, id, null),
          () => instances().rotateToken(context, id, 0),
          () => instances().remove(context, id),
        ]) {
          await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
        }
        expect(await instanceReads.findByIds(context, [id, 'no-uuid'])).toEqual([null, null]);
        expect(await instanceReads.count(context, { ids: [id] })).toBe(0);
        expect(await instanceReads.listMatching(context, { ids: [id] })).toEqual([]);
        expect(await records.findReports(context, [key])).toEqual([null]);
        expect(await records.getFreshReport(context, key, 0)).toBeNull();
        expect(await records.findReportHistory(context, [key])).toEqual([null]);
        expect(await records.findVendorFields(context, 'REPORT', [key])).toEqual([null]);
        expect(await records.findMemberships(context, [key])).toEqual([[]]);
        // A scope that names the owner is worth nothing in other hands.
        const scopes = [{ organizationId: tenant.caller.organizationId, instanceId: id }];
        const wide = [{ organizationId: tenant.caller.organizationId, instanceIds: [id] }];
        expect(await records.countReports(context, scopes, null)).toEqual([0]);
        expect(await records.countExpenses(context, wide, null)).toEqual([0]);
        expect(await vendorActivity.countCalls(context, scopes, null)).toEqual([0]);
      }
      expect(world.sandbox.jobs()).toEqual([]);
    });
  });
});
