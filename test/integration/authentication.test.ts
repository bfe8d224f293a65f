import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

describe('who is let in', () => {
  let world: ServiceWorld;
  let acme: Tenant;
  let rival: Tenant;
  let instance: { readonly instanceId: string; readonly token: string };

  const provisionFor = (tenant: Tenant): Promise<{ readonly instanceId: string; readonly token: string }> =>
    world.parts.services.provisioning.provision(world.as(tenant), {
      elementKey: 'expensify',
      name: 'One',
      tags: [],
      configuration: toInputs(world.sandbox.configuration),
      externalAuthentication: 'NONE',
    });

  const authenticate = (header: string) => world.parts.authentication.authenticate(world.parts.context, header);

  beforeAll(async () => {
    world = await createServiceWorld({ reports: 1 });
    [acme, rival] = [await world.createTenant('Acme'), await world.createTenant('Rival')];
    instance = await provisionFor(acme);
  });
  afterAll(() => world.close());

  it.each([
    ['as the platform writes it', (u: string, o: string) => `User ${u}, Organization ${o}`],
    ['in the other order', (u: string, o: string) => `Organization ${o}, User ${u}`],
    ['in any case', (u: string, o: string) => `USER ${u}, organization ${o}`],
    ['without a space after the comma', (u: string, o: string) => `User ${u},Organization ${o}`],
    ['with spaces to spare', (u: string, o: string) => `  User   ${u} ,\tOrganization  ${o}  `],
  ])('takes both secrets %s', async (_, write) => {
    const caller = await authenticate(write(acme.userSecret, acme.organizationSecret));
    expect(caller).toEqual(acme.caller);
  });

  it.each([
    ['all three', () => `User ${acme.userSecret}, Organization ${acme.organizationSecret}, Element ${instance.token}`],
    ['the token first', () => `Element ${instance.token}, User ${acme.userSecret}`],
    ['User and Element alone', () => `User ${acme.userSecret}, Element ${instance.token}`],
  ])('narrows a request to the instance of its token: %s', async (_, write) => {
    expect(await authenticate(write())).toEqual({ ...acme.caller, instanceId: instance.instanceId });
  });

  it('costs one statement', async () => {
    const unknown = await world.createTenant('New');
    const context = world.as(unknown);
    await world.parts.authentication.authenticate(context, unknown.authorization);
    expect(context.stats).toEqual({ sqlStatements: 1, vendorCalls: 0 });
  });

  it.each([
    ['nothing', () => ''],
    ['a user alone', () => `User ${acme.userSecret}`],
    ['an organization alone', () => `Organization ${acme.organizationSecret}`],
    ['a token alone', () => `Element ${instance.token}`],
    ['an organization and a token', () => `Organization ${acme.organizationSecret}, Element ${instance.token}`],
    ['another scheme', () => `Bearer ${acme.userSecret}`],
    ['a scheme too many', () => `${acme.authorization}, Bearer x`],
    ['a scheme twice', () => `User ${acme.userSecret}, ${acme.authorization}`],
    ['an empty part', () => `${acme.authorization},`],
    ['a scheme without a secret', () => `User , Organization ${acme.organizationSecret}`],
    ['more than two kilobytes', () => `${acme.authorization}, Element ${'x'.repeat(2_048)}`],
  ])('refuses a header with %s, and says what one looks like', async (_, write) => {
    await expect(authenticate(write())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringMatching(/incomplete or malformed.*User <user secret>, Organization/),
    });
  });

  it.each([
    ['a wrong user secret', () => `User wrong, Organization ${acme.organizationSecret}`],
    ['a wrong organization secret', () => `User ${acme.userSecret}, Organization wrong`],
    ['the secrets the wrong way round', () => `User ${acme.organizationSecret}, Organization ${acme.userSecret}`],
    ['secrets of two organizations', () => `User ${acme.userSecret}, Organization ${rival.organizationSecret}`],
    ['a wrong token', () => `${acme.authorization}, Element wrong`],
    ["another organization's token", () => `${rival.authorization}, Element ${instance.token}`],
    ["another organization's token and no organization", () => `User ${rival.userSecret}, Element ${instance.token}`],
    ['a cut secret', () => `User ${acme.userSecret.slice(0, -1)}, Organization ${acme.organizationSecret}`],
  ])('refuses %s, without saying which part is wrong', async (_, write) => {
    const error = await authenticate(write()).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((error as Error).message).toContain('is wrong, or they do not belong together');
    expect((error as Error).message).not.toContain(acme.userSecret.slice(0, 20));
  });

  it('sees one instance with a token, whatever it asks for', async () => {
    const other = await provisionFor(acme);
    const caller = await authenticate(`User ${acme.userSecret}, Element ${instance.token}`);
    const context = world.as(acme, caller.instanceId!);
    const { instanceReads } = world.parts.services;
    expect(await instanceReads.findByIds(context, [other.instanceId])).toEqual([null]);
    expect((await instanceReads.page(context, {}, 10, null)).map(({ id }) => id)).toEqual([instance.instanceId]);
    expect(await instanceReads.count(context, { ids: [other.instanceId, instance.instanceId] })).toBe(1);
    expect(await instanceReads.page(world.as(acme), {}, 10, null)).toHaveLength(2);
  });

  it('keeps hashes of secrets only', async () => {
    const rows = await world.database.query(world.parts.context, {
      text: `SELECT u::text, o::text, i::text FROM users u JOIN organizations o ON o.id = u.organization_id
             LEFT JOIN instances i ON i.organization_id = o.id`,
    });
    const text = JSON.stringify(rows);
    for (const secret of [acme.userSecret, acme.organizationSecret, instance.token]) expect(text).not.toContain(secret);
  });

  it('asks for an Authorization header where there is none', async () => {
    const nobody = { ...world.parts.context, caller: null };
    await expect(world.parts.services.organizations.getViewer(nobody)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});
