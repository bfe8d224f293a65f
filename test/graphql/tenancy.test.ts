import { buildElementsSchema } from '../../src/graphql/schema';
import { decodeRecordId, encodeRecordId } from '../../src/record-id';
import { recordEvents, reportChange } from '../support/change-events';
import { EXPORT_MUTATIONS } from '../support/export-operations';
import { idProbesOf, UNKNOWN, type Ids, type Probe } from '../support/id-probes';
import type { Tenant } from '../support/service-world';
import { storeBooks, type BookIds } from '../support/stored-books';
import { storeFinancialReport } from '../support/stored-financial-report';
import { WRITE_MUTATIONS } from '../support/write-operations';
import { startTestService, type GraphqlAnswer, type TestService } from '../support/test-service';

type Credentials = Pick<Tenant, 'authorization'>;

/** Whoever asks for what is not theirs. */
interface Stranger {
  readonly credentials: Credentials;
  readonly own: Ids;
}

describe.each(['compiled', 'graphql-js'] as const)('what belongs to others, with operations run by %s', (executor) => {
  let service: TestService;
  let acme: Tenant;
  let secret: Ids;
  const strangers = new Map<string, Stranger>();
  let probes: readonly Probe[];

  beforeAll(async () => {
    probes = idProbesOf(await buildElementsSchema({ federationVersion: '2.9' }));
    service = await startTestService({ reports: 20, config: { graphqlExecutor: executor } });
    acme = await service.createTenant('Acme');
    const other = await service.createTenant('Other');
    secret = { ...(await load(acme)), FinancialReport: await storeFinancialReport(service, acme) };
    strangers.set('another organization', { credentials: other, own: await load(other) });
    strangers.set('the token of another instance', await narrowed(await load(acme)));
    await service.parts.flushCallLog();
  });
  afterAll(() => service.close());

  /** An instance whose records were all read. */
  async function load(tenant: Tenant): Promise<Ids> {
    const id = await service.provision(tenant);
    const read = `query ($id: ID!) {
      instance(id: $id) {
        policies(first: 1) { totalCount }
        employees { nodes { manager { id } } }
        syncRuns { nodes { id finishedAt } }
        vendorWrites { nodes { id } }
        reportExports { nodes { id } }
        reports { nodes { id policy { id } submitter { id memberships { policy { id } } } expenses(first: 1) { nodes { id } } } }
      }
    }`;
    await service.query(tenant, read, { id });
    const order = { instanceId: id, selection: {}, format: 'CSV' };
    await service.query(tenant, EXPORT_MUTATIONS.exportReports, { input: order });
    await service.query(tenant, WRITE_MUTATIONS.createPolicy, { input: { instanceId: id, name: 'Own' } });
    await service.parts.tasks.idle();
    const { data, errors } = await service.query<{ instance: LoadedInstance }>(tenant, read, { id });
    expect(errors).toBeUndefined();
    const ids = {
      ...idsOf(id, data!.instance),
      ...(await calculate(tenant)),
      ...(await storeBooks(service, tenant)),
    };
    const { remoteId } = decodeRecordId(ids.Report)!;
    const event = reportChange(tenant.caller.organizationId, id, remoteId);
    await recordEvents(service.parts.context, service.database, [event]);
    return ids;
  }

  /** A tax document, and the instance that it was calculated through. */
  async function calculate(tenant: Tenant): Promise<Pick<Ids, 'TaxInstance' | 'TaxDocument'>> {
    const TaxInstance = await service.provisionTaxify(tenant);
    const input = {
      instanceId: TaxInstance,
      documentKey: 'INV-1',
      lines: [{ amount: '1' }],
      destination: { region: 'CO' },
    };
    const { data } = await service.query<{ calculateTax: { taxDocument: Reference } }>(
      tenant,
      'mutation ($input: CalculateTaxInput!) { calculateTax(input: $input) { taxDocument { id } } }',
      { input },
    );
    return { TaxInstance, TaxDocument: data!.calculateTax.taxDocument.id };
  }

  async function narrowed(own: Ids): Promise<Stranger> {
    const { token } = await service.parts.services.instances.rotateToken(service.as(acme), own.Instance, 0);
    return { credentials: { authorization: `${acme.authorization}, Element ${token}` }, own };
  }

  const ask = ({ credentials, own }: Stranger, probe: Probe, id: string): Promise<GraphqlAnswer> =>
    service.query(credentials, probe.document, { ...probe.variables(id, own) });

  /** All that an answer tells, but for the id that was asked for and the request's own. */
  function told(answer: GraphqlAnswer, id: string): string {
    const text = JSON.stringify(answer).replaceAll(JSON.stringify(id).slice(1, -1), '<id>').replaceAll(id, '<id>');
    return text.replace(/"requestId":"[^"]*"/g, '"requestId":""');
  }

  async function countSecretCalls(): Promise<number> {
    await service.parts.tasks.idle();
    await service.parts.flushCallLog();
    const { data } = await service.query<Record<'expenses' | 'taxes', { vendorCalls: { totalCount: number } }>>(
      acme,
      `query ($expenses: ID!, $taxes: ID!) {
        expenses: instance(id: $expenses) { vendorCalls { totalCount } }
        taxes: instance(id: $taxes) { vendorCalls { totalCount } }
      }`,
      { expenses: secret.Instance, taxes: secret.TaxInstance },
    );
    return data!.expenses.vendorCalls.totalCount + data!.taxes.vendorCalls.totalCount;
  }

  it('can be asked for in ways that this test knows, all of them', () => {
    const titles = probes.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const known of [
      'Query.report(id)',
      'Query.expenses(filter.policyId)',
      'Instance.reports(filter.submitterId)',
      'Employee.reports(filter.instanceId)',
      'Instance.ledgerAccounts(filter.instanceId)',
      '_entities: Supplier by "instance { id } remoteId"',
      'Mutation.deleteInstance(input.id)',
      'Mutation.commitTax(input.id)',
      'Query.taxCodes(instanceId)',
      '_entities: Instance by "id"',
      '_entities: Expense by "instance { id } kind remoteId"',
    ]) {
      expect(titles).toContain(known);
    }
  });

  it.each(['another organization', 'the token of another instance'])(
    'answers %s as if it did not exist, whatever way it is asked for',
    async (name) => {
      const stranger = strangers.get(name)!;
      const before = await countSecretCalls();
      const differences: unknown[] = [];
      for (const probe of probes) {
        const [foreignId, unknownId] = [secret[probe.kind], UNKNOWN[probe.kind]];
        const [foreign, unknown] = [await ask(stranger, probe, foreignId), await ask(stranger, probe, unknownId)];
        if (told(foreign, foreignId) !== told(unknown, unknownId)) differences.push([probe.title, foreign, unknown]);
        if (probe.isRead) expectNothing(probe, unknown);
        else expectNotFound(probe, unknown);
      }
      expect(differences).toEqual([]);
      expect(await countSecretCalls()).toBe(before);
    },
  );

  it('is still there for its owner, in every way but those that change it', async () => {
    const owner = { credentials: acme, own: secret };
    for (const probe of probes.filter(({ isRead }) => isRead)) {
      const answer = await ask(owner, probe, secret[probe.kind]);
      expect([probe.title, answer.errors]).toEqual([probe.title, undefined]);
      expect([probe.title, isNothing(answer)]).toEqual([probe.title, false]);
    }
    const { data } = await service.query(acme, 'query ($id: ID!) { instance(id: $id) { name status } }', {
      id: secret.Instance,
    });
    expect(data).toEqual({ instance: { name: 'Acme Expensify', status: 'ACTIVE' } });
  });

  it.each(['another organization', 'the token of another instance'])(
    'shows %s nothing of it in any list',
    async (name) => {
      const { credentials, own } = strangers.get(name)!;
      const lists = ['instances', 'reports', 'expenses', 'policies', 'employees'];
      const freshness = 'freshness { sources { instance { id } } }';
      const selections = lists.map((list) => {
        const isRecord = list !== 'instances';
        return `${list}(first: 500) { nodes { id ${isRecord ? 'instance { id }' : ''} } ${isRecord ? freshness : ''} }`;
      });
      const { data, errors } = await service.query<Record<string, { nodes: readonly object[] }>>(
        credentials,
        `{ ${selections.join(' ')} taxDocuments { nodes { id } } viewer { instance { id } } element(key: "expensify") { instances { nodes { id } } } }`,
      );
      expect(errors).toBeUndefined();
      for (const list of lists) expect(data![list]!.nodes.length).toBeGreaterThan(0);
      const text = JSON.stringify(data);
      for (const id of Object.values(secret)) expect(text).not.toContain(id);
      const instanceIds = [...text.matchAll(/"instance":\{"id":"([^"]+)"/g)].map(([, id]) => id);
      const visible = name === 'another organization' ? [own.Instance, own.Books] : [own.Instance];
      expect(new Set(instanceIds)).toEqual(new Set(visible));
    },
  );

  it('lets nobody make a vendor be asked for a record of it that we have not read', async () => {
    const before = await countSecretCalls();
    for (const { credentials } of strangers.values()) {
      const id = encodeRecordId('REPORT', secret.Instance, 'R00000000000');
      const { data, errors } = await service.query(
        credentials,
        'query ($id: ID!) { report(id: $id, maxAge: 0) { id } }',
        { id },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({ report: null });
    }
    expect(await countSecretCalls()).toBe(before);
  });
});

interface Reference {
  readonly id: string;
}

interface LoadedInstance {
  readonly syncRuns: { readonly nodes: readonly (Reference & { readonly finishedAt: string | null })[] };
  readonly vendorWrites: { readonly nodes: readonly Reference[] };
  readonly reportExports: { readonly nodes: readonly Reference[] };
  readonly employees: { readonly nodes: readonly { readonly manager: Reference | null }[] };
  readonly reports: {
    readonly nodes: readonly {
      readonly id: string;
      readonly policy: Reference | null;
      readonly submitter: (Reference & { readonly memberships: readonly { readonly policy: Reference }[] }) | null;
      readonly expenses: { readonly nodes: readonly Reference[] };
    }[];
  };
}

function idsOf(
  instanceId: string,
  { employees, reports, syncRuns, vendorWrites, reportExports }: LoadedInstance,
): Omit<Ids, keyof BookIds | 'TaxInstance' | 'TaxDocument'> {
  const manager = employees.nodes.find((employee) => employee.manager !== null)?.manager;
  for (const { id, policy, submitter, expenses } of reports.nodes) {
    const isMember = submitter?.memberships.some((membership) => membership.policy.id === policy?.id) ?? false;
    const [expense] = expenses.nodes;
    if (!isMember || !manager || !expense) continue;
    return {
      Instance: instanceId,
      Report: id,
      Expense: expense.id,
      Policy: policy!.id,
      Employee: submitter!.id,
      Manager: manager.id,
      SyncRun: syncRuns.nodes.find(({ finishedAt }) => finishedAt !== null)!.id,
      VendorWrite: vendorWrites.nodes[0]!.id,
      ReportExport: reportExports.nodes[0]!.id,
      FinancialReport: UNKNOWN.FinancialReport,
    };
  }
  throw new Error('The sandbox has no report whose submitter belongs to its policy.');
}

/** The innermost answer: below the parent where there is one. */
function resultOf({ data }: GraphqlAnswer): unknown {
  const values = Object.values((data ?? {}) as Record<string, unknown>);
  const [value] = values;
  const isParent = isObject(value) && !('__typename' in value) && !('nodes' in value) && !('errors' in value);
  return isParent && !Array.isArray(value) ? Object.values(value)[0] : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isNothing(answer: GraphqlAnswer): boolean {
  const result = resultOf(answer);
  if (Array.isArray(result)) return result.every((entity) => entity === null);
  return result === null || (isObject(result) && result['totalCount'] === 0);
}

function expectNothing(probe: Probe, answer: GraphqlAnswer): void {
  expect([probe.title, answer.errors]).toEqual([probe.title, undefined]);
  expect([probe.title, isNothing(answer), answer.data]).toEqual([probe.title, true, answer.data]);
}

function expectNotFound(probe: Probe, answer: GraphqlAnswer): void {
  expect([probe.title, answer.errors]).toEqual([probe.title, undefined]);
  const { errors, ...results } = resultOf(answer) as Record<string, unknown>;
  expect([probe.title, errors]).toEqual([probe.title, [expect.objectContaining({ code: 'NOT_FOUND' })]]);
  const isEmpty = (result: unknown): boolean => result === null || (Array.isArray(result) && result.length === 0);
  expect([probe.title, Object.values(results).every(isEmpty)]).toEqual([probe.title, true]);
}
