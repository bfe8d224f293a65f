import { expensify } from '../../src/adapters/expensify';
import { createSandbox, type ExpensifyFaultSettings, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import type { VendorConnection } from '../../src/adapters/adapter';
import type { ReportRecord } from '../../src/adapters/records';
import { VendorProtocolError, VendorRateLimitError, VendorUnavailableError } from '../../src/adapters/vendor-error';
import { TestClock } from '../support/clock';
import { PlainVendorHttp } from '../support/plain-vendor-http';
import { describeAdapter } from './adapter.contract';

describe('Expensify', () => {
  describeAdapter(expensify);

  describe('where its contract leaves things open, or things go wrong', () => {
    const clock = new TestClock(Date.UTC(2026, 7, 15, 12), true);
    const http = new PlainVendorHttp(() => clock.advance(3_500));
    const { list } = expensify.resources.REPORTS!;
    let running: RunningSandbox;
    let connection: VendorConnection;
    let untroubled: ReportRecord[];

    beforeAll(async () => {
      running = await createSandbox({ clock, seed: 2, reports: 60, port: 0 });
      const configuration = { ...running.sandbox.configuration, 'base.url': running.baseUrl };
      connection = { configuration, http, clock };
      untroubled = await readReports({});
    });

    afterAll(async () => {
      await http.close();
      await running.close();
    });

    async function readReports(faults: ExpensifyFaultSettings): Promise<ReportRecord[]> {
      const reports: ReportRecord[] = [];
      running.sandbox.setFaults(faults);
      try {
        for await (const event of list!.list(connection, { historyFrom: '2026-01-01' })) {
          if (event.kind === 'rejected') throw new Error(event.reason);
          if (event.kind === 'records') reports.push(...(event.batch.reports ?? []));
        }
      } finally {
        running.sandbox.setFaults({});
      }
      return reports;
    }

    function withoutVendorWords(reports: readonly ReportRecord[]): object[] {
      return reports.map(({ vendorFields: _words, vendorStatus: _status, expenses, ...report }) => ({
        ...report,
        expenses: expenses.map(({ vendorFields: _fields, ...expense }) => expense),
      }));
    }

    it('has something to read', () => {
      expect(untroubled.length).toBeGreaterThan(10);
      expect(new Set(untroubled.map((report) => report.status)).size).toBeGreaterThan(2);
      const expenses = untroubled.flatMap((report) => report.expenses);
      expect(expenses.some((expense) => expense.amount === null && expense.receipt !== null)).toBe(true);
      expect(expenses.some((expense) => expense.convertedAmount !== null)).toBe(true);
      expect(expenses.some((expense) => Number(expense.remoteId) > Number.MAX_SAFE_INTEGER)).toBe(true);
    });

    it.each<[string, ExpensifyFaultSettings]>([
      ['files that are not ready', { 'not-ready': 2 }],
      ['statuses as filter names', { status: 'upper' }],
      ['closed reports called archived', { status: 'archived' }],
      ['names without HTML entities', { entities: 'raw' }],
      ['JSON called text', { 'content-type': 'plain' }],
    ])('reads the same with %s', async (_what, faults) => {
      const reports = await readReports(faults);
      expect(withoutVendorWords(reports)).toEqual(withoutVendorWords(untroubled));
    });

    it('reads all of them in two renderings', async () => {
      const reports = await readReports({ 'two-renderings': true });
      const ids = reports.map((report) => report.remoteId);
      expect(ids.sort()).toEqual(untroubled.map((report) => report.remoteId).sort());
    });

    it('reads days where there are no times', async () => {
      const reports = await readReports({ 'date-length': 'day' });
      expect(reports.map((report) => report.createdOn)).toEqual(untroubled.map((report) => report.createdOn));
      expect(reports.every((report) => report.createdAt === null && report.submittedAt === null)).toBe(true);
    });

    it('reads what there is where attributes are missing', async () => {
      const reports = await readReports({ 'missing-attributes': true });
      expect(reports.map(({ remoteId, total }) => [remoteId, total])).toEqual(
        untroubled.map(({ remoteId, total }) => [remoteId, total]),
      );
    });

    it.each<[string, ExpensifyFaultSettings, new (...values: never[]) => Error]>([
      ['an envelope in the middle', { envelope: true }, VendorUnavailableError],
      ['a broken line', { malformed: true }, VendorProtocolError],
      ['a file that ends early', { truncate: 97 }, VendorProtocolError],
      ['a file that stays empty', { empty: true }, VendorUnavailableError],
      ['a gateway page', { 'http-502-html': true }, VendorUnavailableError],
      ['a rate limit with its own status', { '429': 'http' }, VendorRateLimitError],
      ['a rate limit in the body alone', { '429': 'body' }, VendorRateLimitError],
      ['a rate limit in the old words', { '429': 'old' }, VendorRateLimitError],
      ['an error of its own', { error: 500 }, VendorUnavailableError],
    ])('says so on %s', async (_what, faults, family) => {
      await expect(readReports(faults)).rejects.toBeInstanceOf(family);
    });

    it('reads a file to the end that broke off once', async () => {
      const reports = await readReports({ truncate: { value: 1, times: 1 } });
      expect(reports.map((report) => report.remoteId)).toEqual(untroubled.map((report) => report.remoteId));
    });
  });
});
