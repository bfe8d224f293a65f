import { CODE_READS_AT_ONCE } from '../../src/services/tax/tax-code.service';
import type { Tenant } from '../support/service-world';
import { startTaxService, type TaxService } from '../support/tax-service';

interface Codes {
  readonly code: string;
  readonly kind: string;
  readonly fetchedAt: string;
}

const CODES = `query ($id: ID!, $kind: TaxCodeKind! = ITEM, $maxAge: Int) {
  taxCodes(instanceId: $id, kind: $kind, maxAge: $maxAge) { code kind fetchedAt }
}`;

describe('taxability codes in the graph', () => {
  let service: TaxService;
  let acme: Tenant;

  beforeAll(async () => {
    service = await startTaxService();
    acme = await service.createTenant();
  });
  beforeEach(() => service.taxify.setFaults({}));
  afterAll(() => service.close());

  const countCalls = (): number => service.taxify.calls().length;
  const countReads = async (): Promise<number> => {
    const [row] = await service.database.query<{ count: number }>(service.parts.context, {
      text: `SELECT count(*)::int AS count FROM leases WHERE key LIKE 'load:%:tax-codes:ITEM' AND expires_at > $1`,
      // One that was let go of meanwhile runs out now.
      values: [new Date(service.clock.now().getTime() + 20_000)],
    });
    return row!.count;
  };
  const provision = async (): Promise<string> => {
    const id = await service.provisionTaxify(acme);
    service.taxify.forgetCalls();
    return id;
  };
  const read = async (id: string, more: object = {}) => {
    const { data, errors } = await service.query<{ taxCodes: Codes[] | null }>(acme, CODES, { id, ...more });
    return { codes: data?.taxCodes ?? null, errors };
  };

  it('are those of the account, for goods and for buyers', async () => {
    const id = await provision();
    const items = await read(id);
    expect(items.codes!.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['CLOTHING', 'FOOD', 'FREIGHT', 'NONTAX']),
    );
    const buyers = await read(id, { kind: 'CUSTOMER' });
    expect(buyers.codes!.map(({ code }) => code)).toContain('RESALE');
    expect(new Set(buyers.codes!.map(({ kind }) => kind))).toEqual(new Set(['CUSTOMER']));
    expect(countCalls()).toBe(2);
  });

  it('are read once within the time-to-live, and again after it or when fresher ones are asked for', async () => {
    const id = await provision();
    const first = await read(id);
    expect((await read(id)).codes).toEqual(first.codes);
    expect(countCalls()).toBe(1);
    await read(id, { maxAge: 0 });
    expect(countCalls()).toBe(2);
    service.clock.advance(901_000);
    const later = await read(id);
    expect(countCalls()).toBe(3);
    expect(later.codes![0]!.fetchedAt > first.codes![0]!.fetchedAt).toBe(true);
  });

  it('are old rather than none when the vendor cannot be asked, and say so', async () => {
    const id = await provision();
    const first = await read(id);
    service.clock.advance(901_000);
    service.taxify.setFaults({ 'http-503-html': true });
    expect(await read(id)).toEqual({ codes: first.codes, errors: undefined });
    const never = await read(id, { kind: 'CUSTOMER' });
    expect(never.codes).toBeNull();
    expect(never.errors).toMatchObject([{ extensions: { code: 'VENDOR_UNAVAILABLE' } }]);
  });

  it('are read once for everyone who asks at the same time, over replicas', async () => {
    const id = await provision();
    const replica = service.addReplica();
    const [instance] = await service.parts.services.instanceReads.findByIds(service.as(acme), [id]);
    const asked = { instance: instance!, kind: 'ITEM', maxAgeSeconds: null } as const;
    const lists = await Promise.all(
      [service.parts, replica, replica].map(({ services }) =>
        services.taxCodes.list(service.as(acme), [asked], 'ITEM'),
      ),
    );
    expect(lists.map(([list]) => list)).toEqual([lists[0]![0], lists[0]![0], lists[0]![0]]);
    expect(countCalls()).toBe(1);
    await replica.close();
  });

  it('of fifty instances in one query are one call each, some at a time', async () => {
    const tenant = await service.createTenant('Fifty');
    for (let n = 0; n < 50; n += 1) await service.provisionTaxify(tenant);
    const { taxify: sandbox } = service;
    sandbox.forgetCalls();
    sandbox.setFaults({ latency: 500 });
    let most = 0;
    const watching = new AbortController();
    const watch = (async () => {
      // Whoever reads codes holds the lease of it.
      while (!watching.signal.aborted) most = Math.max(most, await countReads());
    })();
    const { data, errors } = await service.query<{ instances: { nodes: { taxCodes: Codes[]; again: Codes[] }[] } }>(
      tenant,
      '{ instances(first: 50) { nodes { taxCodes { code } again: taxCodes { code } } } }',
    );
    watching.abort();
    await watch;
    expect(errors).toBeUndefined();
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(CODE_READS_AT_ONCE);
    expect(data!.instances.nodes).toHaveLength(50);
    for (const { taxCodes, again } of data!.instances.nodes)
      expect([taxCodes.length > 0, again]).toEqual([true, taxCodes]);
    expect(sandbox.calls().map(({ operation }) => operation)).toEqual(Array.from({ length: 50 }, () => 'GetCodes'));
  });

  it('of an instance that is not yours are nothing', async () => {
    const id = await provision();
    const other = await service.createTenant('Other');
    const { data, errors } = await service.query<{ taxCodes: null }>(other, CODES, { id });
    expect([data!.taxCodes, errors, countCalls()]).toEqual([null, undefined, 0]);
  });
});
