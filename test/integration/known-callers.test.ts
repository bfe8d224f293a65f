import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { InstanceRepository } from '../../src/persistence/repositories/instance.repository';
import type { CallerRow, SecretHashes } from '../../src/persistence/repositories/caller.repository';
import type { ServiceParts } from '../../src/compose/services';
import { createSilentLogger } from '../../src/logger';
import { createRequestContext } from '../../src/request-context';
import { createSecret, hashSecret } from '../../src/security/secret';
import { KnownCallers } from '../../src/services/known-callers';
import { TestClock } from '../support/clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';
import { serveReplica, type ServedReplica } from '../support/served-replica';

const SECOND = 1_000;

/** A clock that stands still: what is heard, is heard by notice. */
const clock = new TestClock();
let world: ServiceWorld;
let tenant: Tenant;

beforeAll(async () => {
  world = await createServiceWorld({ clock, reports: 0 });
});
beforeEach(async () => {
  tenant = await world.createTenant();
});
afterAll(() => world.close());

/** How many statements it takes to let somebody in; null when they are refused. */
async function cost(authorization: string, parts: ServiceParts = world.parts): Promise<number | null> {
  const context = createRequestContext({ logger: createSilentLogger() });
  const caller = await parts.authentication.authenticate(context, authorization).catch(() => null);
  return caller && context.stats.sqlStatements;
}

/** Asks again and again, in real time. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Until the process hears of changes and has let them in. */
function becomesKnown(authorization: string, parts?: ServiceParts): Promise<void> {
  return eventually(async () => (await cost(authorization, parts)) === 0);
}

async function provision(token = createSecret()): Promise<{ readonly id: string; readonly authorization: string }> {
  const id = uuidv7();
  await new InstanceRepository(world.database).insert(world.parts.context, {
    id,
    organizationId: tenant.caller.organizationId,
    elementKey: 'expensify',
    name: 'One',
    tags: [],
    status: 'ACTIVE',
    tokenHash: hashSecret(token),
    externalAuthentication: 'NONE',
    timeToLiveSeconds: null,
    createdBy: tenant.caller.userId,
    createdAt: clock.now(),
  });
  return { id, authorization: `User ${tenant.userSecret}, Element ${token}` };
}

async function rotate(id: string, graceSeconds = 0): Promise<void> {
  await world.parts.services.instances.rotateToken(world.as(tenant), id, graceSeconds);
}

async function sql(text: string, values: readonly unknown[]): Promise<void> {
  await world.database.query(world.parts.context, { text, values });
}

describe('somebody who was let in', () => {
  test('is looked up again after ten seconds, and costs nothing before', async () => {
    await becomesKnown(tenant.authorization);
    clock.advance(9 * SECOND);
    expect(await cost(tenant.authorization)).toBe(0);
    clock.advance(SECOND);
    expect([await cost(tenant.authorization), await cost(tenant.authorization)]).toEqual([1, 0]);
  });

  test('is looked up again when the clock is set back', async () => {
    await becomesKnown(tenant.authorization);
    clock.advance(-SECOND);
    expect(await cost(tenant.authorization)).toBe(1);
    clock.advance(SECOND);
  });

  test('is refused at once with a token that was replaced, or whose instance was deleted', async () => {
    const [replaced, deleted] = [await provision(), await provision()];
    await becomesKnown(replaced.authorization);
    await becomesKnown(deleted.authorization);
    await rotate(replaced.id);
    expect(await cost(replaced.authorization)).toBeNull();
    await world.parts.services.instances.remove(world.as(tenant), deleted.id);
    expect(await cost(deleted.authorization)).toBeNull();
  });

  test('is refused once the time is over that a replaced token works on', async () => {
    const { id, authorization } = await provision();
    await rotate(id, 5);
    await becomesKnown(authorization);
    clock.advance(5 * SECOND - 1);
    expect(await cost(authorization)).toBe(0);
    clock.advance(1);
    expect(await cost(authorization)).toBeNull();
  });

  test.each([
    ['the user', 'DELETE FROM users WHERE id = $1', () => tenant.caller.userId],
    ['the secret of the user', 'UPDATE users SET secret_hash = $2 WHERE id = $1', () => tenant.caller.userId],
    [
      'the secret of the organization',
      'UPDATE organizations SET secret_hash = $2 WHERE id = $1',
      () => tenant.caller.organizationId,
    ],
  ])('is refused soon after an operator has taken away %s with SQL', async (_, text, idOf) => {
    const other = await world.createTenant();
    await becomesKnown(tenant.authorization);
    await becomesKnown(other.authorization);
    await sql(text, text.includes('$2') ? [idOf(), randomBytes(32)] : [idOf()]);
    await eventually(async () => (await cost(tenant.authorization)) === null);
    expect(await cost(other.authorization)).toBe(0);
  });

  test('is looked up each time while changes cannot be heard of, and anew once they can', async () => {
    await becomesKnown(tenant.authorization);
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
      [],
    );
    await eventually(async () => (await cost(tenant.authorization)) === 1);
    expect([await cost(tenant.authorization), await cost(tenant.authorization)]).toEqual([1, 1]);
    await sql('UPDATE users SET secret_hash = $2 WHERE id = $1', [tenant.caller.userId, randomBytes(32)]);
    expect(await cost(tenant.authorization)).toBeNull();
    clock.advance(SECOND);
    const other = await world.createTenant();
    await becomesKnown(other.authorization);
    expect(await cost(tenant.authorization)).toBeNull();
  });
});

test("who was refused with a token is looked up each time, and let in as soon as it is an instance's", async () => {
  await becomesKnown(tenant.authorization);
  const token = createSecret();
  const authorization = `User ${tenant.userSecret}, Element ${token}`;
  expect([await cost(authorization), await cost(authorization)]).toEqual([null, null]);
  await provision(token);
  expect(await cost(authorization)).toBe(1);
});

test('who was refused is looked up each time, and let in as soon as they may be', async () => {
  await becomesKnown(tenant.authorization);
  const secret = createSecret();
  const authorization = `User ${secret}, Organization ${tenant.organizationSecret}`;
  expect([await cost(authorization), await cost(authorization)]).toEqual([null, null]);
  await sql('UPDATE users SET secret_hash = $2 WHERE id = $1', [tenant.caller.userId, hashSecret(secret)]);
  expect(await cost(authorization)).toBe(1);
});

describe('two services on one database', () => {
  const served: ServedReplica[] = [];
  beforeAll(async () => {
    for (const parts of [world.addReplica(), world.addReplica()]) served.push(await serveReplica(parts));
  });
  afterAll(async () => {
    for (const replica of served.splice(0)) await replica.close();
  });

  async function isLetIn({ url }: ServedReplica, authorization: string): Promise<boolean> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: '{ viewer { __typename } }' }),
    });
    const { errors } = (await response.json()) as { errors?: readonly unknown[] };
    return errors === undefined;
  }

  async function replaceToken({ url }: ServedReplica, id: string): Promise<void> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: tenant.authorization },
      body: JSON.stringify({
        query: 'mutation ($id: ID!) { rotateInstanceToken(input: { id: $id }) { errors { message } } }',
        variables: { id },
      }),
    });
    expect(await response.json()).toEqual({ data: { rotateInstanceToken: { errors: [] } } });
  }

  test('refuse a token that one of them has replaced: that one with the next request, the other once it hears', async () => {
    const [one, other] = served as [ServedReplica, ServedReplica];
    const { id, authorization } = await provision();
    for (const replica of [one, other, one, other]) expect(await isLetIn(replica, authorization)).toBe(true);
    await replaceToken(one, id);
    expect(await isLetIn(one, authorization)).toBe(false);
    await eventually(async () => !(await isLetIn(other, authorization)));
  });
});

describe('a look-up that a change overtakes', () => {
  const hashes: SecretHashes = { user: hashSecret('u'), organization: hashSecret('o'), token: null };
  const row: CallerRow = {
    userId: uuidv7(),
    userSecretHash: hashes.user,
    organizationId: uuidv7(),
    organizationSecretHash: hashSecret('o'),
    instanceId: null,
    tokenExpiresAt: null,
  };

  test.each([
    ['of that organization', row.organizationId],
    ['of an unknown organization, as after a connection was lost', null],
  ])('is not remembered: %s', async (_, changed) => {
    let lookUps = 0;
    const known: KnownCallers = new KnownCallers(
      {
        async findBySecrets() {
          lookUps += 1;
          if (lookUps === 1) known.forget(changed);
          return row;
        },
      },
      { start: () => undefined, isListening: true },
    );
    for (let times = 0; times < 3; times++) await known.findBySecrets(world.parts.context, hashes, clock.now());
    expect(lookUps).toBe(2);
  });
});
