import { requestGraphql, type GraphqlAnswer } from '../support/graphql-request';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const VIEWER = '{ viewer { id name email organizationId organizationName instance { id name } } }';

describe.each(['compiled', 'graphql-js'] as const)('who is asking, with operations run by %s', (executor) => {
  let service: TestService;
  let acme: Tenant;
  let other: Tenant;
  let instanceId: string;
  let token: string;

  beforeAll(async () => {
    service = await startTestService({ config: { graphqlExecutor: executor } });
    [acme, other] = await Promise.all([service.createTenant('Acme'), service.createTenant('Other')]);
    instanceId = await service.provision(acme);
    const rotated = await service.parts.services.instances.rotateToken(service.as(acme), instanceId, 0);
    token = rotated.token;
  });
  afterAll(() => service.close());

  const ask = (authorization: string | null, query = VIEWER): Promise<GraphqlAnswer> =>
    requestGraphql(`${service.url}/graphql`, { query }, authorization === null ? {} : { authorization });

  const partsOf = ({ authorization }: Tenant): { user: string; organization: string } => {
    const [, user, organization] = /^User (\S+), Organization (\S+)$/.exec(authorization)!;
    return { user: user!, organization: organization! };
  };

  it('is a user of an organization', async () => {
    const { status, data, errors } = await ask(acme.authorization);
    expect(status).toBe(200);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      viewer: {
        id: acme.caller.userId,
        name: 'Ann',
        email: null,
        organizationId: acme.caller.organizationId,
        organizationName: 'Acme',
        instance: null,
      },
    });
  });

  it('is narrowed to one instance by its token', async () => {
    const instance = { id: instanceId, name: 'Acme Expensify' };
    const { user } = partsOf(acme);
    for (const header of [`${acme.authorization}, Element ${token}`, `User ${user}, Element ${token}`]) {
      expect((await ask(header)).data).toMatchObject({ viewer: { organizationName: 'Acme', instance } });
    }
  });

  it('is read from a header in any order and any case', async () => {
    const { user, organization } = partsOf(acme);
    const header = `ORGANIZATION ${organization} ,element ${token},  uSeR ${user}`;
    expect((await ask(header)).data).toMatchObject({
      viewer: { id: acme.caller.userId, instance: { id: instanceId } },
    });
  });

  it('is nobody without a header: what needs no credentials is answered, the rest is not', async () => {
    const query = '{ viewer { id } elements { key } _service { sdl } instances { totalCount } }';
    const { status, data, errors } = await ask(null, query);
    expect(status).toBe(200);
    expect(data).toMatchObject({
      viewer: null,
      instances: null,
      _service: { sdl: expect.stringContaining('type Query') },
    });
    expect(data!['elements']).toHaveLength(4);
    expect(errors!.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['viewer'], 'UNAUTHENTICATED'],
      [['instances'], 'UNAUTHENTICATED'],
    ]);
    for (const { message, extensions } of errors!) {
      expect(message).toContain('User <user secret>, Organization <organization secret>');
      expect(extensions).toMatchObject({ retryable: false, requestId: expect.any(String) });
    }
  });

  const WRONG: readonly [string, () => string][] = [
    ['another scheme', () => 'Bearer abc'],
    ['nothing in it', () => ' '],
    ['a scheme without a secret', () => 'User , Organization abc'],
    ['the same scheme twice', () => `${acme.authorization}, User ${partsOf(acme).user}`],
    ['a user alone', () => `User ${partsOf(acme).user}`],
    ['an organization alone', () => `Organization ${partsOf(acme).organization}`],
    ['a secret that is wrong', () => `User wrong, Organization ${partsOf(acme).organization}`],
    ['an organization that is wrong', () => `User ${partsOf(acme).user}, Organization wrong`],
    [
      'an organization of somebody else',
      () => `User ${partsOf(acme).user}, Organization ${partsOf(other).organization}`,
    ],
    ['a token that is wrong', () => `${acme.authorization}, Element wrong`],
    ['a token of another organization', () => `${other.authorization}, Element ${token}`],
    ['a header that has no end', () => `${acme.authorization}, Element ${'x'.repeat(3_000)}`],
  ];

  it.each(WRONG)('is refused with %s, for whatever is asked', async (_, header) => {
    const { status, data, errors } = await ask(header(), '{ elements { key } }');
    expect(status).toBe(401);
    expect(data ?? null).toBeNull();
    expect(errors).toEqual([
      {
        message: expect.stringContaining('Expected: "Authorization: User <user secret>, Organization'),
        extensions: { code: 'UNAUTHENTICATED', retryable: false, requestId: expect.any(String) },
      },
    ]);
    for (const secret of [partsOf(acme).user, partsOf(acme).organization, token]) {
      expect(JSON.stringify(errors)).not.toContain(secret);
    }
  });

  it('finds no entity without a header, nor who is asking', async () => {
    const query = `{ _entities(representations: [{ __typename: "Instance", id: "${instanceId}" }]) { __typename } }`;
    const { data, errors } = await ask(null, query);
    expect(data).toEqual({ _entities: [null] });
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
