import type { FinancialReportQuestion, FinancialReportTable } from '../../src/adapters/financial-reports';
import { quickbooksEnterprise } from '../../src/adapters/quickbooks-enterprise';
import { openCompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox';
import type { CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox/company-file';
import { VendorConflictError, VendorOutcomeUnknownError, VendorRejectedError } from '../../src/adapters/vendor-error';
import type { ExpenseDraft, ExpensePosting, ItemResult, WriteAnswer, WriteIdentity } from '../../src/adapters/writes';
import { TestClock } from '../support/clock';
import { CompanyLine } from '../support/company-line';

const { createExpenses, createEmployee, createSupplier } = quickbooksEnterprise.writes!;
const { offers, run: runReport } = quickbooksEnterprise.financialReports!;

let company: CompanyFile;
let line: CompanyLine;

beforeEach(async () => {
  company = await openCompanyFile({ clock: new TestClock(Date.parse('2026-08-15T12:00:00Z')) });
  line = new CompanyLine(company);
});

afterEach(() => company.close());

function report(question: Partial<FinancialReportQuestion>): Promise<FinancialReportTable> {
  const whole = { from: '2026-01-01', to: '2026-06-30', basis: null, columnsBy: 'TOTAL' as const, filters: {} };
  return runReport(line.connection(), { kind: 'PROFIT_AND_LOSS', ...whole, ...question });
}

/** The sums of a table by what is printed before them: their last amounts. */
function sumsIn({ rows }: FinancialReportTable): Record<string, string | undefined> {
  const sums = rows.filter(({ kind }) => kind === 'SUMMARY');
  return Object.fromEntries(sums.map(({ cells }) => [cells[0]?.text ?? '', cells.at(-1)?.decimal]));
}

describe('statements of a company file', () => {
  it('have sections in sections, each with what sums it', async () => {
    const table = await report({ columnsBy: 'MONTH' });
    const travel = table.rows.findIndex(({ kind, cells }) => kind === 'SECTION' && cells[0]?.text === 'Travel');
    const inTravel = table.rows.filter(({ parent }) => parent === travel).map(({ cells }) => cells[0]?.text);
    expect(inTravel).toEqual(['Meals', 'Airfare', 'Lodging', 'Travel - Other']);
    expect(table.rows[travel]).toMatchObject({ depth: 2 });
    expect(table.rows.find(({ sums }) => sums === travel)?.cells[0]).toEqual({ text: 'Total Travel' });
    expect(table.rows.at(-1)).toMatchObject({ kind: 'SUMMARY', depth: 0, parent: null, sums: null });
    expect(table.columns).toHaveLength(8);
    expect(table.columns[1]).toMatchObject({ from: '2026-01-01', to: '2026-01-31' });
    expect(table.rows.filter(({ kind, sums }) => kind === 'SECTION' && sums !== null)).toEqual([]);
  });

  it('balance', async () => {
    const sums = sumsIn(await report({ kind: 'BALANCE_SHEET' }));
    expect(sums['TOTAL ASSETS']).toBe(sums['TOTAL LIABILITIES & EQUITY']);
    const { cells } = (await report({ kind: 'TRIAL_BALANCE' })).rows.at(-1)!;
    expect(cells[1]).toEqual(cells[2]);
  });

  it('of transactions name them by their ids', async () => {
    const { columns, rows } = await report({ kind: 'TRANSACTION_DETAIL_BY_LEDGER_ACCOUNT' });
    const place = columns.findIndex(({ key }) => key === 'TxnType');
    const ids = new Set(company.desk.ids('Bill'));
    const bills = rows.map(({ cells }) => cells[place]).filter((cell) => cell?.text === 'Bill');
    expect(bills.length).toBeGreaterThan(0);
    for (const bill of bills) {
      expect(bill?.recordKind).toBe('BILL');
      expect(ids).toContain(bill?.remoteId);
    }
  });

  it('are narrowed by ids', async () => {
    const account = company.desk.find('Account', 'Travel:Meals')!;
    const table = await report({ kind: 'GENERAL_LEDGER', filters: { ledgerAccount: [account] } });
    expect(table.rows.filter(({ kind }) => kind === 'SECTION').map(({ cells }) => cells[0]?.text)).toEqual([
      'Travel:Meals',
    ]);
  });

  it('are computed, or refused in words, whichever is asked for', async () => {
    for (const { kind } of offers) {
      const outcome = await report({ kind, from: null, to: null }).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(VendorRejectedError);
      else expect(outcome).toMatchObject({ currency: 'USD', isTruncated: false });
    }
  });
});

const IDENTITY: WriteIdentity = { id: '0123456789abcdef0123456789abcdef', isKeyed: true };
const OTHER: WriteIdentity = { id: 'fedcba9876543210fedcba9876543210', isKeyed: true };

function draftOf(amount: string, posting: Partial<ExpensePosting>): ExpenseDraft {
  const money = { amount, currency: 'USD' };
  return {
    merchant: 'Rivera Hardware',
    date: '2026-08-14',
    amount: money,
    description: 'Nails & "glue" – für José',
    category: null,
    tags: [],
    billable: null,
    reimbursable: null,
    tax: null,
    externalReference: null,
    posting: {
      kind: 'BILL',
      paymentMethod: null,
      paidFromRemoteId: null,
      payee: null,
      departmentRemoteId: null,
      documentNumber: 'N-1',
      dueOn: null,
      exchangeRate: null,
      taxTreatment: null,
      lines: [
        {
          amount: money,
          description: 'Nails',
          accountRemoteId: company.desk.find('Account', 'Job Expenses:Job Materials'),
          category: null,
          trackingClassRemoteId: company.desk.find('Class', 'Field'),
          customerRemoteId: null,
          billable: null,
          taxRateRemoteId: null,
        },
      ],
      ...posting,
    },
  };
}

/** One of each kind. */
function everyKind(): ExpenseDraft[] {
  const bank = company.desk.find('Account', 'Checking');
  const card = company.desk.find('Account', 'Harbor Credit Card');
  const purchase = { kind: 'PURCHASE', paymentMethod: 'CARD', paidFromRemoteId: card } as const;
  return [
    draftOf('12.5', { dueOn: '2026-09-14' }),
    draftOf('7', { ...purchase, paymentMethod: 'CHECK', paidFromRemoteId: bank }),
    draftOf('8.25', purchase),
    draftOf('-3.1', purchase),
    draftOf('-4', { kind: 'SUPPLIER_CREDIT' }),
  ];
}

function create(
  expenses: readonly ExpenseDraft[],
  identity = IDENTITY,
): Promise<WriteAnswer<{ readonly items: readonly ItemResult[] }>> {
  const request = { employeeEmail: null, reportRemoteId: null, policyRemoteId: null, expenses };
  return createExpenses!.run(line.connection(), request, identity);
}

function countAll(): number {
  const kinds = ['Bill', 'Check', 'CreditCardCharge', 'CreditCardCredit', 'VendorCredit'];
  return kinds.reduce((sum, kind) => sum + company.desk.ids(kind).length, 0);
}

describe('what is written into a company file', () => {
  it('is there, and told as it is there', async () => {
    const before = countAll();
    const { result, isPartial, batch } = await create(everyKind());
    expect(isPartial).toBe(false);
    expect(result.items.map((item) => item.outcome)).toEqual(['DONE', 'DONE', 'DONE', 'DONE', 'DONE']);
    expect(countAll()).toBe(before + 5);
    expect(batch?.expenses?.map(({ kind, amount }) => [kind, amount?.amount])).toEqual([
      ['BILL', '12.50'],
      ['PURCHASE', '7.00'],
      ['PURCHASE', '8.25'],
      ['PURCHASE', '-3.10'],
      ['SUPPLIER_CREDIT', '-4.00'],
    ]);
    expect(batch?.expenses?.[0]).toMatchObject({
      description: 'Nails & "glue" - für José',
      merchant: 'Rivera Hardware',
    });
  });

  it('is there once, however often the same document comes (gotcha 1)', async () => {
    const first = await create(everyKind());
    const count = countAll();
    const second = await create(everyKind());
    expect(countAll()).toBe(count);
    expect(second.result).toEqual(first.result);
    expect(line.requests[1]).toEqual(line.requests[0]);
  });

  it('is found out about when QuickBooks stopped before it answered', async () => {
    const before = countAll();
    company.setFaults({ interrupt: { job: 'CheckAdd', times: 1 } });
    const cut = create(everyKind());
    await expect(cut).rejects.toThrow(VendorOutcomeUnknownError);
    await expect(cut).rejects.toMatchObject({ retryable: true });
    const { result, isPartial, changed } = await create(everyKind());
    expect(countAll()).toBe(before + 2);
    expect(isPartial).toBe(true);
    expect(result.items.map((item) => item.outcome)).toEqual(['DONE', 'DONE', 'FAILED', 'FAILED', 'FAILED']);
    expect(result.items[2]).toMatchObject({ refusal: { code: 'VENDOR_REJECTED', vendorCode: '3231' } });
    expect(changed?.[0]?.remoteIds).toHaveLength(2);
  });

  it('keeps none of the others back when QuickBooks refuses it', async () => {
    const [bill, check] = everyKind();
    const nobody = { ...bill!, merchant: 'Nobody at All' };
    const { result } = await create([nobody, check!]);
    expect(result.items).toMatchObject([
      { outcome: 'FAILED', refusal: { code: 'NOT_FOUND', vendorCode: '3140' } },
      { outcome: 'DONE' },
    ]);
  });

  it('is not of closed books, which QuickBooks refuses too', async () => {
    company.configure({ closingDate: '2026-08-31' });
    await expect(create(everyKind().slice(0, 1))).rejects.toMatchObject({ code: 'PERIOD_CLOSED', vendorCode: '3171' });
  });

  it('may be an employee, and a name is taken once', async () => {
    const details = { firstName: 'Zoë', lastName: 'Quill', email: 'zoe@example.com', hiredOn: '2026-08-01' };
    const created = await createEmployee!.run(line.connection(), { details }, IDENTITY);
    expect(company.desk.find('Employee', 'Zoë Quill')).toBe(created.result.employeeRemoteId);
    expect(created.batch?.employees).toMatchObject([{ name: 'Zoë Quill', email: 'zoe@example.com' }]);
    const again = createEmployee!.run(line.connection(), { details }, OTHER);
    await expect(again).rejects.toThrow(VendorConflictError);
  });

  it('may be a supplier', async () => {
    const details = {
      name: 'Quill & Sons',
      companyName: 'Quill & Sons Ltd',
      address: { lines: ['1 Dock'], city: 'Reno' },
    };
    const created = await createSupplier!.run(line.connection(), { details }, IDENTITY);
    expect(company.desk.find('Vendor', 'Quill & Sons')).toBe(created.result.supplierRemoteId);
    const repeated = await createSupplier!.run(line.connection(), { details }, IDENTITY);
    expect(repeated.result).toEqual(created.result);
  });
});
