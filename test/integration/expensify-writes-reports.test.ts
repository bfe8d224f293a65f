import {
  VendorAuthenticationError,
  VendorNotFoundError,
  VendorOutcomeUnknownError,
  VendorPermissionError,
  VendorRateLimitError,
  VendorRejectedError,
} from '../../src/adapters/vendor-error';
import type { CreateExpensesRequest, CreateReportRequest } from '../../src/adapters/writes';
import { ElementsErrors, InvalidValueError } from '../../src/errors';
import type { ExpensifyFaultSettings } from '../../src/adapters/expensify/sandbox';
import { errorFrom, expenseDraft, openExpensifyAccount, type ExpensifyAccount } from '../support/expensify-account';

let account: ExpensifyAccount;

beforeAll(async () => {
  account = await openExpensifyAccount();
});
afterAll(() => account.close());

/** The policy with levels of tags, taxes and sterling. */
function sterling() {
  return account.running.sandbox.company.policies[1]!;
}

function employee(): string {
  return sterling().employees[3]!.email;
}

function reportRequest(values: Partial<CreateReportRequest> = {}): CreateReportRequest {
  return {
    name: 'R&D offsite',
    submitterEmail: employee(),
    policyRemoteId: sterling().id,
    customFields: [],
    expenses: [],
    ...values,
  };
}

function expensesRequest(values: Partial<CreateExpensesRequest> = {}): CreateExpensesRequest {
  return {
    employeeEmail: employee(),
    reportRemoteId: null,
    policyRemoteId: null,
    expenses: [expenseDraft()],
    ...values,
  };
}

async function newReport(values: Partial<CreateReportRequest> = {}): Promise<string> {
  const answer = await account.writes.createReport.run(account.connection, reportRequest(values));
  return answer.result.reportRemoteId;
}

/** Expenses that the account's reports have, counted at the vendor. */
function expenseCount(): number {
  const { reports } = account.running.sandbox;
  return [...reports.all()].reduce((sum, { reportID }) => sum + reports.expensesOf(reportID).length, 0);
}

function reportCount(): number {
  return [...account.running.sandbox.reports.all()].length;
}

/** Before the job is done, and after it. */
const AMBIGUOUS: [string, ExpensifyFaultSettings, number][] = [
  ['the connection ends before', { drop: true }, 0],
  ['the connection ends after', { 'drop-after': true }, 1],
  ['a gateway gives up after', { 'http-504-html': true }, 1],
  ['the answer breaks off', { 'drop-body': true }, 1],
  ['Expensify fails without a word of use, before', { error: 500 }, 0],
  ['Expensify fails without a word of use, after', { 'error-after': 500 }, 1],
];

describe('creating a report', () => {
  it('creates one that the next read shows', async () => {
    const request = reportRequest({
      customFields: [{ name: 'Trip purpose', value: 'Planning' }],
      expenses: [expenseDraft({ amount: { amount: '9.5', currency: 'GBP' } })],
    });
    const answer = await account.writes.createReport.run(account.connection, request);
    const { reportRemoteId } = answer.result;
    expect(answer.changed).toEqual([{ resource: 'REPORTS', remoteIds: [reportRemoteId] }]);
    expect(await account.readReport(reportRemoteId)).toMatchObject({
      name: 'R&D offsite',
      status: 'OPEN',
      submitterEmail: employee(),
      policyRemoteId: sterling().id,
      customFields: expect.arrayContaining([{ name: 'Trip_purpose', value: 'Planning' }]),
      total: { amount: '9.50', currency: 'GBP' },
      expenses: [{ merchant: 'Cafe Rio', date: '2026-08-03', amount: { amount: '9.50', currency: 'GBP' } }],
    });
  });

  it('refuses at once, before anything is sent, whatever Expensify would refuse or lose', async () => {
    const request = reportRequest({
      name: ' ',
      policyRemoteId: null,
      customFields: [
        { name: 'Cost center', value: 'A' },
        { name: 'Cost-center', value: 'B' },
      ],
      expenses: [
        expenseDraft({ category: 'Meals', tags: ['Sales'], merchant: '' }),
        expenseDraft({ amount: { amount: '1.234', currency: 'USD' } }),
      ],
    });
    const jobs = await account.jobsOf(async () => {
      const error = await errorFrom(account.writes.createReport.run(account.connection, request));
      expect(error).toBeInstanceOf(ElementsErrors);
      const paths = (error as ElementsErrors).errors.map(({ path }) => path?.join('.'));
      expect(paths.sort()).toEqual([
        'customFields.1.name',
        'expenses.0.category',
        'expenses.0.merchant',
        'expenses.0.tags',
        'expenses.1.amount',
        'name',
        'policyRemoteId',
      ]);
    });
    expect(jobs).toEqual([]);
  });

  it('says what Expensify has to grant, and for whom', async () => {
    const error = await errorFrom(newReport({ submitterEmail: 'someone@elsewhere.example.com' }));
    expect(error).toBeInstanceOf(VendorPermissionError);
    expect(error).toMatchObject({
      path: ['submitterEmail'],
      vendorCode: '500',
      vendorMessage: 'Not authorized to authenticate as user someone@elsewhere.example.com',
      requires: expect.stringMatching(/domain admin.*admin of the policy.*concierge@expensify\.com/s),
    });
  });

  it('names the policy that is not there', async () => {
    const error = await errorFrom(newReport({ policyRemoteId: '0123456789ABCDEF' }));
    expect(error).toBeInstanceOf(VendorNotFoundError);
    expect(error).toMatchObject({ path: ['policyRemoteId'], vendorMessage: 'Policy not found' });
  });

  it('tells wrong credentials from a policy that is not there, which have one code', async () => {
    const configuration = { ...account.connection.configuration, 'partner.user.secret': 'wrong' };
    const connection = { ...account.connection, configuration };
    const error = await errorFrom(account.writes.createReport.run(connection, reportRequest()));
    expect(error).toBeInstanceOf(VendorAuthenticationError);
    expect(error).toMatchObject({ vendorCode: '404' });
  });

  it.each(AMBIGUOUS)('is not repeated when %s', async (_when, faults, created) => {
    const before = reportCount();
    const jobs = await account.jobsOf(async () => {
      const error = await errorFrom(account.withFaults(faults, () => newReport()));
      expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
    });
    expect(jobs).toEqual(['create/report']);
    expect(reportCount() - before).toBe(created);
  });

  it('is repeated after a rate limit, which says that nothing was done', async () => {
    const before = reportCount();
    await account.withFaults({ '429': { value: 'body', times: 1 } }, () => newReport());
    expect(reportCount() - before).toBe(1);
  });
});

describe('creating expenses', () => {
  it('puts them on the report that is given, with all that can be said of them', async () => {
    const reportRemoteId = await newReport();
    const draft = expenseDraft({
      merchant: 'Café “Río” & Söhne + 20%',
      amount: { amount: '120', currency: 'GBP' },
      description: 'Lunch <with> "R&D"',
      category: sterling().categories.find(({ enabled, name }) => enabled && name.includes('&'))?.name ?? null,
      tags: ['Finance & Legal', 'London'],
      billable: true,
      reimbursable: false,
      tax: { rateRemoteId: '2', amount: { amount: '20.00', currency: 'GBP' } },
      externalReference: 'ERP-7',
    });
    expect(draft.category).not.toBeNull();
    const request = expensesRequest({ reportRemoteId, expenses: [draft] });
    const answer = await account.writes.createExpenses.run(account.connection, request);
    const [item] = answer.result.items;
    expect(item).toEqual({ outcome: 'DONE', remoteId: expect.stringMatching(/^\d+$/) });
    expect(answer.isPartial).toBe(false);
    const told = answer.batch?.expenses?.[0];
    const known = {
      reportRemoteId,
      employeeEmail: employee(),
      merchant: draft.merchant,
      amount: { amount: '120.00', currency: 'GBP' },
      description: draft.description,
      category: { name: draft.category },
      tags: [{ name: 'Finance & Legal' }, { name: 'London' }],
      billable: true,
      reimbursable: false,
      externalReference: 'ERP-7',
    };
    expect(told).toMatchObject(known);
    expect(answer.changed).toEqual([{ resource: 'REPORTS', remoteIds: [reportRemoteId] }]);
    const read = await account.readReport(reportRemoteId);
    expect(read?.expenses).toMatchObject([
      { ...known, tax: { amount: { amount: '20.00' } }, remoteId: told?.remoteId },
    ]);
  });

  it('tells the report that Expensify opens for them', async () => {
    const expenses = [expenseDraft({ merchant: 'Taxi' }), expenseDraft({ merchant: 'hotel de ville' })];
    const answer = await account.writes.createExpenses.run(account.connection, expensesRequest({ expenses }));
    expect(answer.result.items.map(({ outcome }) => outcome)).toEqual(['DONE', 'DONE']);
    const [opened] = answer.changed?.[0]?.remoteIds ?? [];
    expect(answer.batch?.expenses?.map(({ merchant }) => merchant)).toEqual(['Taxi', 'Hotel De Ville']);
    expect(await account.readReport(opened!)).toMatchObject({ status: 'OPEN', submitterEmail: employee() });
  });

  it('says of each that is not in the answer that it may not be there', async () => {
    const expenses = ['1.00', '2.00', '3.00'].map((amount) => expenseDraft({ amount: { amount, currency: 'GBP' } }));
    const request = expensesRequest({ expenses });
    const answer = await account.withFaults({ 'lost-expenses': 1 }, () =>
      account.writes.createExpenses.run(account.connection, request),
    );
    expect(answer.result.items.map(({ outcome }) => outcome)).toEqual(['DONE', 'DONE', 'FAILED']);
    expect(answer.result.items[2]).toMatchObject({ reason: expect.stringContaining('Look there') });
    expect(answer.isPartial).toBe(true);
    expect(answer.batch?.expenses?.map(({ amount }) => amount?.amount)).toEqual(['1.00', '2.00']);
  });

  it('reads negative amounts and cents exactly', async () => {
    const amounts = ['-3.10', '0.29', '1.00', '90071992547409.91'];
    const expenses = amounts.map((amount) => expenseDraft({ amount: { amount, currency: 'GBP' } }));
    const answer = await account.writes.createExpenses.run(account.connection, expensesRequest({ expenses }));
    expect(answer.batch?.expenses?.map(({ amount }) => amount?.amount)).toEqual(amounts);
  });

  it('refuses amounts that Expensify cannot keep, and a tax in another currency, before anything is sent', async () => {
    const tax = { rateRemoteId: '2', amount: { amount: '1.00', currency: 'EUR' } };
    const expenses = [
      expenseDraft({ amount: { amount: '0.005', currency: 'GBP' } }),
      expenseDraft({ amount: { amount: '12.3400', currency: 'GBP' }, tax }),
    ];
    const jobs = await account.jobsOf(async () => {
      const run = account.writes.createExpenses.run(account.connection, expensesRequest({ expenses }));
      const error = (await errorFrom(run)) as ElementsErrors;
      expect(error.errors.map(({ path }) => path?.join('.'))).toEqual(['expenses.0.amount', 'expenses.1.tax.amount']);
    });
    expect(jobs).toEqual([]);
    const none = await errorFrom(
      account.writes.createExpenses.run(account.connection, expensesRequest({ expenses: [] })),
    );
    expect(none).toBeInstanceOf(InvalidValueError);
  });

  it.each<[string, Partial<CreateExpensesRequest>, string]>([
    ['a category', { expenses: [expenseDraft({ category: 'Yachts' })] }, "Category 'Yachts' does not exist"],
    ['a tag', { expenses: [expenseDraft({ tags: ['Mars'] })] }, "Tag 'Mars' does not exist"],
    [
      'a tax rate',
      { expenses: [expenseDraft({ tax: { rateRemoteId: '77', amount: null } })] },
      "Tax rate '77' does not exist",
    ],
  ])('tells what Expensify says of %s that is not there, and creates none of them', async (_what, values, message) => {
    const before = expenseCount();
    const request = expensesRequest(values);
    const all = { ...request, expenses: [expenseDraft(), ...request.expenses] };
    const error = await errorFrom(account.writes.createExpenses.run(account.connection, all));
    expect(error).toBeInstanceOf(VendorRejectedError);
    expect(error).toMatchObject({ vendorCode: '410', vendorMessage: message });
    expect(expenseCount()).toBe(before);
  });

  it('refuses a malformed date in the words of Expensify', async () => {
    const expenses = [expenseDraft({ date: '16-01-01' })];
    const error = await errorFrom(account.writes.createExpenses.run(account.connection, expensesRequest({ expenses })));
    expect(error).toMatchObject({
      vendorCode: '410',
      vendorMessage: "Malformed date '16-01-01'. Expected format is yyyy-MM-dd",
    });
  });

  it('names the report that is not there', async () => {
    const request = expensesRequest({ reportRemoteId: 'R00bCluvcO4T' });
    const error = await errorFrom(account.writes.createExpenses.run(account.connection, request));
    expect(error).toBeInstanceOf(VendorNotFoundError);
    expect(error).toMatchObject({ path: ['reportRemoteId'] });
  });

  it('says what has to be granted where the account may act for nobody else', async () => {
    const run = () => account.writes.createExpenses.run(account.connection, expensesRequest());
    const error = await errorFrom(account.withFaults({ 'no-grant': true }, run));
    expect(error).toBeInstanceOf(VendorPermissionError);
    expect(error).toMatchObject({ path: ['employeeEmail'], requires: expect.stringContaining('Domain Control') });
  });

  it.each(AMBIGUOUS)('is not repeated when %s', async (_when, faults, created) => {
    const before = expenseCount();
    const jobs = await account.jobsOf(async () => {
      const run = () => account.writes.createExpenses.run(account.connection, expensesRequest());
      expect(await errorFrom(account.withFaults(faults, run))).toBeInstanceOf(VendorOutcomeUnknownError);
    });
    expect(jobs).toEqual(['create/expenses']);
    expect(expenseCount() - before).toBe(created);
  });
});

describe('marking reports as reimbursed', () => {
  async function approvedReport(): Promise<string> {
    const remoteId = await newReport({ expenses: [expenseDraft()] });
    account.running.sandbox.reports.submit(remoteId);
    account.running.sandbox.reports.approve(remoteId);
    return remoteId;
  }

  function mark(reportRemoteIds: readonly string[], paymentSource: string | null = null) {
    return account.writes.markReportsReimbursed.run(account.connection, { reportRemoteIds, paymentSource });
  }

  it.each<[string, ExpensifyFaultSettings]>([
    ['under 200', {}],
    ['under 207', { 'partial-success': true }],
  ])('tells of each what became of it, %s', async (_code, faults) => {
    const [approved, failing] = [await approvedReport(), await approvedReport()];
    const open = await newReport();
    const unknown = 'R00bCluvcO4T';
    const ids = [open, approved, unknown, failing];
    const answer = await account.withFaults({ ...faults, 'failed-reports': 1 }, () => mark(ids));
    const outcomes = Object.fromEntries(ids.map((id, index) => [id, answer.result.items[index]]));
    expect(outcomes[open]).toEqual({ outcome: 'SKIPPED', reason: "Report is in status 'Open'" });
    expect(outcomes[unknown]).toEqual({ outcome: 'FAILED', reason: expect.stringContaining('does not name') });
    const paid = [approved, failing].filter((id) => outcomes[id]?.outcome === 'DONE');
    const failed = [approved, failing].filter((id) => outcomes[id]?.outcome === 'FAILED');
    expect([paid.length, failed.length]).toEqual([1, 1]);
    expect(outcomes[failed[0]!]).toEqual({ outcome: 'FAILED', reason: 'Internal error' });
    expect(answer.isPartial).toBe(true);
    expect(answer.reportStatuses).toEqual(
      expect.arrayContaining([
        { remoteId: paid[0], status: 'REIMBURSED', vendorStatus: 'Reimbursed' },
        { remoteId: open, status: 'OPEN', vendorStatus: 'Open' },
      ]),
    );
    expect(answer.changed?.[0]?.remoteIds).toEqual([approved, unknown, failing]);
    expect(await account.readReport(paid[0]!)).toMatchObject({ status: 'REIMBURSED', reimbursedOn: '2026-08-15' });
    expect(await account.readReport(failed[0]!)).toMatchObject({ status: 'APPROVED' });
  });

  it('does not take success without a change for a change', async () => {
    const open = [await newReport(), await newReport()];
    const answer = await mark(open);
    expect(answer.result.items.map(({ outcome }) => outcome)).toEqual(['SKIPPED', 'SKIPPED']);
    expect(answer).toMatchObject({ isPartial: true, changed: [] });
  });

  it('says of a report that is paid already where it stands', async () => {
    const report = await approvedReport();
    expect(await mark([report], 'Payroll, August')).toMatchObject({ isPartial: false });
    const again = await mark([report]);
    expect(again.result.items).toEqual([{ outcome: 'SKIPPED', reason: "Report is in status 'Reimbursed'" }]);
    expect(again.reportStatuses).toEqual([{ remoteId: report, status: 'REIMBURSED', vendorStatus: 'Reimbursed' }]);
  });

  it('marks one that is named twice once, and tells of it twice', async () => {
    const report = await approvedReport();
    const answer = await mark([report, report]);
    expect(answer.result.items).toEqual(Array(2).fill({ outcome: 'DONE', remoteId: report }));
  });

  it('refuses a source that is too long, and an empty list', async () => {
    expect(await errorFrom(mark([await newReport()], 'x'.repeat(101)))).toMatchObject({ path: ['paymentSource'] });
    expect(await errorFrom(mark([]))).toMatchObject({ path: ['reportRemoteIds'] });
  });

  it('is not repeated when nobody knows whether it was done', async () => {
    const report = await approvedReport();
    const jobs = await account.jobsOf(async () => {
      const error = await errorFrom(account.withFaults({ 'drop-after': true }, () => mark([report])));
      expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
    });
    expect(jobs).toEqual(['update/reportStatus']);
    expect(await account.readReport(report)).toMatchObject({ status: 'REIMBURSED' });
  });

  it('says how long to wait where there is no room', async () => {
    const report = await approvedReport();
    const error = await errorFrom(account.withFaults({ '429': 'http' }, () => mark([report])));
    expect(error).toBeInstanceOf(VendorRateLimitError);
    expect(await account.readReport(report)).toMatchObject({ status: 'APPROVED' });
  });
});
