import { isUnionType } from 'graphql';
import type { SubgraphSchema } from '../../src/graphql/engine/build-subgraph-schema';
import { buildElementsSchema } from '../../src/graphql/schema';
import { encodeRecordId, type RecordKind } from '../../src/record-id';
import { idArgumentsOf, type IdArgument } from '../support/id-arguments';
import { INSTANCE_MUTATIONS, type InstanceMutation } from '../support/instance-operations';
import type { Tenant } from '../support/service-world';
import { startTestService, type GraphqlAnswer, type TestService } from '../support/test-service';

type Credentials = Pick<Tenant, 'authorization'>;

/** Ids of one instance and of records in it that belong together. */
interface Ids {
  readonly Instance: string;
  readonly Report: string;
  readonly Expense: string;
  readonly Policy: string;
  /** Who handed the report in, and belongs to its policy. */
  readonly Employee: string;
  /** To whom somebody reports. */
  readonly Manager: string;
}

/** Whoever asks for what is not theirs. */
interface Stranger {
  readonly credentials: Credentials;
  readonly own: Ids;
}

const UNKNOWN_INSTANCE = '0198c0de-0000-7000-8000-000000000000';
const unknownRecord = (kind: RecordKind): string => encodeRecordId(kind, UNKNOWN_INSTANCE, 'nothing');
/** Well-formed ids of what there is not. */
const UNKNOWN: Ids = {
  Instance: UNKNOWN_INSTANCE,
  Report: unknownRecord('REPORT'),
  Expense: unknownRecord('EXPENSE'),
  Policy: unknownRecord('POLICY'),
  Employee: unknownRecord('EMPLOYEE'),
  Manager: unknownRecord('EMPLOYEE'),
};

/** What an id under this name names; null: an entry of the catalogue, which is everybody's. */
const KIND_OF_NAME: Readonly<Record<string, keyof Ids | null>> = {
  key: null,
  elementKey: null,
  instanceId: 'Instance',
  reportId: 'Report',
  policyId: 'Policy',
  submitterId: 'Employee',
  employeeId: 'Employee',
  managerId: 'Manager',
};

const LIST = `totalCount nodes { __typename } edges { cursor } pageInfo { hasNextPage endCursor }`;

/** One way to ask for something by its id. */
interface Probe {
  readonly title: string;
  readonly document: string;
  variables(id: string, own: Ids): object;
  readonly kind: keyof Ids;
  /** Whether whoever it belongs to can see it this way without harm. */
  readonly isRead: boolean;
}

function kindOf({ coordinate, typeName, path, resultName }: IdArgument): keyof Ids | null {
  const name = path.at(-1)!;
  if (name === 'id') return typeName === 'Mutation' ? 'Instance' : (resultName as keyof Ids);
  const kind = KIND_OF_NAME[name];
  if (kind === undefined) throw new Error(`Say in KIND_OF_NAME what the id of ${coordinate} names.`);
  return kind;
}

/** How to ask through an argument; throws for one that this test does not know how to reach. */
function probesOf(argument: IdArgument): Probe[] {
  const { coordinate, typeName, fieldName, path } = argument;
  const kind = kindOf(argument);
  if (kind === null) return [];
  const common = { title: coordinate, kind };
  if (typeName === 'Mutation') {
    if (!(fieldName in INSTANCE_MUTATIONS)) throw new Error(`Add ${fieldName} to the mutations that are tried.`);
    const document = INSTANCE_MUTATIONS[fieldName as InstanceMutation];
    return [{ ...common, document, variables: (id) => ({ input: { id } }), isRead: false }];
  }
  const place = path.join('.');
  if (typeName === 'Query' && place === 'id') {
    const document = `query ($id: ID!) { ${fieldName}(id: $id) { __typename id } }`;
    return [{ ...common, document, variables: (id) => ({ id }), isRead: true }];
  }
  if (path[0] !== 'filter' || path.length !== 2) throw new Error(`Say how to ask through ${coordinate}.`);
  return [{ ...common, ...listProbe(typeName, fieldName, path[1]!), isRead: true }];
}

function listProbe(typeName: string, fieldName: string, condition: string): Pick<Probe, 'document' | 'variables'> {
  const list = `${fieldName}(filter: { ${condition}: [$id] }) { ${LIST} }`;
  if (typeName === 'Query') return { document: `query ($id: ID!) { ${list} }`, variables: (id) => ({ id }) };
  const root = typeName.toLowerCase();
  return {
    document: `query ($id: ID!, $parent: ID!) { ${root}(id: $parent) { ${list} } }`,
    variables: (id, own) => ({ id, parent: own[typeName as keyof Ids] }),
  };
}

const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
const REMOTE_IDS = { Report: 'REPORT', Expense: 'EXPENSE', Policy: 'POLICY', Employee: 'EMPLOYEE' } as const;

/** One probe for each key of each entity. */
function entityProbesOf({ schema, sdl }: SubgraphSchema): Probe[] {
  const union = schema.getType('_Entity');
  if (!isUnionType(union)) throw new Error('There is no union of the entities.');
  return union.getTypes().flatMap(({ name }) => {
    const [definition = ''] = new RegExp(`^type ${name} [^{]*(@key\\(.*\\) )+\\{`, 'm').exec(sdl) ?? [];
    const keys = [...definition.matchAll(/@key\(fields: "([^"]+)"\)/g)].map(([, fields]) => fields!);
    if (keys.length === 0) throw new Error(`The entity ${name} has no key in the SDL.`);
    return name === 'Element' ? [] : keys.map((fields) => entityProbe(name as keyof Ids, fields));
  });
}

function entityProbe(kind: keyof Ids, fields: string): Probe {
  const represent = (id: string): object => {
    if (fields === 'id') return { id };
    if (!/^instance \{ id \} (kind )?remoteId$/.test(fields)) throw new Error(`Say how to ask by ${kind} ${fields}.`);
    const { instanceId, remoteId } = partsOf(id);
    return { instance: { id: instanceId }, kind: REMOTE_IDS[kind as keyof typeof REMOTE_IDS], remoteId };
  };
  return {
    title: `_entities: ${kind} by "${fields}"`,
    document: ENTITIES,
    variables: (id) => ({ r: [{ __typename: kind, ...represent(id) }] }),
    kind,
    isRead: true,
  };
}

/** What an id of a record holds. */
function partsOf(id: string): { readonly instanceId: string; readonly remoteId: string } {
  const bytes = Buffer.from(id.slice(4), 'base64url');
  const hex = bytes.toString('hex', 0, 16);
  const instanceId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { instanceId, remoteId: bytes.toString('utf8', 16) };
}

describe.each(['compiled', 'graphql-js'] as const)('what belongs to others, with operations run by %s', (executor) => {
  let service: TestService;
  let acme: Tenant;
  let secret: Ids;
  const strangers = new Map<string, Stranger>();
  const probes: Probe[] = [];

  beforeAll(async () => {
    service = await startTestService({ reports: 20, config: { graphqlExecutor: executor } });
    acme = await service.createTenant('Acme');
    const other = await service.createTenant('Other');
    secret = await load(acme);
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
        reports { nodes { id policy { id } submitter { id memberships { policy { id } } } expenses(first: 1) { nodes { id } } } }
      }
    }`;
    await service.query(tenant, read, { id });
    await service.parts.tasks.idle();
    const { data, errors } = await service.query<{ instance: LoadedInstance }>(tenant, read, { id });
    expect(errors).toBeUndefined();
    return idsOf(id, data!.instance);
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
    await service.parts.flushCallLog();
    const { data } = await service.query<{ instance: { vendorCalls: { totalCount: number } } }>(
      acme,
      'query ($id: ID!) { instance(id: $id) { vendorCalls { totalCount } } }',
      { id: secret.Instance },
    );
    return data!.instance.vendorCalls.totalCount;
  }

  it('can be asked for in ways that this test knows, all of them', async () => {
    const subgraph = await buildElementsSchema({ federationVersion: '2.9' });
    probes.push(...idArgumentsOf(subgraph.schema).flatMap(probesOf), ...entityProbesOf(subgraph));
    const titles = probes.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const known of [
      'Query.report(id)',
      'Query.expenses(filter.policyId)',
      'Instance.reports(filter.submitterId)',
      'Employee.reports(filter.instanceId)',
      'Mutation.deleteInstance(input.id)',
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
        `{ ${selections.join(' ')} viewer { instance { id } } element(key: "expensify") { instances { nodes { id } } } }`,
      );
      expect(errors).toBeUndefined();
      for (const list of lists) expect(data![list]!.nodes.length).toBeGreaterThan(0);
      const text = JSON.stringify(data);
      for (const id of Object.values(secret)) expect(text).not.toContain(id);
      const instanceIds = [...text.matchAll(/"instance":\{"id":"([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(instanceIds)).toEqual(new Set([own.Instance]));
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

function idsOf(instanceId: string, { employees, reports }: LoadedInstance): Ids {
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
  expect(Object.values(results).every((result) => result === null)).toBe(true);
}
