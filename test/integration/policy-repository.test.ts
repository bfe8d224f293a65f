import type { PolicyListFilter, PolicyOrderField } from '../../src/persistence/repositories/policy.repository';
import { RecordPurgeRepository } from '../../src/persistence/repositories/record-purge.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { encodeRecordId } from '../../src/record-id';
import { buildEmployee, buildExpense, buildPolicy, buildReport, usd } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, FETCHED_LATER, type RecordDatabase } from '../support/record-database';

describe('PolicyRepository', () => {
  let db: RecordDatabase;
  let target: StoreTarget;
  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  beforeEach(async () => {
    target = await db.createInstance();
  });
  afterAll(() => db.drop());

  function store(policies: Parameters<typeof buildPolicy>[], fetchedAt = FETCHED_AT, into = target) {
    const records = policies.map(([remoteId, facts]) => buildPolicy(remoteId, facts));
    return db.policies.storePolicies(db.context, db.database, into, records, fetchedAt);
  }

  async function list(filter: PolicyListFilter | null = null, field: PolicyOrderField = 'NAME'): Promise<string[]> {
    const query = { filter, order: { field, direction: 'ASC' as const }, first: 100, after: null };
    const [page] = await db.policies.listPages(db.context, [target], query);
    return page?.rows.map((row) => row.remoteId) ?? [];
  }

  const CATEGORY = {
    name: 'Meals',
    enabled: true,
    ledgerCode: '6000',
    payrollCode: null,
    commentRequired: null,
    commentHint: null,
    maxExpenseAmount: usd('50'),
  };

  it('serves what was stored, in the words of the graph, and its settings apart', async () => {
    const tagGroups = [{ level: 1, name: 'Department', required: true, tags: [] }];
    const reportFields = [{ name: 'Trip', type: 'TEXT' as const, vendorType: 'text', values: [] }];
    const tax = {
      name: 'VAT',
      rates: [{ remoteId: 't1', name: 'Full', ratePercent: '20' }],
      defaultRateRemoteId: 't1',
    };
    const limits = { maxExpenseAmount: usd('100'), receiptRequiredAbove: null, maxExpenseAgeDays: 90 };
    const facts = {
      name: 'Acme',
      vendorType: 'corporate',
      currency: 'USD',
      ownerEmail: 'ann@acme.test',
      accessRole: 'ADMIN' as const,
    };
    const settings = { categories: [CATEGORY], tagGroups, reportFields, tax };
    await store([['P1', { ...facts, ...settings, limits, vendorFields: { type: 'corporate' } }]]);
    const keys = [
      { instanceId: target.instanceId, remoteId: 'P1' },
      { instanceId: target.instanceId, remoteId: 'none' },
    ];

    expect(await db.policies.findByKeys(db.context, target.organizationId, keys)).toEqual([
      {
        ...facts,
        id: encodeRecordId('POLICY', target.instanceId, 'P1'),
        instanceId: target.instanceId,
        remoteId: 'P1',
        limits: { ...limits, maxExpenseAmount: usd('100.00') },
        changedAt: FETCHED_AT,
        fetchedAt: FETCHED_AT,
      },
      null,
    ]);
    expect(await db.policies.findSettings(db.context, target.organizationId, keys)).toEqual([
      { ...settings, categories: [{ ...CATEGORY, maxExpenseAmount: usd('50.00') }] },
      null,
    ]);
    const fields = await db.policies.findVendorFields(db.context, target.organizationId, keys);
    expect(fields).toEqual([{ type: 'corporate' }, null]);
  });

  it('tells what may not be read from what is empty', async () => {
    await store([
      ['P1', {}],
      ['P2', { categories: [], tagGroups: [], reportFields: [] }],
    ]);
    const keys = ['P1', 'P2'].map((remoteId) => ({ instanceId: target.instanceId, remoteId }));

    expect(await db.policies.findSettings(db.context, target.organizationId, keys)).toEqual([
      { categories: null, tagGroups: null, reportFields: null, tax: null },
      { categories: [], tagGroups: [], reportFields: [], tax: null },
    ]);
  });

  it('counts what storing made of them', async () => {
    await store([
      ['P1', {}],
      ['P2', {}],
    ]);
    const counts = await store(
      [
        ['P1', {}],
        ['P2', { name: 'Renamed' }],
        ['P3', {}],
      ],
      FETCHED_LATER,
    );

    expect(counts).toEqual({ policies: { created: 1, changed: 1, unchanged: 1, deleted: 0 } });
    expect(await list({ changedSince: FETCHED_LATER }, 'CHANGED')).toEqual(['P2', 'P3']);
  });

  it.each<[string, PolicyListFilter, string[]]>([
    ['remote id', { remoteId: ['P2'] }, ['P2']],
    ['role', { accessRole: ['MEMBER', 'AUDITOR'] }, ['P2']],
    ['text', { text: 'ACME' }, ['P2', 'P1']],
    ['nothing', {}, ['P2', 'P1', 'P3']],
  ])('filters by %s, by name', async (_name, filter, expected) => {
    await store([
      ['P1', { name: 'acme west' }],
      ['P2', { name: 'Acme East', accessRole: 'MEMBER' }],
      ['P3', { name: 'Zeta' }],
    ]);

    expect(await list(filter)).toEqual(expected);
    expect(await db.policies.count(db.context, [target], filter)).toEqual([expected.length]);
  });

  it('forgets what was not fetched since, of this instance only', async () => {
    const other = await db.createInstance(target.organizationId);
    await store([
      ['P1', {}],
      ['P2', {}],
    ]);
    await store([['P1', {}]], FETCHED_AT, other);
    await store([['P2', {}]], FETCHED_LATER);

    expect(await db.policies.deleteNotFetchedSince(db.context, db.database, target, FETCHED_LATER)).toBe(1);
    expect(await list()).toEqual(['P2']);
    expect(await db.policies.count(db.context, [other], null)).toEqual([1]);
  });
});

describe('RecordPurgeRepository', () => {
  it('removes all records of an instance, batch by batch, and of no other', async () => {
    const db = await createRecordDatabase();
    const [gone, kept] = [await db.createInstance(), await db.createInstance()];
    const membership = {
      role: 'MEMBER' as const,
      submitsToRemoteId: null,
      forwardsToRemoteId: null,
      approvalLimit: null,
    };
    const memberships = [{ ...membership, policyRemoteId: 'P1', overLimitApproverRemoteId: null }];
    for (const target of [gone, kept]) {
      const reports = [buildReport('R1', { expenses: [buildExpense('E1'), buildExpense('E2')] }), buildReport('R2')];
      await db.reports.storeReports(db.context, db.database, target, reports, FETCHED_AT);
      await db.policies.storePolicies(db.context, db.database, target, [buildPolicy('P1')], FETCHED_AT);
      const employees = [buildEmployee('a', { memberships })];
      await db.employees.storeEmployees(db.context, db.database, target, employees, FETCHED_AT);
    }
    const purge = new RecordPurgeRepository(db.database);
    const batches = [];
    for (let deleted = -1; deleted !== 0; batches.push(deleted)) {
      deleted = await purge.purgeInstance(db.context, gone.instanceId, 3);
    }

    expect(batches).toEqual([3, 3, 1, 0]);
    const left = await db.dataSource.query(
      `SELECT instance_id FROM reports UNION ALL SELECT instance_id FROM expenses UNION ALL SELECT instance_id FROM policies
       UNION ALL SELECT instance_id FROM employees UNION ALL SELECT instance_id FROM policy_memberships`,
    );
    expect(left).toEqual(Array(7).fill({ instance_id: kept.instanceId }));
    await db.drop();
  });
});
