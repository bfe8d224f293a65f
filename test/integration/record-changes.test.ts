import type { EmployeeRecord, ExpenseRecord, PolicyRecord, ReportRecord } from '../../src/adapters/records';
import type { Transaction } from '../../src/persistence/database';
import { takeTurn, type RecordChange } from '../../src/persistence/repositories/record-change';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { encodeRecordId } from '../../src/record-id';
import { buildEmployee, buildExpense, buildPolicy, buildReport, usd } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, FETCHED_LATER, type RecordDatabase } from '../support/record-database';

describe('what storing records changes', () => {
  let db: RecordDatabase;
  let target: StoreTarget;

  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  beforeEach(async () => {
    target = await db.createInstance();
  });
  afterAll(() => db.drop());

  const changesOf = (
    work: (transaction: Transaction, changes: RecordChange[]) => Promise<unknown>,
  ): Promise<RecordChange[]> =>
    db.database.transaction(async (transaction) => {
      const changes: RecordChange[] = [];
      await takeTurn(db.context, transaction, target.instanceId);
      await work(transaction, changes);
      return changes;
    });

  const store = (reports: readonly ReportRecord[], fetchedAt = FETCHED_AT): Promise<RecordChange[]> =>
    changesOf((transaction, changes) =>
      db.reports.storeReports(db.context, transaction, target, reports, fetchedAt, changes),
    );

  const storeEmployees = (employees: readonly EmployeeRecord[]): Promise<RecordChange[]> =>
    changesOf((transaction, changes) =>
      db.employees.storeEmployees(db.context, transaction, target, employees, FETCHED_AT, changes),
    );

  const storePolicies = (policies: readonly PolicyRecord[]): Promise<RecordChange[]> =>
    changesOf((transaction, changes) =>
      db.policies.storePolicies(db.context, transaction, target, policies, FETCHED_AT, changes),
    );

  const lunch = buildExpense('1', { merchant: 'Café', amount: usd('12.3') });

  it('tells a new record with what it is, and when it was made where the vendor says so', async () => {
    const createdAt = new Date('2026-08-01T09:00:00.000Z');
    const changes = await store([buildReport('R1', { createdAt, total: usd('90071992547409.93'), expenses: [lunch] })]);
    expect(changes).toEqual([
      {
        kind: 'CREATED',
        resource: 'REPORTS',
        recordKind: 'REPORT',
        remoteId: 'R1',
        changedFields: [],
        before: null,
        after: expect.objectContaining({
          id: encodeRecordId('REPORT', target.instanceId, 'R1'),
          name: 'Report R1',
          createdAt,
          total: usd('90071992547409.93'),
        }) as object,
        occurredAt: createdAt,
      },
      expect.objectContaining({
        kind: 'CREATED',
        resource: 'EXPENSES',
        recordKind: 'EXPENSE',
        remoteId: '1',
        after: expect.objectContaining({ merchant: 'Café', reportRemoteId: 'R1' }) as object,
        occurredAt: null,
      }),
    ]);
    for (const { after } of changes) {
      expect(Object.keys(after!)).not.toContain('vendorFields');
      expect(Object.keys(after!)).not.toContain('fetchedAt');
    }
  });

  it('tells nothing of what is the same, at the same instant and later', async () => {
    const report = buildReport('R1', { expenses: [lunch], vendorFields: { a: 1 }, total: usd('1.10') });
    await store([report]);
    expect(await store([report])).toEqual([]);
    expect(await store([report, buildReport('R2')], FETCHED_LATER)).toMatchObject([
      { remoteId: 'R2', kind: 'CREATED' },
    ]);
    expect(await store([], FETCHED_LATER)).toEqual([]);
  });

  it('tells before and after, and names the fields of the graph that differ', async () => {
    await store([buildReport('R1', { status: 'SUBMITTED', expenses: [lunch] }), buildReport('R2')]);
    const approvedAt = new Date('2026-08-14T10:00:00.000Z');
    const changes = await store([
      buildReport('R2'),
      buildReport('R1', {
        status: 'APPROVED',
        approvedAt,
        approvedOn: '2026-08-14',
        policyRemoteId: 'P1',
        nextApproverEmail: 'ann@acme.example',
        history: [],
        expenses: [{ ...lunch, merchant: 'Bistro' }],
      }),
    ]);
    expect(changes).toMatchObject([
      {
        kind: 'UPDATED',
        resource: 'REPORTS',
        remoteId: 'R1',
        before: { status: 'SUBMITTED', approvedAt: null, policyRemoteId: null },
        after: { status: 'APPROVED', approvedAt, policyRemoteId: 'P1' },
        occurredAt: approvedAt,
      },
      { kind: 'UPDATED', resource: 'EXPENSES', changedFields: ['merchant'], before: { merchant: 'Café' } },
    ]);
    expect([...changes[0]!.changedFields].sort()).toEqual(
      ['approvedAt', 'approvedOn', 'history', 'nextApprover', 'policy', 'status'].sort(),
    );
  });

  it('tells that the vendor’s own fields changed without telling them', async () => {
    await store([buildReport('R1', { vendorFields: { secretive: 1 } })]);
    const [change, ...others] = await store([buildReport('R1', { vendorFields: { secretive: 2 } })]);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ kind: 'UPDATED', changedFields: ['vendorFields'] });
    expect(JSON.stringify(change)).not.toContain('secretive');
  });

  it('tells the settings of a policy and the memberships of an employee that changed', async () => {
    const membership = {
      policyRemoteId: 'P1',
      role: 'MEMBER',
      submitsToRemoteId: null,
      forwardsToRemoteId: null,
      approvalLimit: null,
      overLimitApproverRemoteId: null,
    } as const;
    const ann = buildEmployee('ann@acme.example', { memberships: [membership] });
    const bob = buildEmployee('bob@acme.example');
    expect(await storePolicies([buildPolicy('P1')])).toMatchObject([{ kind: 'CREATED', recordKind: 'POLICY' }]);
    expect(await storeEmployees([ann, bob])).toMatchObject([
      { kind: 'CREATED', recordKind: 'EMPLOYEE', changedFields: [] },
      { kind: 'CREATED', changedFields: [] },
    ]);
    expect(await storePolicies([buildPolicy('P1', { reportFields: [], name: 'Travel' })])).toMatchObject([
      { kind: 'UPDATED', changedFields: ['name', 'reportFields'] },
    ]);
    expect(
      await storeEmployees([
        { ...ann, memberships: [] },
        { ...bob, name: 'Bob', managerRemoteId: 'x' },
      ]),
    ).toEqual([
      expect.objectContaining({ remoteId: 'ann@acme.example', changedFields: ['memberships'] }),
      expect.objectContaining({ remoteId: 'bob@acme.example', changedFields: ['name', 'manager'] }),
    ]);
  });

  it('tells what is gone as it was: an expense that left its report, and a report with its expenses', async () => {
    await store([
      buildReport('R1', { expenses: [lunch, buildExpense('2')] }),
      buildReport('R2', { expenses: [buildExpense('3')] }),
    ]);
    expect(await store([buildReport('R1', { expenses: [lunch] })], FETCHED_LATER)).toEqual([
      expect.objectContaining({ kind: 'DELETED', resource: 'EXPENSES', remoteId: '2', after: null }),
    ]);
    const gone = await changesOf((transaction, changes) =>
      db.reports.deleteNotFetchedSince(db.context, transaction, target, FETCHED_LATER, changes),
    );
    expect(gone).toMatchObject([
      { kind: 'DELETED', resource: 'EXPENSES', remoteId: '3', before: { reportRemoteId: 'R2' } },
      { kind: 'DELETED', resource: 'REPORTS', remoteId: 'R2', before: { name: 'Report R2' }, after: null },
    ]);
  });

  it('tells an expense that moved between reports of one batch as changed', async () => {
    await store([buildReport('R1', { expenses: [lunch] }), buildReport('R2')]);
    expect(await store([buildReport('R1'), buildReport('R2', { expenses: [lunch] })])).toMatchObject([
      { kind: 'UPDATED', remoteId: '1', changedFields: ['report'] },
    ]);
  });

  it('tells expenses that are stored by themselves', async () => {
    await store([buildReport('R1', { expenses: [lunch] })]);
    const storeSingle = (expense: ExpenseRecord, fetchedAt: Date) =>
      changesOf((transaction, changes) =>
        db.expenses.storeExpenses(db.context, transaction, target, [expense], fetchedAt, changes),
      );
    const taxi = buildExpense('2', { reportRemoteId: 'R1' });
    expect(await storeSingle(taxi, FETCHED_AT)).toMatchObject([
      { kind: 'CREATED', resource: 'EXPENSES', remoteId: '2' },
    ]);
    expect(await storeSingle(taxi, FETCHED_LATER)).toEqual([]);
    expect(await storeSingle({ ...taxi, merchant: 'Taxi' }, FETCHED_LATER)).toMatchObject([
      { kind: 'UPDATED', remoteId: '2', changedFields: ['merchant'] },
    ]);
  });

  it('tells the state of a report that was changed alone, and nothing when it is then read as it is', async () => {
    const open = buildReport('R1', { status: 'OPEN', vendorStatus: 'Open' });
    await store([open, buildReport('R2')]);
    const paid = { remoteId: 'R1', status: 'REIMBURSED', vendorStatus: 'Reimbursed' } as const;
    const patch = () =>
      changesOf((transaction, changes) =>
        db.reports.patchStatuses(
          db.context,
          transaction,
          target,
          [paid, { ...paid, remoteId: 'unknown' }],
          FETCHED_LATER,
          changes,
        ),
      );
    expect(await patch()).toMatchObject([
      {
        kind: 'UPDATED',
        remoteId: 'R1',
        changedFields: ['status', 'vendorStatus'],
        before: { status: 'OPEN' },
        after: { status: 'REIMBURSED', name: 'Report R1' },
      },
    ]);
    expect(await patch()).toEqual([]);
    const key = { instanceId: target.instanceId, remoteId: 'R1' };
    const [row] = await db.reports.findByKeys(db.context, target.organizationId, [key]);
    expect(row).toMatchObject({ status: 'REIMBURSED', changedAt: FETCHED_LATER, fetchedAt: FETCHED_AT });
    expect(await store([{ ...open, ...paid }], FETCHED_LATER)).toEqual([]);
    expect(await store([{ ...open, ...paid, name: 'Other' }], FETCHED_LATER)).toMatchObject([
      { kind: 'UPDATED', changedFields: ['name'] },
    ]);
  });

  it('takes the same number of statements for few and for many records, whether asked or not', async () => {
    const countOf = (reports: readonly ReportRecord[], changes: RecordChange[] | null): Promise<number> =>
      db
        .statementsOf(() =>
          db.database.transaction((transaction) =>
            db.reports.storeReports(
              db.context,
              {
                query: (context, statement) => {
                  counted += 1;
                  return transaction.query(context, statement);
                },
              },
              target,
              reports,
              FETCHED_AT,
              changes,
            ),
          ),
        )
        .then(() => counted);
    let counted = 0;
    const many = Array.from({ length: 40 }, (_, index) =>
      buildReport(`R${index}`, { expenses: [buildExpense(String(index))] }),
    );
    expect(await countOf(many.slice(0, 1), [])).toBe(3);
    counted = 0;
    expect(await countOf(many, [])).toBe(3);
    counted = 0;
    expect(await countOf(many, null)).toBe(3);
  });

  it('tells each change once when several store the same record at once', async () => {
    const names = ['A', 'B', 'C', 'D'];
    const report = (name: string): ReportRecord => buildReport('R1', { name, expenses: [lunch] });
    const told = await Promise.all(names.flatMap((name) => [store([report(name)]), store([report(name)])]));
    const changes = told.flat().filter(({ resource }) => resource === 'REPORTS');
    expect(told.flat().filter(({ resource }) => resource === 'EXPENSES')).toHaveLength(1);
    expect(changes.filter(({ kind }) => kind === 'CREATED')).toHaveLength(1);
    // Told in the order in which they were made, each change begins where the one before ended.
    const edges = changes.map(({ before, after }) => [nameOf(before), nameOf(after)] as const);
    for (const [before, after] of edges) expect(before).not.toBe(after);
    const timesBefore = (name: string | null): number => edges.filter(([before]) => before === name).length;
    const timesAfter = (name: string | null): number => edges.filter(([, after]) => after === name).length;
    const lasts = names.filter((name) => timesAfter(name) !== timesBefore(name));
    expect(lasts.map((name) => timesAfter(name) - timesBefore(name))).toEqual([1]);
    expect(timesBefore(null)).toBe(1);
  });
});

function nameOf(content: object | null): string | null {
  return content && (content as { name: string }).name;
}
