import type { ReportRecord } from '../../src/adapters/records';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { encodeRecordId } from '../../src/record-id';
import { readmeBlock } from '../support/readme';
import { buildExpense, buildReport, usd } from '../support/record-builders';
import { createRecordGraph, type RecordGraph } from '../support/record-graph';

const EVENT = `id kind resource recordId changedFields before after source occurredAt recordedAt instance { id }
  record { __typename id remoteId ... on Report { name } ... on Expense { merchant } }`;

const ROOT = `query ($filter: ChangeEventFilter, $first: Int! = 50, $after: String) {
  changeEvents(filter: $filter, first: $first, after: $after) {
    totalCount
    nodes { ${EVENT} }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const OF_INSTANCES = `query ($first: Int! = 50, $after: String, $filter: InstanceChangeEventFilter) {
  instances {
    nodes { name events(first: $first, after: $after, filter: $filter) {
      totalCount nodes { recordId kind } pageInfo { hasNextPage endCursor }
    } }
  }
}`;

interface EventNode {
  readonly id: string;
  readonly kind: string;
  readonly recordId: string | null;
  readonly record: object | null;
}

interface EventPage {
  readonly totalCount: number;
  readonly nodes: readonly EventNode[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe.each(['compiled', 'graphql-js'] as const)('change events in the graph (%s)', (executor) => {
  let graph: RecordGraph;
  let acme: StoreTarget;

  beforeAll(async () => {
    graph = await createRecordGraph(executor);
  });
  beforeEach(async () => {
    acme = await graph.createInstance({ isFresh: false });
  });
  afterAll(() => graph.drop());

  /** A whole read of the list of reports, as a reader who wants it new asks for it. */
  async function load(reports: readonly ReportRecord[], target = acme): Promise<void> {
    graph.vendor.answer = { reports };
    const list = 'query ($id: ID!) { instance(id: $id) { reports(maxAge: 0) { totalCount } } }';
    // A list that was read at this very instant is new enough.
    graph.clock.advance(1_000);
    await graph.read(list, { id: target.instanceId }, target);
    await graph.parts.tasks.idle();
  }

  async function list(variables: object = {}, target = acme): Promise<EventPage> {
    const { changeEvents } = await graph.read<{ changeEvents: EventPage }>(ROOT, { ...variables }, target);
    return changeEvents;
  }

  const trip = buildReport('R1', {
    name: 'Trip',
    status: 'SUBMITTED',
    total: usd('12.30'),
    expenses: [buildExpense('T1', { merchant: 'Café' })],
  });

  it('has none of a first load and of what stays the same, and exactly one of each change after', async () => {
    await load([trip]);
    await load([trip]);
    expect(await list()).toMatchObject({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });

    const approvedAt = new Date('2026-08-15T11:00:00.000Z');
    await load([{ ...trip, status: 'APPROVED', approvedAt, expenses: [] }, buildReport('R2', { name: 'New' })]);
    const id = encodeRecordId('REPORT', acme.instanceId, 'R1');
    const about = { instance: { id: acme.instanceId }, source: 'SYNC', recordedAt: graph.clock.now().toISOString() };
    const { nodes } = await list();
    expect(nodes).toEqual([
      {
        ...about,
        id: expect.any(String) as string,
        kind: 'UPDATED',
        resource: 'REPORTS',
        recordId: id,
        changedFields: ['status', 'approvedAt'],
        before: expect.objectContaining({ status: 'SUBMITTED', total: usd('12.30'), approvedAt: null }) as object,
        after: expect.objectContaining({ status: 'APPROVED', approvedAt: approvedAt.toISOString() }) as object,
        occurredAt: approvedAt.toISOString(),
        record: { __typename: 'Report', id, remoteId: 'R1', name: 'Trip' },
      },
      expect.objectContaining({
        kind: 'CREATED',
        before: null,
        after: expect.objectContaining({ name: 'New' }) as object,
      }),
      expect.objectContaining({
        kind: 'DELETED',
        resource: 'EXPENSES',
        recordId: encodeRecordId('EXPENSE', acme.instanceId, 'T1'),
        before: expect.objectContaining({ merchant: 'Café' }) as object,
        after: null,
        record: null,
      }),
    ]);
  });

  it('has what a read by id finds, once the list is known', async () => {
    const byId = 'query ($id: ID!) { report(id: $id) { name } }';
    const read = (remoteId: string): Promise<unknown> =>
      graph.read(byId, { id: encodeRecordId('REPORT', acme.instanceId, remoteId) }, acme);
    graph.vendor.answer = { reports: [buildReport('R7')] };
    await read('R7');
    expect(await list()).toMatchObject({ totalCount: 0 });
    await load([trip]);
    graph.vendor.answer = { reports: [buildReport('R8', { expenses: [buildExpense('T8')] })] };
    await read('R8');
    expect((await list()).nodes).toMatchObject([
      { kind: 'CREATED', resource: 'REPORTS', record: { remoteId: 'R8' } },
      { kind: 'CREATED', resource: 'EXPENSES', record: { __typename: 'Expense', remoteId: 'T8' } },
    ]);
  });

  it('is read on by cursor or by id, for ever', async () => {
    await load([trip]);
    await load(['A', 'B', 'C'].map((name) => buildReport(name)));
    const first = await list({ first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(first.edges.map(({ cursor }) => cursor)).toEqual(first.nodes.map((event) => event.id));
    const second = await list({ first: 2, after: first.pageInfo.endCursor });
    expect(second).toMatchObject({ nodes: [{ kind: 'CREATED' }], pageInfo: { hasNextPage: false } });
    const after = second.nodes[0]!.id;
    expect(second.pageInfo.endCursor).toBe(after);
    const empty = await list({ after });
    expect(empty).toMatchObject({
      nodes: [],
      pageInfo: { hasPreviousPage: true, startCursor: null, endCursor: after },
    });
    await load(['A', 'B', 'C', 'D'].map((name) => buildReport(name)));
    const next = await list({ after: empty.pageInfo.endCursor });
    expect(next.nodes).toMatchObject([{ kind: 'CREATED', record: { remoteId: 'D' } }]);
    const asInReadme = await graph.read<{ changeEvents: EventPage }>(
      readmeBlock('graphql', 'query WhatChanged'),
      { after },
      acme,
    );
    expect(asInReadme.changeEvents.nodes.map((event) => event.id)).toEqual(next.nodes.map((event) => event.id));
    // Under another filter too: an id is a place among all events.
    expect((await list({ after, filter: { kind: ['DELETED'] } })).nodes).toEqual([]);
  });

  it('refuses what can be no cursor', async () => {
    for (const after of ['', 'nonsense', '9'.repeat(19), `${'0'.repeat(18)}1\0`]) {
      const { data, errors } = await graph.ask(ROOT, { after }, acme);
      expect(data).toEqual({ changeEvents: null });
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['changeEvents'] }]);
    }
  });

  it('refuses a cursor behind all there is, and takes one whose events are gone', async () => {
    const { organizationId } = acme;
    const ahead = '8'.repeat(19);
    const refused = async (): Promise<void> => {
      for (const query of [ROOT, OF_INSTANCES]) {
        const { errors } = await graph.ask(query, { after: ahead }, acme);
        expect(new Set(errors?.map(({ code }) => code))).toEqual(new Set(['BAD_USER_INPUT']));
      }
    };
    await refused();
    await load([trip]);
    await load([trip, buildReport('R2')]);
    await refused();
    const after = (await list()).nodes.at(-1)!.id;
    await graph.database.database.query(graph.database.context, {
      text: 'DELETE FROM change_events WHERE organization_id = $1',
      values: [organizationId],
    });
    expect(await list({ after })).toMatchObject({ nodes: [], pageInfo: { endCursor: after } });
    await refused();
  });

  it('hangs on instances, in one statement for all of them', async () => {
    const sister = await graph.createInstance({ organizationId: acme.organizationId, name: 'Sister', isFresh: false });
    for (const target of [acme, sister]) await load([trip], target);
    await load([trip, buildReport('R2')]);
    await load([{ ...trip, expenses: [] }, buildReport('R3')], sister);
    const asked = await graph.ask(OF_INSTANCES, { first: 1 }, acme);
    const idOf = (target: StoreTarget, remoteId: string): string =>
      encodeRecordId('REPORT', target.instanceId, remoteId);
    expect(asked.data).toMatchObject({
      instances: {
        nodes: [
          {
            name: 'Expenses',
            events: {
              totalCount: 1,
              nodes: [{ recordId: idOf(acme, 'R2'), kind: 'CREATED' }],
              pageInfo: { hasNextPage: false },
            },
          },
          {
            name: 'Sister',
            events: {
              totalCount: 2,
              nodes: [{ recordId: idOf(sister, 'R3'), kind: 'CREATED' }],
              pageInfo: { hasNextPage: true },
            },
          },
        ],
      },
    });
    expect(asked.sqlStatements).toBe(3);
    const narrowed = await graph.read(OF_INSTANCES, { filter: { kind: ['DELETED'] } }, acme);
    expect(JSON.stringify(narrowed)).not.toContain('CREATED');
    expect(JSON.stringify(narrowed)).toContain('DELETED');
    const byInstance = await list({ filter: { instanceId: [sister.instanceId, 'nonsense'], resource: ['REPORTS'] } });
    expect(byInstance.nodes.map(({ recordId }) => recordId)).toEqual([idOf(sister, 'R3')]);
    expect(await list({ filter: { elementKey: ['taxify'] } })).toMatchObject({ totalCount: 0, nodes: [] });
    expect((await list({ filter: { recordId: [idOf(acme, 'R2')] } })).totalCount).toBe(1);
  });

  it('shows an organization its own only, and a narrowed request its instance', async () => {
    const stranger = await graph.createInstance({ isFresh: false });
    const sister = await graph.createInstance({ organizationId: acme.organizationId, isFresh: false });
    for (const target of [acme, sister, stranger]) {
      await load([], target);
      await load([buildReport('R1')], target);
    }
    const instancesOf = (page: EventPage): unknown[] =>
      page.nodes.map((event) => (event as unknown as { instance: { id: string } }).instance.id);
    expect(instancesOf(await list())).toEqual([acme.instanceId, sister.instanceId]);
    expect(instancesOf(await list({}, stranger))).toEqual([stranger.instanceId]);
    expect(await list({ filter: { instanceId: [stranger.instanceId] } })).toMatchObject({ totalCount: 0, nodes: [] });
    const recordId = [encodeRecordId('REPORT', stranger.instanceId, 'R1')];
    expect(await list({ filter: { recordId } })).toMatchObject({ totalCount: 0, nodes: [] });

    const narrowed = { organizationId: acme.organizationId, userId: acme.instanceId, instanceId: sister.instanceId };
    const { changeEvents } = await graph.read<{ changeEvents: EventPage }>(ROOT, {}, narrowed);
    expect(instancesOf(changeEvents)).toEqual([sister.instanceId]);
    expect(changeEvents.totalCount).toBe(1);
    expect((await graph.ask(ROOT, {}, null)).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  });
});
