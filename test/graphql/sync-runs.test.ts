import { FastClock } from '../support/fast-clock';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const RUN = `id status mode trigger resource resources progress recordsRead recordsCreated recordsChanged recordsDeleted
  rejectedCount vendorCalls createdAt startedAt finishedAt instance { id } error { code message retryable }`;

const SYNC = `mutation ($input: SyncInstanceInput!) {
  syncInstance(input: $input) { syncRun { ${RUN} } errors { __typename code path message } }
}`;
const CANCEL = `mutation ($input: CancelSyncRunInput!) {
  cancelSyncRun(input: $input) { syncRun { ${RUN} } errors { code path } }
}`;
const LIST = `query ($id: ID!, $first: Int! = 50, $after: String) {
  instance(id: $id) {
    syncRuns(first: $first, after: $after) {
      totalCount nodes { ${RUN} } edges { cursor } pageInfo { hasNextPage endCursor }
    }
  }
}`;
const ONE = `query ($id: ID!) { syncRun(id: $id) { ${RUN} } }`;

interface Run {
  readonly id: string;
  readonly status: string;
  readonly recordsRead: number;
  readonly vendorCalls: number;
  readonly [field: string]: unknown;
}
interface Payload {
  readonly syncRun: Run | null;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] | null }[];
}

describe('syncs in the graph', () => {
  let service: TestService;
  let acme: Tenant;
  let id: string;

  beforeAll(async () => {
    service = await startTestService({ clock: new FastClock(20), reports: 40 });
    await service.parts.jobs.start();
    acme = await service.createTenant('Acme');
    id = await service.provision(acme, { ...service.sandbox.configuration, 'sync.history.days': '300' });
  });
  afterAll(() => service.close());

  const sync = async (input: object): Promise<Payload> => {
    const { data, errors } = await service.query<{ syncInstance: Payload }>(acme, SYNC, { input: { id, ...input } });
    expect(errors).toBeUndefined();
    return data!.syncInstance;
  };

  it('are answered once they have ended, when the caller wants to wait', async () => {
    const { syncRun, errors } = await sync({ mode: 'FULL', resources: ['EXPENSES'], waitSeconds: 60 });
    expect(errors).toEqual([]);
    expect(syncRun).toMatchObject({
      status: 'SUCCEEDED',
      mode: 'FULL',
      trigger: 'REQUEST',
      resources: ['REPORTS', 'EXPENSES'],
      progress: 1,
      instance: { id },
      error: null,
    });
    expect(syncRun!.recordsRead).toBeGreaterThan(20);
    const { data } = await service.query<{ syncRun: Run }>(acme, ONE, { id: syncRun!.id });
    expect(data!.syncRun).toEqual(syncRun);
  });

  it('name their requests to the vendor', async () => {
    const { syncRun } = await sync({ mode: 'FULL', resources: ['REPORTS'], waitSeconds: 60 });
    await service.parts.flushCallLog();
    const { data } = await service.query<{ instance: { vendorCalls: { totalCount: number } } }>(
      acme,
      'query ($id: ID!, $run: String!) { instance(id: $id) { vendorCalls(filter: { requestId: [$run] }) { totalCount } } }',
      { id, run: syncRun!.id },
    );
    expect(data!.instance.vendorCalls.totalCount).toBe(syncRun!.vendorCalls);
  });

  it('are listed, latest first, page after page', async () => {
    interface Page {
      readonly instance: {
        readonly syncRuns: {
          readonly totalCount: number;
          readonly nodes: readonly Run[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
        };
      };
    }
    const last = (await sync({ resources: ['REPORTS'], waitSeconds: 60 })).syncRun!;
    const first = (await service.query<Page>(acme, LIST, { id, first: 1 })).data!.instance.syncRuns;
    expect(first.nodes).toEqual([last]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const next = (await service.query<Page>(acme, LIST, { id, first: 1, after: first.pageInfo.endCursor })).data!;
    expect(next.instance.syncRuns.totalCount).toBe(first.totalCount);
    expect(next.instance.syncRuns.nodes).toHaveLength(1);
    expect(next.instance.syncRuns.nodes[0]!.id).not.toBe(last.id);
    const refused = await service.query(acme, LIST, { id, after: 'nonsense' });
    expect(refused.errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('that have ended are not cancelled any more', async () => {
    const { syncRun } = await sync({ resources: ['REPORTS'], waitSeconds: 60 });
    const { data } = await service.query<{ cancelSyncRun: Payload }>(acme, CANCEL, { input: { id: syncRun!.id } });
    expect(data!.cancelSyncRun).toMatchObject({ syncRun: { status: 'SUCCEEDED' }, errors: [] });
  });

  it('say what is wrong with a request', async () => {
    expect(await sync({ resources: ['RECEIPTS'] })).toMatchObject({
      syncRun: null,
      errors: [
        { __typename: 'UnsupportedOperationError', code: 'UNSUPPORTED_OPERATION', path: ['input', 'resources'] },
      ],
    });
    expect(await sync({ waitSeconds: 61 })).toMatchObject({
      errors: [{ code: 'INVALID_INPUT', path: ['input', 'waitSeconds'] }],
    });
    expect(await sync({ id: 'nonsense' })).toMatchObject({ errors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }] });
  });

  it('tell of failure as of any other', async () => {
    const other = await service.provision(acme, service.sandbox.issueCredentials('revoked'));
    service.sandbox.revokeCredentials('aa_revoked');
    const { syncRun } = await sync({ id: other, resources: ['REPORTS'], waitSeconds: 60 });
    expect(syncRun).toMatchObject({ status: 'FAILED', error: { code: 'NEEDS_REAUTHENTICATION', retryable: false } });
    expect(await sync({ id: other })).toMatchObject({ syncRun: null, errors: [{ code: 'NEEDS_REAUTHENTICATION' }] });
  });
});
