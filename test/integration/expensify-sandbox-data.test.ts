import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseReportId, toReportId } from '../../src/adapters/expensify/sandbox/data/identifiers';
import type { StoredExpense } from '../../src/adapters/expensify/sandbox/data/records';
import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import { TestClock } from '../support/clock';
import { exportJob, IntegrationServerClient, type ExportedReport } from '../support/integration-server-client';

const DAY = 86_400_000;

describe('report ids', () => {
  test.each([
    ['R00bCluvcO4T', 8123565047826837n],
    ['R006AseGxMka', 1348360888176456n],
    ['R00X9oNOn2MO', 7239779464910988n],
    ['R009WqAY45L1', 2080715894610667n],
  ])('%s is %i', (short, long) => {
    expect(toReportId(long)).toBe(short);
    expect(parseReportId(short)).toBe(long);
    expect(parseReportId(long.toString())).toBe(long);
  });
});

describe('the data of the Expensify sandbox', () => {
  const clock = new TestClock();
  let running: RunningSandbox;
  let reports: ExportedReport[];

  beforeAll(async () => {
    running = await createSandbox({ clock, seed: 1 });
    running.sandbox.setFaults({ 'rate-limit': 'off', 'date-span': 'accept' });
    reports = await new IntegrationServerClient(running).exportReports({ filters: { startDate: '2024-01-01' } });
  });

  afterAll(() => running.close());

  const expenses = () => reports.flatMap((report) => report.transactionList.map((expense) => ({ report, expense })));

  test('is two years of reports in every state, up to the day it was made', () => {
    for (const status of ['Open', 'Processing', 'Approved', 'Reimbursed', 'Closed']) {
      expect(reports.filter((report) => report.status === status).length).toBeGreaterThan(10);
    }
    const created = reports.map((report) => report.created).toSorted();
    expect(created[0]! < '2024-08-20').toBe(true);
    expect(created.at(-1)! >= '2026-08-13' && created.at(-1)! <= '2026-08-15 12').toBe(true);
    const lives = reports.map(({ created: from, submitted, approved, reimbursed }) => [
      from,
      submitted,
      approved,
      reimbursed,
    ]);
    const dates = lives.map((life) => life.filter((date) => date !== null));
    expect(dates.every((life) => life.join() === life.toSorted().join())).toBe(true);
    expect(dates.flat().every((date) => (date as string) <= '2026-08-15 12:00:00')).toBe(true);
  });

  test('has ids of the right forms, all different', () => {
    expect(reports.every(({ reportID, oldReportID }) => toReportId(BigInt(oldReportID)) === reportID)).toBe(true);
    const ids = expenses().map(({ expense }) => expense.transactionID);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^\d{19}$/.test(id) && BigInt(id) > 2n ** 53n)).toBe(true);
    expect(new Set(reports.map(({ reportID }) => reportID)).size).toBe(reports.length);
  });

  test('adds up', () => {
    for (const { total, transactionList } of reports) {
      expect(total).toBe(
        transactionList.reduce((sum, { convertedAmount }) => sum + ((convertedAmount as number) ?? 0), 0),
      );
    }
  });

  test('has whole yen only', () => {
    const inYen = expenses().filter(({ report }) => report['currency'] === 'JPY');
    const amounts = [
      ...inYen.map(({ expense }) => expense.convertedAmount ?? 0),
      ...expenses().flatMap(({ expense }) =>
        expense.currency === 'JPY' ? [expense.amount, expense.modifiedAmount ?? 0, expense.taxAmount ?? 0] : [],
      ),
    ];
    expect(inYen.length).toBeGreaterThan(0);
    expect(amounts.filter((amount) => Number(amount) % 100 !== 0)).toEqual([]);
  });

  test.each<[string, (report: ExportedReport, expense: ExportedReport['transactionList'][number]) => boolean]>([
    ['yen', (_report, { currency }) => currency === 'JPY'],
    [
      'foreign money that was converted',
      (report, { currency, currencyConversionRate }) =>
        currency !== report['currency'] && currencyConversionRate !== '1',
    ],
    ['a corrected amount', (_report, { modifiedAmount }) => modifiedAmount !== null],
    ['a corrected merchant', (_report, { modifiedMerchant }) => modifiedMerchant !== null],
    ['a corrected day', (_report, { modifiedCreated }) => modifiedCreated !== null],
    ['a split', (_report, { source }) => source === 'split'],
    [
      'a distance',
      (_report, { isDistance, units }) => isDistance === true && (units as { unit: string }).unit === 'mi',
    ],
    ['a refund', (_report, { amount }) => (amount as number) < 0],
    [
      'an unread receipt',
      (_report, { amount, convertedAmount, receiptID }) =>
        amount === 0 && convertedAmount === null && receiptID !== null,
    ],
    ['an expense without a receipt', (_report, { receiptURL }) => receiptURL === null],
    ['foreign tax', (report, { hasTax, currency }) => hasTax === true && currency !== report['currency']],
    ['a company card', (_report, { cardName, reimbursable }) => cardName !== null && reimbursable === false],
    ['guests', (_report, { attendees }) => (attendees as unknown[]).length > 1],
    ['two levels of tags', (_report, { ntags }) => (ntags as { name: string }[])[1]!.name !== null],
    ['an entity in a merchant', (_report, { merchant }) => (merchant as string)?.includes('&amp;') ?? false],
    ['accents in a merchant', (_report, { merchant }) => (merchant as string)?.includes('é') ?? false],
  ])('has %s', (_name, holds) => {
    expect(expenses().some(({ report, expense }) => holds(report, expense))).toBe(true);
  });

  test('has reports without expenses', () => {
    expect(reports.some(({ transactionList }) => transactionList.length === 0)).toBe(true);
  });

  test('is the same for the same seed and clock, and another for another seed', async () => {
    const twin = await createSandbox({ clock, seed: 1 });
    const stranger = await createSandbox({ clock, seed: 2 });
    const firstOf = ({ sandbox }: RunningSandbox) => sandbox.reports.read(sandbox.reports.all().next().value!);
    expect(firstOf(twin)).toEqual(firstOf(running));
    expect(firstOf(stranger).report.reportID).not.toBe(firstOf(running).report.reportID);
    await Promise.all([twin.close(), stranger.close()]);
  });

  test('can be a hundred thousand reports, each found by its id', async () => {
    const large = await createSandbox({ clock, seed: 3, reports: 100_000 });
    const client = new IntegrationServerClient(large);
    const oldest = Array.from(large.sandbox.reports.all()).at(-1)!;
    const found = await client.exportReports({ filters: { reportIDList: oldest.longID } });
    expect(found.map(({ reportID }) => reportID)).toEqual([oldest.reportID]);
    expect(clock.now().getTime() - oldest.createdAt).toBeGreaterThan(728 * DAY);
    await large.close();
  });
});

describe('what happens to reports in the Expensify sandbox', () => {
  const clock = new TestClock();
  let running: RunningSandbox;

  beforeEach(async () => {
    running = await createSandbox({ clock, seed: 1, reports: 40 });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
  });

  afterEach(() => running.close());

  async function exportOne(reportIDList: string): Promise<ExportedReport | undefined> {
    return (await new IntegrationServerClient(running).exportReports({ filters: { reportIDList } }))[0];
  }

  test('a report goes from hand to hand', async () => {
    const { reports } = running.sandbox;
    const { reportID } = reports.addReport({ name: 'Visit & return', accountEmail: 'jose.alvarez@aurora.example.com' });
    expect(await exportOne(reportID)).toMatchObject({
      status: 'Open',
      reportName: 'Visit &amp; return',
      total: 0,
      submitted: null,
    });
    const added = reports.addExpense(reportID, { merchant: 'Café', amount: 1234, currency: 'USD' });
    reports.submit(reportID);
    expect(await exportOne(reportID)).toMatchObject({
      status: 'Processing',
      total: 1234,
      submitted: '2026-08-15 12:00:00',
    });
    clock.advance(DAY);
    reports.approve(reportID);
    reports.reimburse(reportID, false);
    expect(await exportOne(reportID)).toMatchObject({
      status: 'Reimbursed',
      state: 'MANUALREIMBURSED',
      approved: '2026-08-16 12:00:00',
      transactionList: [{ transactionID: added.transactionID, merchant: 'Café' }],
    });
    reports.reopen(reportID);
    reports.removeExpense(reportID, added.transactionID);
    expect(await exportOne(reportID)).toMatchObject({ status: 'Open', approved: null, transactionList: [] });
  });

  test('a generated report is changed, edited and deleted', async () => {
    const { reports } = running.sandbox;
    const report = [...reports.all()].find((one) => reports.expensesOf(one.reportID).length > 2)!;
    const [first, second] = reports.expensesOf(report.reportID).slice(0, 2) as [StoredExpense, StoredExpense];
    reports.change(report.reportID, { name: 'Renamed' });
    reports.editExpense(report.reportID, first.transactionID, { modifiedMerchant: 'Edited' });
    reports.removeExpense(report.reportID, second.transactionID);
    const exported = (await exportOne(report.longID))!;
    expect(exported.reportName).toBe('Renamed');
    expect(exported.transactionList[0]).toMatchObject({
      transactionID: first.transactionID,
      modifiedMerchant: 'Edited',
    });
    expect(exported.transactionList.map(({ transactionID }) => transactionID)).not.toContain(second.transactionID);
    reports.deleteReport(report.reportID);
    expect(await exportOne(report.reportID)).toBeUndefined();
    expect(() => reports.submit(report.reportID)).toThrow(/no report R/);
  });
});

describe('the state of the Expensify sandbox', () => {
  let stateDir: string;

  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'expensify-sandbox-test-'));
  });

  afterEach(() => rm(stateDir, { recursive: true, force: true }));

  test('outlives a restart: the same data, marks, changes, credentials and files', async () => {
    const first = await createSandbox({ clock: new TestClock(), seed: 1, reports: 30, stateDir });
    const client = new IntegrationServerClient(first);
    const ids = Array.from(first.sandbox.reports.all(), ({ reportID }) => reportID);
    first.sandbox.reports.change(ids[0]!, { name: 'Kept' });
    const issued = first.sandbox.issueCredentials('kept');
    const job = {
      ...exportJob({ filters: { reportIDList: ids[1]! } }),
      onFinish: [{ actionName: 'markAsExported', label: 'kept' }],
    };
    const { text: fileName } = await client.post(job, { template: 'content' });
    await first.close();

    const later = new TestClock(Date.UTC(2027, 1, 1));
    const second = await createSandbox({ clock: later, seed: 1, stateDir });
    expect(Array.from(second.sandbox.reports.all(), ({ reportID }) => reportID)).toEqual(ids);
    expect(second.sandbox.reports.get(ids[0]!).name).toBe('Kept');
    expect(second.sandbox.reports.isMarked(ids[1]!, 'kept')).toBe(true);
    expect((await new IntegrationServerClient(second, issued).download(fileName)).text).toBe('content');
    await second.close();
    expect((await readdir(stateDir)).toSorted()).toEqual(['files', 'state-1.json']);
  });

  test('is written as soon as something changed', async () => {
    const running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 5, stateDir });
    const job = {
      ...exportJob({ filters: { startDate: '2026-01-01' } }),
      onFinish: [{ actionName: 'markAsExported', label: 'now' }],
    };
    await new IntegrationServerClient(running).post(job, { template: 'x' });
    const state = JSON.parse(await readFile(join(stateDir, 'state-1.json'), 'utf8')) as { exported: object };
    expect(state.exported).toHaveProperty('now');
    await running.close();
  });

  test('of an earlier release, which knew of reports only, is taken over', async () => {
    const running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 5, stateDir });
    running.sandbox.reports.mark(['R00000000001'], 'before');
    await running.close();
    const path = join(stateDir, 'state-1.json');
    const { policies, rules, movedAccounts, primaryPolicies, domainGroups, deliveries, ...earlier } = JSON.parse(
      await readFile(path, 'utf8'),
    ) as Record<string, unknown>;
    expect([policies, rules, movedAccounts, primaryPolicies, domainGroups, deliveries]).not.toContain(undefined);
    await writeFile(path, JSON.stringify(earlier));
    const later = await createSandbox({ clock: new TestClock(), seed: 1, stateDir });
    expect(later.sandbox.reports.isMarked('R00000000001', 'before')).toBe(true);
    expect(later.sandbox.company.policies).toHaveLength(5);
    await later.close();
  });

  test.each([['{"version":1,"anchor"'], ['[]'], ['{"version":2}'], ['']])('that reads %j begins anew', async (text) => {
    await writeFile(join(stateDir, 'state-1.json'), text);
    const running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 5, stateDir });
    expect([...running.sandbox.reports.all()]).toHaveLength(5);
    await running.close();
    expect(JSON.parse(await readFile(join(stateDir, 'state-1.json'), 'utf8'))).toMatchObject({ version: 1 });
  });
});
