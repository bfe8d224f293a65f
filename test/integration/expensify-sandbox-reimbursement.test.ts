import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import type { StoredReport } from '../../src/adapters/expensify/sandbox/data/records';
import { TestClock } from '../support/clock';
import { IntegrationServerClient, type Job } from '../support/integration-server-client';

describe('marking reports as reimbursed in the Expensify sandbox', () => {
  let running: RunningSandbox;
  let client: IntegrationServerClient;
  let approved: StoredReport[];
  let open: StoredReport;

  beforeEach(async () => {
    running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 120 });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    client = new IntegrationServerClient(running);
    const all = [...running.sandbox.reports.all()];
    approved = all.filter(({ state }) => state === 'APPROVED');
    open = all.find(({ state }) => state === 'OPEN')!;
  });

  afterEach(() => running.close());

  const mark = (settings: Job, fault?: string): Promise<Record<string, unknown>> => {
    const inputSettings = { type: 'reportStatus', status: 'REIMBURSED', ...settings };
    return client.envelope({ type: 'update', inputSettings }, {}, fault);
  };
  const byIds = (...ids: readonly string[]): Job => ({ filters: { reportIDList: ids.join() } });

  test('changes approved reports, which later exports show', async () => {
    const ids = approved.slice(0, 2).map(({ reportID }) => reportID);
    expect(await mark({ ...byIds(...ids), paymentSource: 'Payroll' })).toEqual({ reportIDs: ids, responseCode: 200 });
    const [report] = await client.exportReports(byIds(ids[0]!));
    expect(report).toMatchObject({
      status: 'Reimbursed',
      reimbursed: '2026-08-15 12:00:00',
      isACHReimbursed: false,
      entryID: expect.any(String),
    });
    expect(running.sandbox.reports.get(ids[0]!).reimbursement).toMatchObject({ paymentSource: 'Payroll' });
  });

  test('skips others under 200, over several lines, and echoes ids as they were sent', async () => {
    const inputSettings = { type: 'reportStatus', status: 'REIMBURSED', ...byIds(approved[0]!.longID, open.reportID) };
    const answer = await client.post({ type: 'update', inputSettings });
    expect(answer.contentType).toBe('text/plain;charset=utf-8');
    expect(answer.text.split('\n').length).toBeGreaterThan(3);
    expect(JSON.parse(answer.text)).toEqual({
      skippedReports: [{ reason: "Report is in status 'Open'", reportID: open.reportID }],
      reportIDs: [approved[0]!.longID],
      responseCode: 200,
    });
    expect(await mark(byIds(approved[0]!.reportID))).toMatchObject({
      reportIDs: [],
      skippedReports: [{ reason: "Report is in status 'Reimbursed'" }],
      responseCode: 200,
    });
  });

  test('says nothing of ids that do not exist', async () => {
    expect(await mark(byIds('R00000000001'))).toEqual({ reportIDs: [], responseCode: 200 });
  });

  test('takes a span of days instead of ids', async () => {
    const { reportIDs } = (await mark({ filters: { startDate: '2025-09-01', endDate: '2026-08-15' } })) as {
      reportIDs: string[];
    };
    expect(reportIDs.length).toBeGreaterThan(0);
    expect(reportIDs.every((id) => running.sandbox.reports.get(id).state === 'REIMBURSED')).toBe(true);
  });

  test('fails for some, or is a partial success as documented, when the sandbox is told to', async () => {
    const ids = approved.slice(0, 2).map(({ reportID }) => reportID);
    running.sandbox.setFaults({ 'rate-limit': 'off', 'failed-reports': 1, 'partial-success': '207' });
    expect(await mark(byIds(...ids, open.reportID))).toEqual({
      skippedReports: [{ reason: "Report is in status 'Open'", reportID: open.reportID }],
      failedReports: [{ reason: 'Internal error', reportID: ids[0] }],
      reportIDs: [ids[1]],
      responseCode: 207,
    });
    expect(running.sandbox.reports.get(ids[0]!).state).toBe('APPROVED');
  });

  test.each<[string, Job, Record<string, unknown>]>([
    [
      'to another status',
      { status: 'APPROVED' },
      { responseMessage: "Status 'APPROVED' is not supported", responseCode: 410 },
    ],
    ['without a status', { status: undefined }, { responseCode: 410 }],
    ['without reports', { filters: {} }, { responseCode: 410 }],
    ['by a day of approval', { filters: { approvedAfter: '2026-08-01' } }, { responseCode: 410 }],
    ['with a long source', { paymentSource: 'x'.repeat(101) }, { responseCode: 410 }],
    ['with an empty source', { paymentSource: '' }, { responseCode: 410 }],
  ])('%s is refused', async (_name, change, expected) => {
    expect(await mark({ ...byIds(approved[0]!.reportID), ...change })).toMatchObject(expected);
    expect(running.sandbox.reports.get(approved[0]!.reportID).state).toBe('APPROVED');
  });

  test('is done although the connection ends before the answer', async () => {
    await expect(mark(byIds(approved[0]!.reportID), 'drop-after')).rejects.toThrow();
    expect(running.sandbox.reports.get(approved[0]!.reportID).state).toBe('REIMBURSED');
  });
});
