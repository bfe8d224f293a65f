import { mapReport } from '../../src/adapters/expensify/report-mapping';
import type { ExpenseRecord, ReportRecord } from '../../src/adapters/records';
import { exportedExpense, exportedReport } from '../support/expensify-server';

function toReport(values: Record<string, unknown> = {}): ReportRecord {
  return mapReport(exportedReport(values)).report!;
}

function toExpense(values: Record<string, unknown> = {}, report: Record<string, unknown> = {}): ExpenseRecord {
  return toReport({ ...report, transactionList: [exportedExpense(values)] }).expenses[0]!;
}

describe('a report', () => {
  it('becomes ours', () => {
    const { expenses, vendorFields, ...report } = toReport();
    expect(report).toEqual({
      remoteId: 'R00bCluvcO4T',
      name: 'July trip',
      status: 'APPROVED',
      vendorStatus: 'Approved',
      total: { amount: '34.45', currency: 'USD' },
      submitterEmail: 'user@domain.com',
      submitterName: 'Joe Doe',
      nextApproverEmail: null,
      policyRemoteId: '0810E551A5F2A9C2',
      createdAt: new Date('2026-07-03T10:11:12Z'),
      createdOn: '2026-07-03',
      submittedAt: new Date('2026-07-31T09:00:00Z'),
      submittedOn: '2026-07-31',
      approvedAt: new Date('2026-08-01T08:00:00Z'),
      approvedOn: '2026-08-01',
      reimbursedAt: null,
      reimbursedOn: null,
      reimbursement: null,
      approvals: [
        {
          email: 'boss@domain.com',
          name: 'Ann Boss',
          approvedAt: '2026-08-01T08:00:00.000Z',
          approvedOn: '2026-08-01',
        },
      ],
      customFields: [{ name: 'Cost_Center', value: 'Ops' }],
      history: [{ at: '2026-07-31T09:00:00.000Z', action: 'SUBMITTED', actorEmail: 'user@domain.com', message: null }],
      webUrl: null,
    });
    expect(expenses).toHaveLength(1);
    expect(vendorFields).toMatchObject({ oldReportID: '8123565047826837', accountID: '407184', stateNum: 2 });
    expect(Object.keys(vendorFields)).not.toEqual(expect.arrayContaining(['transactionList']));
    expect(vendorFields).not.toHaveProperty('kind');
  });

  it('has one ID, whichever form the vendor prints', () => {
    expect(toReport({ reportID: '8123565047826837' }).remoteId).toBe('R00bCluvcO4T');
    expect(toReport({ reportID: null }).remoteId).toBe('R00bCluvcO4T');
    expect(toReport({ reportID: '9007199254740993', oldReportID: null }).remoteId).toBe('R00fFgnDxSe9');
  });

  it.each([
    ['Open', 'OPEN'],
    ['OPEN', 'OPEN'],
    ['Processing', 'SUBMITTED'],
    ['SUBMITTED', 'SUBMITTED'],
    ['Outstanding', 'SUBMITTED'],
    ['approved', 'APPROVED'],
    ['APPROVED', 'APPROVED'],
    ['Reimbursed', 'REIMBURSED'],
    ['Paid', 'REIMBURSED'],
    ['Closed', 'CLOSED'],
    ['ARCHIVED', 'CLOSED'],
    ['Archived', 'CLOSED'],
    ['Frozen', 'UNKNOWN'],
  ])('of status %s is %s', (status, expected) => {
    const report = toReport({ status, state: null, stateNum: null });
    expect([report.status, report.vendorStatus]).toEqual([expected, status]);
  });

  it.each([
    ['BILLING', null, 'REIMBURSED'],
    ['AUTOREIMBURSED', null, 'REIMBURSED'],
    ['MANUALREIMBURSED', null, 'REIMBURSED'],
    ['SUBMITTED', null, 'SUBMITTED'],
    [null, 0, 'OPEN'],
    [null, 1, 'SUBMITTED'],
    [null, 2, 'APPROVED'],
    [null, '3', 'REIMBURSED'],
    [null, 6, 'REIMBURSED'],
    [null, 5, 'UNKNOWN'],
    [null, null, 'UNKNOWN'],
  ])('without a status, of state %s and number %s, is %s', (state, stateNum, expected) => {
    expect(toReport({ status: null, state, stateNum }).status).toBe(expected);
  });

  it('has no time where the vendor gives a day', () => {
    const report = toReport({ created: '2026-07-03', submitted: '2026-07-31 09:00', approved: '2026-02-30' });
    expect([report.createdAt, report.createdOn]).toEqual([null, '2026-07-03']);
    expect([report.submittedAt, report.submittedOn]).toEqual([new Date('2026-07-31T09:00:00Z'), '2026-07-31']);
    expect([report.approvedAt, report.approvedOn]).toEqual([null, null]);
  });

  it('names who has to approve only while someone has to', () => {
    expect(toReport({ status: 'Processing', managerEmail: 'Boss@Domain.com' }).nextApproverEmail).toBe(
      'boss@domain.com',
    );
    expect(toReport({ status: 'Reimbursed' }).nextApproverEmail).toBeNull();
  });

  it.each([
    [true, 'VENDOR_TRANSFER'],
    [false, 'RECORDED'],
    [null, 'UNKNOWN'],
  ])('says how it was paid back: ACH %s', (isACHReimbursed, method) => {
    const report = toReport({ status: 'Reimbursed', isACHReimbursed, entryID: '123456789109876' });
    expect(report.reimbursement).toEqual({ method, reference: '123456789109876', source: null });
  });

  it('tells its history from the oldest, without entries that say nothing', () => {
    const report = toReport({
      actionList: [
        {
          action: 'APPROVED',
          accountEmail: 'boss@domain.com',
          created: '2026-08-01 08:00:00',
          message: 'ok &amp; done',
        },
        { action: 'SUBMITTED', accountEmail: 'user@domain.com', created: '2026-07-31 09:00:00', message: null },
        { action: null, accountEmail: null, created: null, message: null },
      ],
    });
    expect(report.history?.map((entry) => [entry.action, entry.message])).toEqual([
      ['SUBMITTED', null],
      ['APPROVED', 'ok & done'],
    ]);
  });

  it('has its texts decoded, once', () => {
    const report = toReport({ reportName: 'R&amp;D &amp;lt;3', customField: { Cost_Center: 'A&amp;B' } });
    expect(report.name).toBe('R&D &lt;3');
    expect(report.customFields).toEqual([{ name: 'Cost_Center', value: 'A&B' }]);
    expect(report.vendorFields).toMatchObject({ reportName: 'R&amp;D &amp;lt;3' });
  });

  it('is null in all that is missing', () => {
    const { report } = mapReport({ kind: 'report', reportID: 'R00bCluvcO4T', reportName: 'Bare' });
    expect(report).toEqual({
      remoteId: 'R00bCluvcO4T',
      name: 'Bare',
      status: 'UNKNOWN',
      vendorStatus: null,
      total: null,
      submitterEmail: null,
      submitterName: null,
      nextApproverEmail: null,
      policyRemoteId: null,
      createdAt: null,
      createdOn: null,
      submittedAt: null,
      submittedOn: null,
      approvedAt: null,
      approvedOn: null,
      reimbursedAt: null,
      reimbursedOn: null,
      reimbursement: null,
      approvals: [],
      customFields: [],
      history: null,
      webUrl: null,
      expenses: [],
      vendorFields: { reportID: 'R00bCluvcO4T', reportName: 'Bare' },
    });
  });

  it.each([
    ['an ID', { reportID: null, oldReportID: '' }, null],
    ['an ID of a known form', { reportID: 'not-an-id' }, null],
    ['a name', { reportName: ' ' }, 'R00bCluvcO4T'],
  ])('is rejected without %s', (_what, values, remoteId) => {
    const { report, rejection } = mapReport(exportedReport(values));
    expect(report).toBeNull();
    expect(rejection).toEqual({ remoteId, reason: expect.any(String) });
  });
});

describe('an expense', () => {
  it('becomes ours', () => {
    const { vendorFields, ...expense } = toExpense();
    expect(expense).toEqual({
      kind: 'EXPENSE',
      remoteId: '4056343049275634494',
      reportRemoteId: 'R00bCluvcO4T',
      employeeEmail: 'user@domain.com',
      amount: { amount: '34.45', currency: 'USD' },
      originalAmount: { amount: '34.45', currency: 'USD' },
      convertedAmount: null,
      exchangeRate: null,
      tax: null,
      merchant: 'Cafe "Rio"',
      description: null,
      date: '2026-07-03',
      createdAt: new Date('2026-07-03T10:12:00Z'),
      vendorKind: null,
      paymentMethod: null,
      category: { name: 'Meals', ledgerCode: '6000' },
      tags: [
        { level: 1, name: 'Sales', ledgerCode: '100' },
        { level: 2, name: 'East', ledgerCode: '20' },
      ],
      lines: [],
      payee: null,
      posting: null,
      receipt: {
        remoteId: '123',
        fileName: 'w_ab.jpg',
        contentType: null,
        url: 'https://www.expensify.com/receipts/w_ab.jpg',
        access: 'VENDOR_LOGIN',
      },
      attendees: [{ email: 'guest@domain.com', name: 'Guest' }],
      billable: false,
      reimbursable: true,
      card: null,
      distance: null,
      merchantCategoryCode: '5812',
      externalReference: null,
    });
    expect(vendorFields).toMatchObject({ transactionID: '4056343049275634494', mcc: '5812' });
    expect(vendorFields.ntags).toEqual([
      { name: 'Sales', glCode: '100' },
      { name: 'East', glCode: '20' },
    ]);
    expect(vendorFields).not.toHaveProperty('modifiedAmount');
  });

  const inEuro = { currency: 'EUR', amount: 1000, modifiedAmount: null, convertedAmount: null };

  it.each([
    ['converted', { ...inEuro, modifiedAmount: 2000, convertedAmount: 1100 }, '11.00', 'USD'],
    ['edited', { ...inEuro, modifiedAmount: 2000 }, '20.00', 'EUR'],
    ['first recorded, when the edit is 0', { ...inEuro, modifiedAmount: 0 }, '10.00', 'EUR'],
    ['first recorded', inEuro, '10.00', 'EUR'],
    ['refunded', { ...inEuro, amount: -1000 }, '-10.00', 'EUR'],
  ])('counts as %s', (_what, values, amount, currency) => {
    const expense = toExpense(values);
    expect(expense.amount).toEqual({ amount, currency });
    expect(expense.originalAmount?.currency).toBe('EUR');
  });

  it('tells the conversion where there was one', () => {
    const expense = toExpense({ ...inEuro, convertedAmount: 1100, currencyConversionRate: '1.1' });
    expect(expense.convertedAmount).toEqual({ amount: '11.00', currency: 'USD' });
    expect(expense.exchangeRate).toBe('1.1');
  });

  it("prefers the user's edits", () => {
    const expense = toExpense({
      modifiedMerchant: 'Caf&eacute; &amp; Bar',
      modifiedCreated: '2026-07-02',
      modifiedMCC: 742,
    });
    expect(expense).toMatchObject({ merchant: 'Caf&eacute; & Bar', date: '2026-07-02', merchantCategoryCode: '0742' });
  });

  it.each([
    ['nothing but a receipt', { amount: 0, convertedAmount: null, merchant: null }],
    ['no amount at all', { amount: null, convertedAmount: null, merchant: '' }],
    ['a receipt that is being read', { amount: 0, convertedAmount: 0, merchant: '(none)', receiptState: 'SCANREADY' }],
  ])('has no amount while it has %s', (_what, values) => {
    const expense = toExpense(values);
    expect([expense.amount, expense.originalAmount, expense.convertedAmount]).toEqual([null, null, null]);
    expect(expense.receipt).not.toBeNull();
  });

  it('of nothing stays one of nothing', () => {
    expect(toExpense({ amount: 0, convertedAmount: null }).amount).toEqual({ amount: '0.00', currency: 'USD' });
  });

  it.each([
    ['by level, with a gap', [{ name: 'A', glCode: null }, { name: null }, { name: 'C\\:D' }], 'x', [1, 'A', 3, 'C:D']],
    ['joined', [], 'Enterprise:William\\: Riker', [1, 'Enterprise', 2, 'William: Riker']],
    ['joined, of one level', [{ name: null }], 'Sales &amp; Co', [1, 'Sales & Co']],
    ['absent', [], null, []],
  ])('reads tags %s', (_what, ntags, tag, expected) => {
    const { tags } = toExpense({ ntags, tag, tagGlCode: '77' });
    expect(tags.flatMap(({ level, name }) => [level, name])).toEqual(expected);
  });

  it('gives the code of a joined tag to a single level only', () => {
    expect(toExpense({ ntags: [], tag: 'Sales', tagGlCode: '77' }).tags[0]?.ledgerCode).toBe('77');
    expect(toExpense({ ntags: [], tag: 'Sales:East', tagGlCode: '77' }).tags[0]?.ledgerCode).toBeNull();
  });

  it('reads taxes', () => {
    const taxed = toExpense({
      hasTax: true,
      taxAmount: 200,
      taxRate: '20%',
      taxRateName: 'Standard',
      taxCode: 'id_TAX_OPTION_16',
    });
    expect(taxed.tax).toEqual({
      amount: { amount: '2.00', currency: 'USD' },
      ratePercent: '20',
      name: 'Standard',
      code: 'id_TAX_OPTION_16',
    });
    expect(toExpense({ hasTax: true, taxAmount: 200, modifiedTaxAmount: 150 }).tax?.amount?.amount).toBe('1.50');
    expect(toExpense({ hasTax: false, taxAmount: 0 }).tax).toBeNull();
  });

  it.each([
    [
      { count: '12.5', rate: '67', unit: 'mi' },
      { quantity: '12.5', unit: 'MILE', rate: { amount: '0.67', currency: 'USD' } },
    ],
    [
      { count: 3, rate: 65.5, unit: 'KM' },
      { quantity: '3', unit: 'KILOMETER', rate: { amount: '0.655', currency: 'USD' } },
    ],
    [
      { count: '3', rate: null, unit: 'km' },
      { quantity: '3', unit: 'KILOMETER', rate: null },
    ],
    [{ count: '8', rate: '5000', unit: 'hours' }, null],
    [null, null],
  ])('reads the journey %j', (units, distance) => {
    expect(toExpense({ units }).distance).toEqual(distance);
  });

  it('reads cards, and shows four digits of a masked number', () => {
    const expense = toExpense({ cardID: 42, cardName: '1234XXXXXXXX1979', bank: 'vcf' });
    expect(expense.card).toEqual({ remoteId: '42', name: '1234XXXXXXXX1979', lastFour: '1979', bank: 'vcf' });
    expect(toExpense({ cardID: '0', cardName: 'Corporate card' }).card).toMatchObject({
      remoteId: null,
      lastFour: null,
    });
  });

  it('says when it is a part of a split one', () => {
    expect(toExpense({ source: 'split' }).vendorKind).toBe('split');
  });

  it('is rejected without an ID, and its report is not', () => {
    const transactionList = [exportedExpense({ transactionID: null }), exportedExpense()];
    const mapped = mapReport(exportedReport({ transactionList }));
    expect(mapped.rejectedExpenses).toBe(1);
    expect(mapped.report?.expenses).toHaveLength(1);
  });

  it('is null in all that is missing', () => {
    const expense = toReport({ transactionList: [{ transactionID: '1' }] }).expenses[0];
    expect(expense).toEqual({
      kind: 'EXPENSE',
      remoteId: '1',
      reportRemoteId: 'R00bCluvcO4T',
      employeeEmail: 'user@domain.com',
      amount: null,
      originalAmount: null,
      convertedAmount: null,
      exchangeRate: null,
      tax: null,
      merchant: null,
      description: null,
      date: null,
      createdAt: null,
      vendorKind: null,
      paymentMethod: null,
      category: null,
      tags: [],
      lines: [],
      payee: null,
      posting: null,
      receipt: null,
      attendees: [],
      billable: null,
      reimbursable: null,
      card: null,
      distance: null,
      merchantCategoryCode: null,
      externalReference: null,
      vendorFields: { transactionID: '1' },
    });
  });
});
