import type { ExpenseDraft, WriteName } from '../../src/adapters/writes';
import type { Database } from '../../src/persistence/database';
import type { VendorWriteRow } from '../../src/persistence/repositories/vendor-write.repository';
import type { WriteOrder } from '../../src/services/writes/vendor-write.service';
import type { WriteOutcome } from '../../src/services/writes/write-settler';
import { employeeChange } from '../support/employee-changes';
import { TestClock } from '../support/clock';
import { FastClock } from '../support/fast-clock';
import { passTimeDuring } from '../support/pass-time';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const LUNCH: ExpenseDraft = {
  merchant: 'Lunch',
  date: '2026-08-01',
  amount: { amount: '12.30', currency: 'USD' },
  description: null,
  category: null,
  tags: [],
  billable: null,
  reimbursable: null,
  tax: null,
  externalReference: null,
};

describe('what is asked of a vendor', () => {
  // Not so fast that a busy machine has not read again in time what was written.
  const clock = new FastClock(40);
  let world: ServiceWorld;
  let tenant: Tenant;
  let instanceId: string;

  beforeAll(async () => {
    world = await createServiceWorld({ clock, reports: 40 });
    tenant = await world.createTenant();
    world.sandbox.setFaults({ 'rate-limit': 'off' });
    instanceId = await world.provision(tenant);
    await world.read(tenant, instanceId, 'REPORTS');
    await world.read(tenant, instanceId, 'POLICIES');
    await world.parts.tasks.idle();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.sandbox.setFaults({});
    // No test waits for what the one before has left, nor for the limits that it used up.
    await readAgain();
    world.sandbox.forgetJobs();
  });

  const perform = <Name extends WriteName>(
    order: Omit<WriteOrder<Name>, 'instanceId'>,
    { parts = world.parts, as = tenant, of = instanceId } = {},
  ): Promise<WriteOutcome<Name>> =>
    parts.services.vendorWrites.perform<Name>(world.as(as), { ...order, instanceId: of } as WriteOrder<Name>);

  const employee = (): string => world.sandbox.company.policies[0]!.employees[3]!.email;

  const newReport = (idempotencyKey: string | null = null, name = 'Fair', parts = world.parts) =>
    perform(
      {
        name: 'createReport',
        request: {
          name,
          submitterEmail: employee(),
          policyRemoteId: world.sandbox.company.policies[0]!.id,
          customFields: [],
          expenses: [],
        },
        idempotencyKey,
      },
      { parts },
    );

  const reportsAtVendor = (name: string): number =>
    [...world.sandbox.reports.all()].filter((report) => report.name === name).length;

  /** What was written has been read again, however long that took for want of room in the limits. */
  const readAgain = async (): Promise<void> => {
    clock.advance(MINUTE);
    await world.parts.tasks.idle();
    clock.advance(MINUTE);
  };

  const writesSent = (): number =>
    world.sandbox.jobs().filter(({ type }) => type === 'create' || type === 'update').length;

  const query = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    world.database.query<Row>(world.parts.context, { text, values });

  const stored = async (remoteId: string) => {
    const rows = await query<{ name: string; status: string }>(
      'SELECT name, status, fetched_at, changed_at FROM reports WHERE instance_id = $1 AND remote_id = $2',
      [instanceId, remoteId],
    );
    return rows[0] ?? null;
  };

  const eventsOf = (remoteId: string) =>
    query<{ kind: string; source: string; changedFields: string[] }>(
      `SELECT kind, source, changed_fields AS "changedFields" FROM change_events WHERE remote_id = $1 ORDER BY id`,
      [remoteId],
    );

  /** The database, with transactions that fail: which of them, counted from 1. */
  const failing = (fails: (transaction: number) => boolean): Database => {
    let count = 0;
    const transaction: Database['transaction'] = (work) => {
      count += 1;
      return fails(count) ? Promise.reject(new Error('the connection is lost')) : world.database.transaction(work);
    };
    return Object.create(world.database, { transaction: { value: transaction } }) as Database;
  };

  it('is recorded, settled, and shows in our copy at once', async () => {
    const { write, answer, isReplay, errors } = await newReport();
    expect(errors).toEqual([]);
    expect(isReplay).toBe(false);
    expect(write).toMatchObject({
      name: 'createReport',
      resource: 'REPORTS',
      operation: 'CREATE',
      status: 'SUCCEEDED',
    });
    expect(write!.settledAt!.getTime()).toBeGreaterThanOrEqual(write!.sentAt!.getTime());
    const { reportRemoteId } = answer!.result;
    expect(await stored(reportRemoteId)).toMatchObject({ name: 'Fair', status: 'OPEN' });
    expect(await eventsOf(reportRemoteId)).toEqual([{ kind: 'CREATED', source: 'WRITE', changedFields: [] }]);
  });

  it('without a key is sent as often as it is asked for', async () => {
    await newReport(null, 'Twice');
    await newReport(null, 'Twice');
    expect(reportsAtVendor('Twice')).toBe(2);
  });

  it('with a key is sent once, whichever replica is asked, and answered alike', async () => {
    const first = await newReport('once', 'Once');
    const replica = world.addReplica();
    const again = await newReport('once', 'Once', replica);
    await replica.close();
    expect(again).toMatchObject({ isReplay: true, answer: first.answer, errors: [] });
    expect(again.write).toEqual(first.write);
    expect(reportsAtVendor('Once')).toBe(1);
  });

  it('is refused under the key of another request', async () => {
    await newReport('taken', 'Taken');
    await expect(newReport('taken', 'Other')).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    const policy = { name: 'createPolicy', request: { name: 'Taken', plan: null }, idempotencyKey: 'taken' } as const;
    await expect(perform<'createPolicy'>(policy)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(reportsAtVendor('Other')).toBe(0);
  });

  it('is not sent again while the first is at work', async () => {
    world.sandbox.setFaults({ latency: { value: 3_000, job: 'create', times: 1 } });
    const first = newReport('busy', 'Busy');
    while (writesSent() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(newReport('busy', 'Busy')).rejects.toMatchObject({ code: 'IN_PROGRESS', retryable: true });
    const held = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
    expect(await query(held)).toEqual([]);
    expect((await first).write!.status).toBe('SUCCEEDED');
    expect(reportsAtVendor('Busy')).toBe(1);
  });

  it('can be sent again under its key when the vendor was not reached', async () => {
    world.sandbox.setFaults({ '429': true });
    const refused = await newReport('limited', 'Limited');
    expect(refused).toMatchObject({ answer: null, errors: [{ code: 'RATE_LIMITED', retryable: true }] });
    expect(refused.write).toMatchObject({ status: 'NOT_SENT', errorCode: 'RATE_LIMITED', sentAt: null });
    world.sandbox.setFaults({});
    clock.advance(MINUTE);
    const { write, isReplay } = await newReport('limited', 'Limited');
    expect(write).toMatchObject({ status: 'SUCCEEDED' });
    expect(isReplay).toBe(false);
    expect(reportsAtVendor('Limited')).toBe(1);
  });

  it('that was refused is refused again under its key, in the same words', async () => {
    const request = { ...(await unknownReport()), idempotencyKey: 'refused' };
    const first = await perform<'createExpenses'>(request);
    expect(first.write).toMatchObject({ status: 'REJECTED' });
    expect(first.errors).toHaveLength(1);
    const again = await perform<'createExpenses'>(request);
    const { code, message, path } = first.errors[0]!;
    expect(again).toMatchObject({ isReplay: true, answer: null, errors: [{ code, message, path }] });
    expect(again.write).toEqual(first.write);
    expect(writesSent()).toBe(1);
  });

  it.each([
    ['the connection ends before', { drop: true } as const, 0],
    ['the connection ends after', { 'drop-after': true } as const, 1],
    ['a gateway gives up after', { 'http-504-html': true } as const, 1],
  ])('is never sent again where nobody knows whether it was done: %s', async (title, faults, done) => {
    world.sandbox.setFaults(faults);
    const first = await newReport(title, title);
    expect(first).toMatchObject({ answer: null, errors: [{ code: 'OUTCOME_UNKNOWN', retryable: false }] });
    expect(first.errors[0]!.message).toContain('look there before sending it again');
    expect(first.write).toMatchObject({ status: 'UNKNOWN', errorCode: 'OUTCOME_UNKNOWN' });
    world.sandbox.setFaults({});
    clock.advance(29 * DAY);
    const again = await newReport(title, title);
    expect(again).toMatchObject({ isReplay: true, answer: null, errors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect(reportsAtVendor(title)).toBe(done);
    expect(writesSent()).toBe(1);
  });

  it('shows in the next list where nobody knows whether it was done', async () => {
    world.sandbox.setFaults({ 'drop-after': { value: true, job: 'create' } });
    await newReport(null, 'Perhaps');
    world.sandbox.setFaults({});
    await world.read(tenant, instanceId, 'REPORTS');
    expect(
      await query('SELECT FROM reports WHERE instance_id = $1 AND name = $2', [instanceId, 'Perhaps']),
    ).toHaveLength(1);
  });

  describe('by a process that died before it wrote the answer down', () => {
    /** The answer comes, and from then on nothing gets into the database any more. */
    async function dyingReplica(name: string): Promise<VendorWriteRow> {
      const replica = world.addReplica({ database: failing((transaction) => transaction > 1) });
      const { write } = await newReport(name, name, replica);
      await replica.close();
      return write!;
    }

    it('is not sent again: not while it may be at work, and not after that', async () => {
      const write = await dyingReplica('Died');
      expect(write.status).toBe('SENT');
      await expect(newReport('Died', 'Died')).rejects.toMatchObject({ code: 'IN_PROGRESS' });
      clock.advance(11 * MINUTE);
      const again = await newReport('Died', 'Died');
      expect(again).toMatchObject({ isReplay: true, answer: null, errors: [{ code: 'OUTCOME_UNKNOWN' }] });
      expect(again.write).toMatchObject({ id: write.id, status: 'UNKNOWN' });
      clock.advance(28 * DAY);
      expect(await newReport('Died', 'Died')).toMatchObject({ errors: [{ code: 'OUTCOME_UNKNOWN' }] });
      expect(reportsAtVendor('Died')).toBe(1);
    });

    it('is given up by housekeeping', async () => {
      const { id } = await dyingReplica('Abandoned');
      await world.parts.housekeeping.round(world.parts.context);
      expect(await statusOf(id)).toBe('SENT');
      clock.advance(11 * MINUTE);
      await world.parts.housekeeping.round(world.parts.context);
      expect(await statusOf(id)).toBe('UNKNOWN');
    });

    const statusOf = async (id: string): Promise<string> =>
      (await query<{ status: string }>('SELECT status FROM vendor_writes WHERE id = $1', [id]))[0]!.status;
  });

  it('counts as done where what the vendor answered could not be stored', async () => {
    const replica = world.addReplica({ database: failing((transaction) => transaction === 2) });
    const { write, answer } = await newReport('unstorable', 'Unstorable', replica);
    await replica.close();
    expect(write).toMatchObject({ status: 'SUCCEEDED' });
    expect(await newReport('unstorable', 'Unstorable')).toMatchObject({ isReplay: true, answer });
    await world.read(tenant, instanceId, 'REPORTS');
    expect(await stored(answer!.result.reportRemoteId)).toMatchObject({ name: 'Unstorable' });
  });

  it('is forgotten after thirty days', async () => {
    const { write } = await newReport();
    clock.advance(29 * DAY);
    await world.parts.housekeeping.round(world.parts.context);
    const find = () => world.parts.services.vendorWriteLog.findByIds(world.as(tenant), [write!.id]);
    expect(await find()).toEqual([write]);
    clock.advance(2 * DAY);
    await world.parts.housekeeping.round(world.parts.context);
    expect(await find()).toEqual([null]);
  });

  it('changes the state of reports that we have, and of no other part of them', async () => {
    const approved = (await newReport(null, 'Paid')).answer!.result.reportRemoteId;
    const open = (await newReport(null, 'Open')).answer!.result.reportRemoteId;
    await readAgain();
    world.sandbox.reports.submit(approved);
    world.sandbox.reports.approve(approved);
    const outcome = await perform<'markReportsReimbursed'>({
      name: 'markReportsReimbursed',
      request: { reportRemoteIds: [open, approved], paymentSource: 'Bank' },
    });
    expect(outcome.answer!.result.items).toEqual([
      { outcome: 'SKIPPED', reason: expect.stringContaining('Open') },
      { outcome: 'DONE', remoteId: approved },
    ]);
    expect(outcome.write).toMatchObject({
      status: 'PARTIALLY_SUCCEEDED',
      doneCount: 1,
      skippedCount: 1,
      failedCount: 0,
    });
    expect(await stored(approved)).toMatchObject({ name: 'Paid', status: 'REIMBURSED' });
    expect(await stored(open)).toMatchObject({ name: 'Open', status: 'OPEN' });
    const events = await eventsOf(approved);
    expect(events.every(({ source }) => source === 'WRITE')).toBe(true);
    expect(events[1]).toMatchObject({ kind: 'UPDATED', changedFields: expect.arrayContaining(['status']) });
    expect(events.every(({ kind, changedFields }) => kind === 'CREATED' || changedFields.length > 0)).toBe(true);
  });

  it('keeps what the answer says where the vendor cannot be asked for the rest', async () => {
    const { reportRemoteId } = (await newReport(null, 'Later')).answer!.result;
    await readAgain();
    world.sandbox.reports.submit(reportRemoteId);
    world.sandbox.reports.approve(reportRemoteId);
    world.sandbox.setFaults({ 'http-503-html': { value: true, job: 'file' } });
    await perform<'markReportsReimbursed'>({
      name: 'markReportsReimbursed',
      request: { reportRemoteIds: [reportRemoteId], paymentSource: null },
    });
    expect(await stored(reportRemoteId)).toMatchObject({ name: 'Later', status: 'REIMBURSED' });
    world.sandbox.setFaults({});
    clock.advance(MINUTE);
    world.sandbox.forgetJobs();
    await world.read(tenant, instanceId, 'REPORTS');
    expect(world.sandbox.jobs().length).toBeGreaterThan(0);
  });

  it('is not undone by a read that began before it', async () => {
    const { reportRemoteId } = (await newReport(null, 'Overtaken')).answer!.result;
    await readAgain();
    world.sandbox.reports.submit(reportRemoteId);
    world.sandbox.reports.approve(reportRemoteId);
    world.sandbox.forgetJobs();
    world.sandbox.setFaults({ latency: { value: 6_000, job: 'download', times: 1 } });
    const { records } = world.parts.services;
    const reading = records.getFreshReport(world.as(tenant), { instanceId, remoteId: reportRemoteId }, 0);
    while (!world.sandbox.jobs().some(({ type }) => type === 'download'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    const writing = perform<'markReportsReimbursed'>({
      name: 'markReportsReimbursed',
      request: { reportRemoteIds: [reportRemoteId], paymentSource: null },
    });
    await Promise.all([reading, writing]);
    await readAgain();
    expect(await stored(reportRemoteId)).toMatchObject({ status: 'REIMBURSED' });
    const events = await eventsOf(reportRemoteId);
    expect(events.filter(({ changedFields }) => changedFields.includes('status'))).toHaveLength(1);
  });

  it('is not undone by a list that was asked for before it', async () => {
    const { reportRemoteId } = (await newReport(null, 'Listed')).answer!.result;
    await readAgain();
    world.sandbox.reports.submit(reportRemoteId);
    world.sandbox.reports.approve(reportRemoteId);
    const { reading } = await askedForList();
    await perform<'markReportsReimbursed'>({
      name: 'markReportsReimbursed',
      request: { reportRemoteIds: [reportRemoteId], paymentSource: null },
    });
    await reading;
    await readAgain();
    expect(await stored(reportRemoteId)).toMatchObject({ status: 'REIMBURSED' });
    const events = await eventsOf(reportRemoteId);
    expect(events.filter(({ changedFields }) => changedFields.includes('status'))).toHaveLength(1);
  });

  it('takes no expense off a report because a list was asked for before it', async () => {
    const { reportRemoteId } = (await newReport(null, 'Growing')).answer!.result;
    await readAgain();
    const { reading } = await askedForList();
    const { answer } = await perform<'createExpenses'>({
      name: 'createExpenses',
      request: { employeeEmail: employee(), reportRemoteId, policyRemoteId: null, expenses: [LUNCH] },
    });
    await reading;
    await readAgain();
    const [item] = answer!.result.items;
    const events = await eventsOf(item!.outcome === 'DONE' ? item!.remoteId! : '');
    expect(events.filter(({ kind }) => kind !== 'UPDATED')).toMatchObject([{ kind: 'CREATED', source: 'WRITE' }]);
  });

  /** The vendor has made the list, and is slow to hand it out. */
  const askedForList = async (): Promise<{ readonly reading: Promise<unknown> }> => {
    world.sandbox.forgetJobs();
    world.sandbox.setFaults({ latency: { value: 6_000, job: 'download', times: 1 } });
    const reading = world.read(tenant, instanceId, 'REPORTS', { maxAge: 0 });
    await until(() => world.sandbox.jobs().some(({ type }) => type === 'download'));
    return { reading };
  };

  it('shows in the next read by id where it could not be read at once', async () => {
    const { id } = world.sandbox.company.policies[2]!;
    const category = {
      name: 'Fairs',
      enabled: true,
      ledgerCode: null,
      payrollCode: null,
      commentRequired: null,
      commentHint: null,
      maxExpenseAmount: null,
    };
    world.sandbox.setFaults({ 'http-503-html': { value: true, job: 'get' } });
    const { write } = await perform<'updatePolicyCategories'>({
      name: 'updatePolicyCategories',
      request: { policyRemoteIds: [id], mode: 'MERGE', categories: [category] },
    });
    expect(write).toMatchObject({ status: 'SUCCEEDED' });
    world.sandbox.setFaults({});
    clock.advance(MINUTE);
    const { records } = world.parts.services;
    const policy = { instanceId, remoteId: id };
    await records.getFreshPolicy(world.as(tenant), policy, null);
    const [settings] = await records.findPolicySettings(world.as(tenant), [policy]);
    expect(settings!.categories!.map(({ name }) => name)).toContain('Fairs');
    world.sandbox.forgetJobs();
    await records.getFreshPolicy(world.as(tenant), policy, null);
    expect(world.sandbox.jobs()).toEqual([]);
  });

  it('loses nothing to another of the same kind that is asked for at the same time', async () => {
    const flatPolicy = () => world.sandbox.company.policies.find(({ tags }) => tags.kind === 'flat')!;
    const { id } = flatPolicy();
    const replica = world.addReplica();
    const merge = (name: string, parts = world.parts) =>
      perform<'updatePolicyTags'>(
        {
          name: 'updatePolicyTags',
          request: {
            policyRemoteId: id,
            mode: 'MERGE',
            levels: [{ name: null, required: false, tags: [{ name, enabled: true, ledgerCode: null }] }],
          },
        },
        { parts },
      );
    world.sandbox.setFaults({ latency: { value: 1_000, job: 'get', times: 2 } });
    const both = await Promise.all([merge('Left'), merge('Right', replica)]);
    await replica.close();
    expect(both.map(({ errors }) => errors)).toEqual([[], []]);
    const tags = flatPolicy().tags;
    expect(tags.kind === 'flat' && tags.tags.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Vertrieb', 'Left', 'Right']),
    );
  });

  it('puts expenses on a report without touching its others', async () => {
    const { reportRemoteId } = (await newReport(null, 'Two')).answer!.result;
    const add = (merchant: string) =>
      perform<'createExpenses'>({
        name: 'createExpenses',
        request: {
          employeeEmail: employee(),
          reportRemoteId,
          policyRemoteId: null,
          expenses: [{ ...LUNCH, merchant }],
        },
      });
    await add('First');
    await readAgain();
    world.sandbox.setFaults({ 'http-503-html': { value: true, job: 'file' } });
    const { answer } = await add('Second');
    expect(answer!.result.items).toEqual([{ outcome: 'DONE', remoteId: expect.any(String) }]);
    const rows = await query<{ merchant: string }>(
      'SELECT merchant FROM expenses WHERE instance_id = $1 AND report_remote_id = $2 ORDER BY 1',
      [instanceId, reportRemoteId],
    );
    expect(rows.map(({ merchant }) => merchant)).toEqual(['First', 'Second']);
  });

  it('that only a list can show is waited for by the next reader of it', async () => {
    const policy = world.sandbox.company.policies[0]!;
    await world.read(tenant, instanceId, 'EMPLOYEES');
    const update = employeeChange({
      email: 'newcomer@acme.example',
      employeeNumber: '4711',
      policyRemoteId: policy.id,
      managerEmail: policy.employees[0]!.email,
    });
    const { answer, errors } = await perform<'updateEmployees'>({
      name: 'updateEmployees',
      request: { employees: [update], dryRun: false, ...QUIETLY },
    });
    expect(errors).toEqual([]);
    expect(answer!.result.items).toEqual([{ outcome: 'DONE', remoteId: expect.anything() }]);
    await world.read(tenant, instanceId, 'EMPLOYEES');
    const rows = await query('SELECT FROM employees WHERE instance_id = $1 AND email = $2', [instanceId, update.email]);
    expect(rows).toHaveLength(1);
  });

  it('as a dry run is not recorded, and takes no key', async () => {
    const policy = world.sandbox.company.policies[0]!;
    const before = await world.countRows('vendor_writes', instanceId);
    const tryOut = () =>
      perform<'updateEmployees'>({
        name: 'updateEmployees',
        request: {
          employees: [
            employeeChange({
              email: 'dry@acme.example',
              employeeNumber: '4712',
              policyRemoteId: policy.id,
              managerEmail: policy.employees[0]!.email,
            }),
          ],
          dryRun: true,
          ...QUIETLY,
        },
        idempotencyKey: 'dry',
      });
    expect(await tryOut()).toMatchObject({ write: null, isReplay: false, errors: [] });
    expect(await tryOut()).toMatchObject({ write: null, isReplay: false, errors: [] });
    expect(await world.countRows('vendor_writes', instanceId)).toBe(before);
  });

  it('is not sent with credentials that are known to be refused', async () => {
    const pair = world.sandbox.issueCredentials('fired');
    const of = await world.provision(tenant, { ...pair });
    world.sandbox.revokeCredentials(pair['partner.user.id']!);
    world.sandbox.forgetJobs();
    const order = { name: 'createPolicy', request: { name: 'Nobody', plan: null }, idempotencyKey: 'fired' } as const;
    const first = await perform<'createPolicy'>(order, { of });
    expect(first).toMatchObject({ answer: null, errors: [{ code: 'NEEDS_REAUTHENTICATION' }] });
    expect(first.write).toMatchObject({ status: 'REJECTED', errorCode: 'NEEDS_REAUTHENTICATION' });
    expect(await world.find(tenant, of)).toMatchObject({ status: 'NEEDS_REAUTHENTICATION' });
    await expect(perform<'createPolicy'>(order, { of })).rejects.toMatchObject({ code: 'NEEDS_REAUTHENTICATION' });
    expect(writesSent()).toBe(1);
  });

  it('for somebody whom the credentials may not act for leaves the instance as it is', async () => {
    const stranger = 'someone@elsewhere.example';
    const { errors, write } = await perform<'createExpenses'>({
      name: 'createExpenses',
      request: { employeeEmail: stranger, reportRemoteId: null, policyRemoteId: null, expenses: [LUNCH] },
    });
    expect(errors).toMatchObject([
      { code: 'PERMISSION_DENIED', requires: expect.stringContaining('Expensify'), path: ['employeeEmail'] },
    ]);
    expect(write).toMatchObject({ status: 'REJECTED', errorRequires: expect.stringContaining('Expensify') });
    expect(await world.find(tenant, instanceId)).toMatchObject({ status: 'ACTIVE' });
  });

  it('is not possible where the element cannot do it, where it is off, and where it is not ours', async () => {
    const order = { name: 'createPolicy', request: { name: 'X', plan: null } } as const;
    const rival = await world.createTenant('Rival');
    await expect(perform<'createPolicy'>(order, { as: rival })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'instanceId'],
    });
    const off = await world.provision(tenant);
    await world.parts.services.instances.disable(world.as(tenant), off, null);
    await expect(perform<'createPolicy'>(order, { of: off })).rejects.toMatchObject({ code: 'INSTANCE_NOT_ACTIVE' });
    await query(`UPDATE instances SET element_key = 'taxify' WHERE id = $1`, [off]);
    await expect(perform<'createPolicy'>(order, { of: off })).rejects.toMatchObject({
      code: 'UNSUPPORTED_OPERATION',
      resource: 'POLICIES',
      operation: 'CREATE',
      message: expect.stringContaining('cannot create policies'),
    });
    expect(await world.countRows('vendor_writes', off)).toBe(0);
    expect(writesSent()).toBe(0);
  });

  it('is gone with its instance', async () => {
    const of = await world.provision(tenant);
    const { write } = await perform<'createPolicy'>(
      { name: 'createPolicy', request: { name: 'Gone', plan: null } },
      { of },
    );
    await world.parts.services.instances.remove(world.as(tenant), of);
    expect(await world.parts.services.vendorWriteLog.findByIds(world.as(tenant), [write!.id])).toEqual([null]);
    await world.parts.housekeeping.round(world.parts.context);
    expect(await world.countRows('vendor_writes', of)).toBe(0);
  });

  it('ends before the service does', async () => {
    const replica = world.addReplica();
    world.sandbox.setFaults({ latency: { value: 2_000, job: 'create', times: 1 } });
    const writing = newReport('stopping', 'Stopping', replica);
    while (writesSent() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    replica.beginStop();
    await replica.close();
    expect((await writing).write).toMatchObject({ status: 'SUCCEEDED' });
    await expect(newReport('late', 'Late', replica)).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
  });

  /** An expense on a report that the vendor does not have. */
  async function unknownReport() {
    return {
      name: 'createExpenses',
      request: {
        employeeEmail: employee(),
        reportRemoteId: 'R00000000001',
        policyRemoteId: null,
        expenses: [LUNCH],
      },
    } as const;
  }
});

const QUIETLY = {
  primaryPolicy: 'UNCHANGED',
  approvalChains: 'UNCHANGED',
  notify: false,
  summaryRecipients: [],
} as const;

describe('when reads have used up what they may of the limits', () => {
  // It stands still: whoever waits for room waits.
  const clock = new TestClock(Date.UTC(2026, 7, 15, 12));

  it('there is room for a write, and none for one too many', async () => {
    const world = await createServiceWorld({ clock, reports: 40 });
    const tenant = await world.createTenant();
    const instanceId = await world.provision(tenant);
    const reading = world.read(tenant, instanceId, 'REPORTS');
    const alsoReading = world.read(tenant, instanceId, 'POLICIES');
    await until(() => world.sandbox.jobs().length >= 4);
    const order = { name: 'createPolicy', instanceId, request: { name: 'Urgent', plan: null } } as const;
    const writing = world.parts.services.vendorWrites.perform<'createPolicy'>(world.as(tenant), order);
    await until(() => world.sandbox.jobs().some(({ type }) => type === 'create'));
    expect(world.sandbox.jobs()).toHaveLength(5);
    expect(world.sandbox.jobs().some(({ limited }) => limited)).toBe(false);
    const limits = `SELECT status FROM vendor_writes WHERE instance_id = $1 AND status = 'SENT'`;
    const waiting = world.parts.services.vendorWrites.perform<'createPolicy'>(world.as(tenant), order);
    await until(
      async () => (await world.database.query(world.parts.context, { text: limits, values: [instanceId] })).length > 0,
    );
    expect(world.sandbox.jobs()).toHaveLength(5);
    const [written, waited] = await passTimeDuring(clock, Promise.all([writing, waiting, reading, alsoReading]));
    expect(written.write).toMatchObject({ status: 'SUCCEEDED' });
    expect(waited.write).toMatchObject({ status: 'SUCCEEDED' });
    await passTimeDuring(clock, world.close());
  });
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}
