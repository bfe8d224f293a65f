import { callCompany } from '../../src/adapters/quickbooks-online/client';
import type { ServiceParts } from '../../src/compose/services';
import { TestClock } from '../support/clock';
import { passTimeDuring } from '../support/pass-time';
import { QuickBooksConnections } from '../support/quickbooks-connections';
import { SANDBOX_REALM } from '../support/quickbooks-client';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the grant of an instance', () => {
  const clock = new TestClock();
  let world: QuickBooksConnections;
  let id: string;

  beforeAll(async () => {
    world = await QuickBooksConnections.start(clock);
  });
  afterAll(() => world.close());
  beforeEach(() => connect('OAUTH2'));

  const connect = async (kind: 'OAUTH1' | 'OAUTH2'): Promise<void> => {
    clock.advance(MINUTE);
    const { sandbox } = world.quickbooks;
    sandbox.setFaults({});
    sandbox.disconnect(SANDBOX_REALM);
    id = (await world.connect({ kind })).instance!.id;
    sandbox.forgetCalls();
  };

  const instanceNow = async (): Promise<{ status: string; statusReason: string | null }> =>
    (await world.service.find(world.tenant, id))!;
  const stored = async (): Promise<Map<string, string>> =>
    world.service.parts.services.instances.settingsOf(world.service.as(world.tenant), id);
  const tokenOf = (settings: Map<string, string>): string => settings.get('oauth.user.token')!;

  /** Asks QuickBooks through the instance, as any part of the service does. */
  const ask = async (parts: ServiceParts = world.service.parts): Promise<object> => {
    const instance = (await world.service.find(world.tenant, id))!;
    const connection = await parts.connections.open(parts.context, instance, { priority: 'write' });
    const request = { purpose: 'test', method: 'GET', path: 'companyinfo/1', repeatable: true } as const;
    return callCompany(connection, { ...request, path: `companyinfo/${SANDBOX_REALM}` });
  };
  const calls = (): Record<string, number> => ({
    token: world.calls('token/refresh_token') + world.calls('connection/reconnect'),
    company: world.calls('company/companyinfo'),
  });
  const until = async (reached: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  /** Lets time pass for those who wait. */
  const advancing = <T>(work: Promise<T>): Promise<T> => passTimeDuring(clock, work);

  describe('of OAuth 2.0', () => {
    it('is used as it is until shortly before its end', async () => {
      clock.advance(HOUR - 2 * MINUTE - 1);
      await ask();
      expect(calls()).toEqual({ token: 0, company: 1 });
      clock.advance(1);
      await ask();
      expect(calls()).toEqual({ token: 1, company: 2 });
      await ask();
      expect(calls()).toEqual({ token: 1, company: 3 });
    });

    it('is not renewed for every request when it is short-lived', async () => {
      const configuration = [{ key: 'oauth.user.refresh_interval', value: '60' }];
      expect((await world.mutate('updateInstance', { id, configuration })).errors).toEqual([]);
      await ask();
      await ask();
      expect(calls()).toEqual({ token: 0, company: 2 });
      clock.advance(MINUTE / 2);
      await ask();
      expect(calls()).toEqual({ token: 1, company: 3 });
    });

    it('is stored, when it was renewed, before it is used', async () => {
      clock.advance(DAY);
      world.quickbooks.sandbox.setFaults({ rotate: true, latency: { value: 1_000, job: 'company/companyinfo' } });
      const before = await stored();
      const asking = ask();
      await until(() => calls()['company'] === 1);
      const after = await stored();
      expect(tokenOf(after)).not.toBe(tokenOf(before));
      expect(after.get('oauth.user.refresh_token')).not.toBe(before.get('oauth.user.refresh_token'));
      expect(Number(after.get('oauth.user.refresh_time'))).toBe(clock.now().getTime());
      clock.advance(1_000);
      await asking;
      expect(calls()).toEqual({ token: 1, company: 1 });
    });

    it('is renewed once for all that need it in several replicas, while none of them holds a connection', async () => {
      clock.advance(HOUR);
      const { sandbox } = world.quickbooks;
      sandbox.setFaults({ latency: { value: 1_000, job: 'token/refresh_token' } });
      const replicas = [world.service.parts, world.service.addReplica(), world.service.addReplica()];
      const asking = Promise.all(Array.from({ length: 9 }, (_, index) => ask(replicas[index % 3])));
      await until(() => calls()['token'] === 1);
      await until(() => {
        const { total, idle, waiting } = world.service.database.poolUsage();
        return idle === total && waiting === 0;
      });
      expect(await advancing(asking)).toHaveLength(9);
      expect(calls()).toEqual({ token: 1, company: 9 });
    });

    it('is renewed once, and the request repeated once, when QuickBooks refuses the token', async () => {
      world.quickbooks.sandbox.setFaults({ 'revoked-token': { value: true, times: 1 } });
      await ask();
      expect(calls()).toEqual({ token: 1, company: 2 });
    });

    it('is not renewed over and over when QuickBooks goes on to refuse', async () => {
      world.quickbooks.sandbox.setFaults({ 'revoked-token': true });
      await expect(ask()).rejects.toMatchObject({ code: 'CREDENTIALS_REJECTED' });
      expect(calls()).toEqual({ token: 1, company: 2 });
    });

    it('is not renewed for somebody who may not act for the company any more', async () => {
      world.quickbooks.sandbox.setFaults({ 'admin-lost': true });
      await expect(ask()).rejects.toMatchObject({ vendorCode: '120' });
      expect(calls()).toEqual({ token: 0, company: 1 });
    });

    it('is lost when Intuit does not take it any more, which the instance says, until there is a new one', async () => {
      world.quickbooks.sandbox.disconnect(SANDBOX_REALM);
      clock.advance(HOUR);
      await expect(ask()).rejects.toMatchObject({ vendorCode: 'invalid_grant' });
      expect(calls()).toEqual({ token: 1, company: 0 });
      expect(await instanceNow()).toMatchObject({
        status: 'NEEDS_REAUTHENTICATION',
        statusReason: expect.stringContaining('reauthenticateInstance'),
      });
      const flow = await world.begin({ instanceId: id, configuration: [] });
      await world.complete(flow, { callbackParameters: await world.decide(flow) });
      expect(await instanceNow()).toMatchObject({ status: 'ACTIVE', statusReason: null });
      await ask();
    });

    it.each(['http-503-html', 'drop-after'] as const)('outlives that Intuit cannot be asked (%s)', async (fault) => {
      clock.advance(HOUR);
      world.quickbooks.sandbox.setFaults({ [fault]: { value: true, job: 'token/refresh_token', times: 1 } });
      await expect(ask()).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
      expect((await instanceNow()).status).toBe('ACTIVE');
      await ask();
      expect(calls()).toEqual({ token: 2, company: 1 });
    });

    it('of a new consent stays when a renewal of the one before comes late', async () => {
      clock.advance(HOUR);
      world.quickbooks.sandbox.setFaults({ latency: { value: 1_000, job: 'token/refresh_token', times: 1 } });
      const asking = ask();
      await until(() => calls()['token'] === 1);
      const flow = await world.begin({ instanceId: id, configuration: [] });
      await world.complete(flow, { callbackParameters: await world.decide(flow) });
      const granted = tokenOf(await stored());
      clock.advance(1_000);
      await asking;
      expect(tokenOf(await stored())).toBe(granted);
    });

    it('is renewed also while a refusal of the one before comes late', async () => {
      world.quickbooks.sandbox.setFaults({ latency: { value: 1_000, job: 'token/refresh_token', times: 1 } });
      clock.advance(HOUR);
      world.quickbooks.sandbox.disconnect(SANDBOX_REALM);
      const asking = ask();
      await until(() => calls()['token'] === 1);
      const flow = await world.begin({ instanceId: id, configuration: [] });
      await world.complete(flow, { callbackParameters: await world.decide(flow) });
      clock.advance(1_000);
      await asking;
      expect((await instanceNow()).status).toBe('ACTIVE');
    });

    it('is checked under the lock of everybody when an instance is switched on', async () => {
      await world.mutate('disableInstance', { id });
      clock.advance(2 * DAY);
      const enabled = await advancing(Promise.all([1, 2, 3].map(() => world.mutate('enableInstance', { id }))));
      for (const { errors } of enabled) expect(errors).toEqual([]);
      expect(calls()['token']).toBe(1);
    });

    it('is not lost with the rest of a change that cannot be checked', async () => {
      world.quickbooks.sandbox.setFaults({
        rotate: true,
        'revoked-token': { value: true, times: 1 },
        'subscription-ended': true,
      });
      expect((await world.mutate('enableInstance', { id })).errors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
      expect(calls()['token']).toBe(1);
      world.quickbooks.sandbox.setFaults({});
      clock.advance(HOUR);
      await ask();
      expect(calls()['token']).toBe(2);
      expect(await instanceNow()).toMatchObject({ status: 'ACTIVE' });
    });

    it('is withdrawn with its instance once a renewal that is under way is over', async () => {
      clock.advance(DAY);
      const latency = { value: 1_000, job: 'token/refresh_token' };
      world.quickbooks.sandbox.setFaults({ rotate: true, latency });
      const asking = ask().catch((error: unknown) => error);
      await until(() => calls()['token'] === 1);
      const { errors } = await advancing(world.mutate('deleteInstance', { id }));
      expect(errors).toEqual([]);
      await advancing(asking);
      const asked = world.quickbooks.sandbox
        .calls()
        .filter(({ job }) => job === 'token/refresh_token' || job === 'revoke');
      expect(asked.map(({ job, status }) => [job, status])).toEqual([
        ['token/refresh_token', 200],
        ['revoke', 200],
      ]);
      expect(world.connections()).toBe(0);
    });

    it('is in no log', async () => {
      clock.advance(HOUR);
      await ask();
      const settings = await stored();
      for (const key of ['oauth.user.token', 'oauth.user.refresh_token', 'oauth.api.secret']) {
        expect(world.service.logged()).not.toContain(settings.get(key));
      }
    });
  });

  describe('of OAuth 1.0a', () => {
    beforeEach(() => connect('OAUTH1'));

    it('is used for 180 days, and is lost then', async () => {
      clock.advance(170 * DAY);
      await ask();
      expect(calls()).toEqual({ token: 0, company: 1 });
      clock.advance(10 * DAY);
      await expect(ask()).rejects.toMatchObject({ vendorCode: '270' });
      expect((await instanceNow()).status).toBe('NEEDS_REAUTHENTICATION');
    });

    it('is renewed in its last thirty days when QuickBooks refuses the token', async () => {
      const before = await stored();
      clock.advance(160 * DAY);
      world.quickbooks.sandbox.setFaults({ 'expired-token': { value: true, times: 1 } });
      await ask();
      expect(calls()).toEqual({ token: 1, company: 2 });
      const after = await stored();
      expect(tokenOf(after)).not.toBe(tokenOf(before));
      expect(after.get('oauth.user.token.secret')).not.toBe(before.get('oauth.user.token.secret'));
    });

    it('is not lost when it cannot be renewed yet', async () => {
      world.quickbooks.sandbox.setFaults({ 'expired-token': { value: true, times: 1 } });
      await expect(ask()).rejects.toMatchObject({ code: 'VENDOR_REJECTED', vendorCode: '212' });
      expect((await instanceNow()).status).toBe('ACTIVE');
      await ask();
    });
  });

  describe('that nobody uses', () => {
    const upkeep = () => world.service.parts.grantUpkeep;

    it.each(['OAUTH2', 'OAUTH1'] as const)('is renewed in time (%s), for ever', async (kind) => {
      await connect(kind);
      const owner = { organizationId: world.tenant.caller.organizationId, instanceId: id };
      for (let day = 0; day < 400; day += 5) {
        clock.advance(5 * DAY);
        await upkeep().renew(world.service.parts.context, owner);
      }
      await ask();
      expect((await instanceNow()).status).toBe('ACTIVE');
      const { token } = calls();
      expect(token).toBeGreaterThanOrEqual(kind === 'OAUTH2' ? 5 : 2);
      expect(token).toBeLessThanOrEqual(kind === 'OAUTH2' ? 9 : 3);
    });

    it('is looked for once an hour, and each has a second of its own', async () => {
      const ids = [id];
      for (let more = 0; more < 3; more += 1) {
        clock.advance(MINUTE);
        ids.push((await world.connect()).instance!.id);
      }
      clock.advance(90 * DAY);
      await upkeep().tick(world.service.parts.context);
      const jobs = await world.service.database.query<{ key: string; run_at: Date }>(world.service.parts.context, {
        text: `SELECT key, run_at FROM graphile_worker.jobs WHERE key LIKE 'renew-grant:%' ORDER BY run_at`,
      });
      const mine = jobs.filter(({ key }) => ids.includes(key.slice('renew-grant:'.length)));
      expect(mine).toHaveLength(4);
      expect(new Set(mine.map(({ run_at }) => run_at.getTime())).size).toBe(4);
    });

    it('is left alone while its instance is switched off', async () => {
      await world.mutate('disableInstance', { id });
      clock.advance(95 * DAY);
      const { organizationId: owner } = world.tenant.caller;
      await upkeep().renew(world.service.parts.context, { organizationId: owner, instanceId: id });
      expect(calls()['token']).toBe(0);
    });

    it('ends after five years, which its instance says', async () => {
      const { context } = world.service.parts;
      const write = (key: string, at: number): Promise<unknown> =>
        world.service.database.query(context, {
          text: `INSERT INTO instance_configuration (instance_id, key, value) VALUES ($1, $2, $3)
                 ON CONFLICT (instance_id, key) DO UPDATE SET value = excluded.value`,
          values: [id, key, String(at)],
        });
      const end = clock.now().getTime() + HOUR;
      await write('oauth.user.consent.expires', end);
      await upkeep().tick(context);
      expect((await instanceNow()).status).toBe('ACTIVE');
      clock.advance(HOUR);
      await upkeep().tick(context);
      expect(await instanceNow()).toMatchObject({
        status: 'NEEDS_REAUTHENTICATION',
        statusReason: expect.stringContaining(`The consent ended on ${new Date(end).toISOString().slice(0, 10)}`),
      });
      expect(calls()['token']).toBe(0);
    });
  });
});
