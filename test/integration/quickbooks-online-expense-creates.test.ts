import { VendorNotFoundError, VendorOutcomeUnknownError, VendorRateLimitError } from '../../src/adapters/vendor-error';
import type { CreateExpensesRequest } from '../../src/adapters/writes';
import { newIdentity } from '../support/bound-writes';
import { errorFrom } from '../support/expensify-account';
import {
  billPosting,
  createdIds,
  createRequest,
  openQuickbooksAccount,
  pathsOf,
  postedExpense,
  postedLine,
  posting,
  usd,
  type QuickbooksAccount,
} from '../support/quickbooks-account';

let account: QuickbooksAccount;

beforeAll(async () => {
  account = await openQuickbooksAccount();
});
afterAll(() => account.close());
// A second for each test, so that what is written at the vendor has another time.
beforeEach(() => account.clock.advance(1_000));

const create = (...expenses: CreateExpensesRequest['expenses']) => createdIds(account, ...expenses);

async function countOf(entity: string, where = ''): Promise<number> {
  return (await account.query(`SELECT count(*) FROM ${entity}${where}`)).totalCount;
}

describe('creating expenses', () => {
  it('books a purchase by card with every line, as others read it too', async () => {
    const lines = [
      postedLine({ amount: usd('100.05'), description: 'Bob\'s "R&D" <taxi>', customerRemoteId: '1', billable: true }),
      postedLine({ amount: usd('0.25'), accountRemoteId: '13' }),
    ];
    const draft = postedExpense({
      amount: usd('100.30'),
      description: "Bob's",
      posting: posting({ lines, documentNumber: 'W-1' }),
    });
    const answer = await account.writes.createExpenses.run(account.connection, createRequest(draft));
    const [item] = answer.result.items;
    expect(item).toMatchObject({ outcome: 'DONE', remoteId: expect.stringMatching(/^\d+$/) });
    const remoteId = (item as { remoteId: string }).remoteId;
    expect(await account.get(`purchase/${remoteId}`)).toMatchObject({
      PaymentType: 'CreditCard',
      AccountRef: { value: '41' },
      EntityRef: { value: '57', type: 'Vendor' },
      Credit: false,
      TotalAmt: 100.3,
      DocNumber: 'W-1',
      TxnDate: '2026-05-04',
      PrivateNote: "Bob's",
      Line: [
        {
          Amount: 100.05,
          Description: 'Bob\'s "R&D" <taxi>',
          AccountBasedExpenseLineDetail: { CustomerRef: { value: '1' }, BillableStatus: 'Billable' },
        },
        { Amount: 0.25, AccountBasedExpenseLineDetail: { AccountRef: { value: '13' } } },
      ],
    });
    expect(answer.batch?.expenses).toMatchObject([
      {
        kind: 'PURCHASE',
        remoteId,
        amount: { amount: '100.30', currency: 'USD' },
        merchant: 'Squeaky Kleen Car Wash',
        lines: [{ number: 1 }, { number: 2, amount: { amount: '0.25' } }],
        posting: { paidFromRemoteId: '41', documentNumber: 'W-1' },
      },
    ]);
  });

  it('books a bill, a refund of a card and a credit of a supplier', async () => {
    const bill = postedExpense({ posting: billPosting({ dueOn: '2026-06-01' }) });
    const lines = [postedLine({ amount: usd('-12.30') })];
    const refund = postedExpense({ amount: usd('-12.30'), posting: posting({ lines }) });
    const credit = postedExpense({ amount: usd('-12.30'), posting: billPosting({ kind: 'SUPPLIER_CREDIT', lines }) });
    const [billId, refundId, creditId] = await create(bill, refund, credit);
    expect(await account.get(`bill/${billId}`)).toMatchObject({
      VendorRef: { value: '56' },
      DueDate: '2026-06-01',
      Balance: 12.3,
    });
    expect(await account.get(`purchase/${refundId}`)).toMatchObject({ Credit: true, TotalAmt: 12.3 });
    expect(await account.get(`vendorcredit/${creditId}`)).toMatchObject({ VendorRef: { value: '56' }, TotalAmt: 12.3 });
  });

  it('finds supplier and account by their names, apostrophes and all, in one query each', async () => {
    const lines = [postedLine({ accountRemoteId: null, category: 'Automobile:Fuel' })];
    const draft = postedExpense({ merchant: "Chin's Gas and Oil", posting: posting({ payee: null, lines }) });
    const other = postedExpense({ merchant: 'PG&E', posting: posting({ payee: null, lines }) });
    let ids: string[] = [];
    const calls = await account.callsOf(async () => {
      ids = await create(draft, other);
    });
    expect(calls).toEqual(['company/query', 'company/query', 'company/purchase', 'company/purchase']);
    expect(await account.get(`purchase/${ids[1]}`)).toMatchObject({ EntityRef: { value: '48', name: 'PG&E' } });
    expect(await account.get(`purchase/${ids[0]}`)).toMatchObject({
      EntityRef: { value: '33', name: "Chin's Gas and Oil" },
      Line: [{ AccountBasedExpenseLineDetail: { AccountRef: { value: '56' } } }],
    });
  });

  it('finds suppliers by names however long they are together', async () => {
    const drafts = Array.from({ length: 40 }, (_, index) =>
      postedExpense({ merchant: `${index} ${'ü'.repeat(490)}`, posting: posting({ payee: null }) }),
    );
    const error = await errorFrom(account.writes.createExpenses.run(account.connection, createRequest(...drafts)));
    expect(pathsOf(error)).toHaveLength(40);
    expect(pathsOf(error)[0]).toBe('expenses.0.merchant');
  });

  it('names suppliers and accounts that there are not, and creates nothing', async () => {
    const before = await countOf('Purchase');
    const lines = [postedLine({ accountRemoteId: null, category: 'No such' })];
    const draft = postedExpense({ merchant: "Nobody's", posting: posting({ payee: null, lines }) });
    const error = await errorFrom(
      account.writes.createExpenses.run(account.connection, createRequest(postedExpense(), draft)),
    );
    expect(pathsOf(error)).toEqual(['expenses.1.merchant', 'expenses.1.posting.lines.0.category']);
    expect(await countOf('Purchase')).toBe(before);
  });

  it('refuses at once, before anything is sent, whatever QuickBooks would refuse, ignore or round', async () => {
    const bad = postedExpense({
      amount: usd('1.23456'),
      description: 'x'.repeat(4_001),
      tags: ['Sales'],
      reimbursable: true,
      externalReference: 'mine',
      tax: { rateRemoteId: '1', amount: null },
      posting: posting({
        paymentMethod: null,
        paidFromRemoteId: null,
        documentNumber: 'x'.repeat(22),
        dueOn: '2026-06-01',
        payee: { kind: 'CUSTOMER', remoteId: 'null' },
        lines: [
          postedLine({ amount: { amount: '1.23456', currency: 'EUR' }, accountRemoteId: null, taxRateRemoteId: 'T' }),
          postedLine({ billable: true, accountRemoteId: 'None', description: 'x'.repeat(4_001) }),
        ],
      }),
    });
    const owed = postedExpense({
      posting: billPosting({
        kind: 'SUPPLIER_CREDIT',
        paymentMethod: 'CASH',
        paidFromRemoteId: '35',
        payee: { kind: 'EMPLOYEE', remoteId: '54' },
        lines: [postedLine({ amount: usd('1') })],
      }),
    });
    const calls = await account.callsOf(async () => {
      const asked = { ...createRequest(bad, owed, postedExpense({ posting: null })), employeeEmail: 'ann@example.com' };
      const error = await errorFrom(account.writes.createExpenses.run(account.connection, asked));
      expect(pathsOf(error)).toEqual([
        'employeeEmail',
        'expenses.0.amount.amount',
        'expenses.0.description',
        'expenses.0.externalReference',
        'expenses.0.posting.documentNumber',
        'expenses.0.posting.dueOn',
        'expenses.0.posting.lines',
        'expenses.0.posting.lines.0.accountRemoteId',
        'expenses.0.posting.lines.0.amount.amount',
        'expenses.0.posting.lines.0.amount.currency',
        'expenses.0.posting.lines.0.taxRateRemoteId',
        'expenses.0.posting.lines.1.accountRemoteId',
        'expenses.0.posting.lines.1.customerRemoteId',
        'expenses.0.posting.lines.1.description',
        'expenses.0.posting.paidFromRemoteId',
        'expenses.0.posting.payee',
        'expenses.0.posting.paymentMethod',
        'expenses.0.reimbursable',
        'expenses.0.tags',
        'expenses.0.tax',
        'expenses.1.posting.kind',
        'expenses.1.posting.lines',
        'expenses.1.posting.paidFromRemoteId',
        'expenses.1.posting.payee',
        'expenses.1.posting.paymentMethod',
        'expenses.2.posting',
      ]);
    });
    expect(calls).toEqual([]);
  });

  it('creates the others where QuickBooks refuses one, and says why', async () => {
    const number = 'W-2';
    await create(postedExpense({ posting: posting({ documentNumber: number }) }));
    const lines = [postedLine({ accountRemoteId: '999999' })];
    const answer = await account.writes.createExpenses.run(
      account.connection,
      createRequest(
        postedExpense({ posting: posting({ documentNumber: number }) }),
        postedExpense({ posting: posting({ lines }) }),
        postedExpense(),
      ),
    );
    expect(answer.isPartial).toBe(true);
    expect(answer.result.items).toMatchObject([
      {
        outcome: 'FAILED',
        refusal: { code: 'CONFLICT', vendorCode: '6140', conflictingRemoteId: expect.stringMatching(/^\d+$/) },
      },
      { outcome: 'FAILED', refusal: { code: 'NOT_FOUND', vendorCode: '2500' } },
      { outcome: 'DONE' },
    ]);
    expect(answer.batch?.expenses).toHaveLength(1);
  });

  it('throws what QuickBooks has against a single one', async () => {
    const lines = [postedLine({ accountRemoteId: '999999' })];
    const run = account.writes.createExpenses.run(
      account.connection,
      createRequest(postedExpense({ posting: posting({ lines }) })),
    );
    expect(await errorFrom(run)).toBeInstanceOf(VendorNotFoundError);
  });

  it('refuses days of books that are closed', async () => {
    const preferences = await account.get('preferences');
    const prefs = { ...preferences.AccountingInfoPrefs, BookCloseDate: '2026-01-31' };
    await account.post('preferences', { ...preferences, AccountingInfoPrefs: prefs });
    const run = account.writes.createExpenses.run(
      account.connection,
      createRequest(postedExpense({ date: '2026-01-31' })),
    );
    expect(await errorFrom(run)).toMatchObject({ code: 'PERIOD_CLOSED', vendorCode: '6210' });
  });
});

describe('a lost answer', () => {
  const LOST = [
    ['the connection ends after it was done', { 'drop-after': { value: true, times: 1 } }],
    ['the answer breaks off', { 'drop-body': { value: true, times: 1 } }],
    ['the answer is cut off', { truncate: { value: 50, times: 1 } }],
    ['a gateway gives up after it was done', { 'http-504-html': { value: true, times: 1 } }],
    ['a page comes instead', { html: { value: true, times: 1 } }],
    ['the connection ends before', { drop: { value: true, times: 1 } }],
  ] as const;

  it.each(LOST)('comes to one purchase: %s', async (_, faults) => {
    const before = await countOf('Purchase');
    const ids = await account.withFaults(faults, () => create(postedExpense()));
    expect(ids).toEqual([expect.stringMatching(/^\d+$/)]);
    expect(await countOf('Purchase')).toBe(before + 1);
  });

  it('for good is said to be one, and a repeat under the same key completes it once', async () => {
    const before = await countOf('Purchase');
    const identity = newIdentity(true);
    const run = () =>
      account.writes.createExpenses.run(account.connection, createRequest(postedExpense(), postedExpense()), identity);
    const faults = { 'drop-after': { value: true, job: 'company/purchase' } } as const;
    const error = await account.withFaults(faults, () => errorFrom(run()));
    expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
    expect(error).toMatchObject({ retryable: true });
    expect((await run()).result.items).toMatchObject([{ outcome: 'DONE' }, { outcome: 'DONE' }]);
    expect(await countOf('Purchase')).toBe(before + 2);
  });

  it('long after, under a key that is used again, is told by what the record is by then', async () => {
    const identity = newIdentity(true);
    const run = () => account.writes.createExpenses.run(account.connection, createRequest(postedExpense()), identity);
    const [item] = (await run()).result.items;
    account.clock.advance(11 * 60_000);
    const { result, batch, changed } = await run();
    expect([result.items, batch]).toEqual([[item], { expenses: [] }]);
    expect(changed).toEqual([{ resource: 'EXPENSES', remoteIds: [(item as { remoteId: string }).remoteId] }]);
  });

  it('for good without a key is not to be repeated', async () => {
    const faults = { 'drop-after': true } as const;
    const error = await account.withFaults(faults, () => errorFrom(create(postedExpense())));
    expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
    expect(error).toMatchObject({ retryable: false });
  });

  it('is no question where QuickBooks was too busy', async () => {
    const before = await countOf('Purchase');
    const error = await account.withFaults({ '429': true }, () => errorFrom(create(postedExpense())));
    expect(error).toBeInstanceOf(VendorRateLimitError);
    expect(await countOf('Purchase')).toBe(before);
  });
});
