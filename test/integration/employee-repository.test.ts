import type { PolicyMembershipValue } from '../../src/adapters/records';
import type { SortDirection } from '../../src/persistence/keyset/keyset-page';
import type {
  EmployeeListFilter,
  EmployeeListScope,
  EmployeeOrderField,
  PolicyMembershipRow,
} from '../../src/persistence/repositories/employee.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { encodeRecordId } from '../../src/record-id';
import { buildEmployee, usd } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, FETCHED_LATER, type RecordDatabase } from '../support/record-database';

describe('EmployeeRepository', () => {
  let db: RecordDatabase;
  let target: StoreTarget;
  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  beforeEach(async () => {
    target = await db.createInstance();
  });
  afterAll(() => db.drop());

  function store(employees: Parameters<typeof buildEmployee>[], fetchedAt = FETCHED_AT) {
    const records = employees.map(([remoteId, facts]) => buildEmployee(remoteId, facts));
    return db.employees.storeEmployees(db.context, db.database, target, records, fetchedAt);
  }

  function inPolicy(policyRemoteId: string, facts: Partial<PolicyMembershipValue> = {}): PolicyMembershipValue {
    return {
      policyRemoteId,
      role: 'MEMBER',
      submitsToRemoteId: null,
      forwardsToRemoteId: null,
      approvalLimit: null,
      overLimitApproverRemoteId: null,
      ...facts,
    };
  }

  async function memberships(...remoteIds: string[]): Promise<PolicyMembershipRow[][]> {
    const keys = remoteIds.map((remoteId) => ({ instanceId: target.instanceId, remoteId }));
    return db.employees.findMemberships(db.context, target.organizationId, keys);
  }

  async function list(
    filter: EmployeeListFilter | null = null,
    field: EmployeeOrderField = 'NAME',
    direction: SortDirection = 'ASC',
    scope: EmployeeListScope = target,
  ): Promise<string[]> {
    const query = { filter, order: { field, direction }, first: 100, after: null };
    const [page] = await db.employees.listPages(db.context, [scope], query);
    return page?.rows.map((row) => row.remoteId) ?? [];
  }

  it('serves what was stored, in the words of the graph, and memberships apart', async () => {
    const facts = {
      email: 'ann@acme.test',
      name: 'Ann Lee',
      firstName: 'Ann',
      lastName: 'Lee',
      employeeNumber: '0042',
      managerRemoteId: 'bob@acme.test',
      approverRemoteId: 'cy@acme.test',
      role: 'ADMIN' as const,
      vendorRole: 'admin',
      isActive: true,
      hiredOn: '2020-02-29',
      releasedOn: null,
      customFields: [{ name: 'Team', value: 'A' }],
    };
    const membership = inPolicy('P1', {
      role: 'AUDITOR',
      submitsToRemoteId: 'bob@acme.test',
      approvalLimit: usd('500'),
    });
    await store([['ann@acme.test', { ...facts, memberships: [inPolicy('P2'), membership], vendorFields: { x: 1 } }]]);
    const key = { instanceId: target.instanceId, remoteId: 'ann@acme.test' };

    expect(await db.employees.findByKeys(db.context, target.organizationId, [key])).toEqual([
      {
        ...facts,
        id: encodeRecordId('EMPLOYEE', target.instanceId, 'ann@acme.test'),
        ...key,
        changedAt: FETCHED_AT,
        fetchedAt: FETCHED_AT,
      },
    ]);
    const rows = [{ ...membership, approvalLimit: usd('500.00') }, inPolicy('P2')];
    expect(await memberships('none', 'ann@acme.test')).toEqual([
      [],
      rows.map((row) => ({ ...row, instanceId: target.instanceId, employeeRemoteId: 'ann@acme.test' })),
    ]);
    expect(await db.employees.findVendorFields(db.context, target.organizationId, [key])).toEqual([{ x: 1 }]);
  });

  it('makes the memberships exactly what the records say', async () => {
    await store([
      ['a', { memberships: [inPolicy('P1'), inPolicy('P2')] }],
      ['b', { memberships: [inPolicy('P1')] }],
    ]);
    const counts = await store(
      [
        [
          'a',
          { memberships: [inPolicy('P2', { role: 'ADMIN' }), inPolicy('P3'), inPolicy('P3', { role: 'AUDITOR' })] },
        ],
      ],
      FETCHED_LATER,
    );
    const [a, b] = await memberships('a', 'b');

    expect(counts).toEqual({ employees: { created: 0, changed: 1, unchanged: 0, deleted: 0 } });
    expect(a?.map((row) => [row.policyRemoteId, row.role])).toEqual([
      ['P2', 'ADMIN'],
      ['P3', 'AUDITOR'],
    ]);
    expect(b?.map((row) => row.policyRemoteId)).toEqual(['P1']);
  });

  it('does not take another order of memberships for a change', async () => {
    await store([['a', { memberships: [inPolicy('P1'), inPolicy('P2')] }]]);
    const counts = await store([['a', { memberships: [inPolicy('P2'), inPolicy('P1')] }]], FETCHED_LATER);

    expect(counts.employees.unchanged).toBe(1);
  });

  it('keeps the last of two records with one id', async () => {
    const counts = await store([
      ['a', { name: 'First', memberships: [inPolicy('P1')] }],
      ['a', { name: 'Last', memberships: [inPolicy('P2')] }],
    ]);

    expect(counts.employees.created).toBe(1);
    expect((await memberships('a'))[0]?.map((row) => row.policyRemoteId)).toEqual(['P2']);
  });

  it('forgets what was not fetched since, with its memberships', async () => {
    await store([
      ['a', { memberships: [inPolicy('P1')] }],
      ['b', { memberships: [inPolicy('P1')] }],
    ]);
    await store([['b', { memberships: [inPolicy('P1')] }]], FETCHED_LATER);

    expect(await db.employees.deleteNotFetchedSince(db.context, db.database, target, FETCHED_LATER)).toBe(1);
    expect((await memberships('a', 'b')).map((rows) => rows.length)).toEqual([0, 1]);
  });

  it('finds people by address, in their order, with one statement', async () => {
    await store([
      ['2', { email: 'ann@acme.test' }],
      ['1', { email: 'ann@acme.test' }],
      ['3', { email: 'bob@acme.test' }],
    ]);
    const people = ['bob@acme.test', 'x@acme.test', 'ANN@acme.test'].map((email) => ({
      instanceId: target.instanceId,
      email,
    }));
    const statements = await db.statementsOf(async () => {
      const found = await db.employees.findByEmails(db.context, target.organizationId, people);
      expect(found.map((row) => row?.remoteId)).toEqual(['3', undefined, '1']);
    });

    expect(statements).toHaveLength(1);
  });

  describe('listing', () => {
    beforeEach(() =>
      store([
        [
          'a',
          {
            name: 'zoe',
            email: 'z@acme.test',
            employeeNumber: '7',
            managerRemoteId: 'c',
            isActive: true,
            memberships: [inPolicy('P1')],
          },
        ],
        [
          'b',
          {
            name: null,
            email: 'Mike@acme.test'.toLowerCase(),
            role: 'ADMIN',
            isActive: false,
            memberships: [inPolicy('P1'), inPolicy('P2')],
          },
        ],
        ['c', { name: 'Abe' }],
      ]),
    );

    it.each<[EmployeeOrderField, SortDirection, string[]]>([
      ['NAME', 'ASC', ['c', 'b', 'a']],
      ['NAME', 'DESC', ['a', 'b', 'c']],
      ['EMAIL', 'ASC', ['b', 'a', 'c']],
      ['EMAIL', 'DESC', ['a', 'b', 'c']],
      ['CHANGED', 'DESC', ['c', 'b', 'a']],
    ])('orders by %s %s, without a value last', async (field, direction, expected) => {
      expect(await list(null, field, direction)).toEqual(expected);
      const scope = { organizationId: target.organizationId, instanceIds: [target.instanceId, target.organizationId] };
      expect(await list(null, field, direction, scope)).toEqual(expected);
    });

    it.each<[string, EmployeeListFilter, string[]]>([
      ['remote id', { remoteId: ['a', 'x'] }, ['a']],
      ['address', { email: ['MIKE@acme.test'] }, ['b']],
      ['number', { employeeNumber: ['7'] }, ['a']],
      ['role', { role: ['ADMIN'] }, ['b']],
      ['being active', { isActive: true }, ['a']],
      ['being inactive', { isActive: false }, ['b']],
      ['no policy of none', { policies: [] }, []],
      ['text in the name', { text: 'ZO' }, ['a']],
      ['text in the address', { text: 'mike@' }, ['b']],
      ['changes since', { changedSince: FETCHED_LATER }, []],
    ])('filters by %s', async (_name, filter, expected) => {
      expect(await list(filter)).toEqual(expected);
      expect(await db.employees.count(db.context, [target], filter)).toEqual([expected.length]);
    });

    it('filters by policies and managers of certain instances', async () => {
      const { instanceId } = target;

      expect(
        await list({
          policies: [
            { instanceId, remoteId: 'P2' },
            { instanceId, remoteId: 'P1' },
          ],
        }),
      ).toEqual(['b', 'a']);
      expect(await list({ managers: [{ instanceId, remoteId: 'c' }] })).toEqual(['a']);
      expect(await list({ managers: [{ instanceId: target.organizationId, remoteId: 'c' }] })).toEqual([]);
    });

    it('lists the members of many policies with one statement', async () => {
      const scopes = ['P2', 'none', 'P1'].map((policyRemoteId) => ({ ...target, policyRemoteId }));
      const order = { field: 'NAME', direction: 'ASC' } as const;
      const statements = await db.statementsOf(async () => {
        const pages = await db.employees.listPages(db.context, scopes, { filter: null, order, first: 1, after: null });
        expect(pages.map((page) => page.rows.map((row) => row.remoteId))).toEqual([['b'], [], ['b']]);
        expect(pages.map((page) => page.hasNextPage)).toEqual([false, false, true]);
        expect(await db.employees.count(db.context, scopes, null)).toEqual([1, 0, 2]);
      });

      expect(statements).toHaveLength(2);
    });
  });
});
