import type { VendorConnection } from '../../src/adapters/adapter';
import type { VendorHttp } from '../../src/adapters/http/vendor-http';
import {
  VendorConflictError,
  VendorNotFoundError,
  VendorOutcomeUnknownError,
  VendorRateLimitError,
  VendorStaleRecordError,
} from '../../src/adapters/vendor-error';
import type { CreateExpensesRequest, ExpenseChange } from '../../src/adapters/writes';
import { ElementsErrors, type InvalidValueError } from '../../src/errors';
import { newIdentity } from '../support/bound-writes';
import { errorFrom } from '../support/expensify-account';
import {
  billPosting,
  openQuickbooksAccount,
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

function request(...expenses: CreateExpensesRequest['expenses']): CreateExpensesRequest {
  return { employeeEmail: null, reportRemoteId: null, policyRemoteId: null, expenses };
}

async function create(...expenses: CreateExpensesRequest['expenses']): Promise<string[]> {
  const { result } = await account.writes.createExpenses.run(account.connection, request(...expenses));
  return result.items.map((item) => (item.outcome === 'DONE' ? (item.remoteId ?? '') : item.outcome));
}

async function countOf(entity: string, where = ''): Promise<number> {
  return (await account.query(`SELECT count(*) FROM ${entity}${where}`)).totalCount;
}

function pathsOf(error: unknown): string[] {
  const errors = error instanceof ElementsErrors ? error.errors : [error as InvalidValueError];
  return errors.map(({ path }) => path?.join('.') ?? '').sort();
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
    const answer = await account.writes.createExpenses.run(account.connection, request(draft));
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

  it('names suppliers and accounts that there are not, and creates nothing', async () => {
    const before = await countOf('Purchase');
    const lines = [postedLine({ accountRemoteId: null, category: 'No such' })];
    const draft = postedExpense({ merchant: "Nobody's", posting: posting({ payee: null, lines }) });
    const error = await errorFrom(
      account.writes.createExpenses.run(account.connection, request(postedExpense(), draft)),
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
      const asked = { ...request(bad, owed, postedExpense({ posting: null })), employeeEmail: 'ann@example.com' };
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
      request(
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
      request(postedExpense({ posting: posting({ lines }) })),
    );
    expect(await errorFrom(run)).toBeInstanceOf(VendorNotFoundError);
  });

  it('refuses days of books that are closed', async () => {
    const preferences = await account.get('preferences');
    const prefs = { ...preferences.AccountingInfoPrefs, BookCloseDate: '2026-01-31' };
    await account.post('preferences', { ...preferences, AccountingInfoPrefs: prefs });
    const run = account.writes.createExpenses.run(account.connection, request(postedExpense({ date: '2026-01-31' })));
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
      account.writes.createExpenses.run(account.connection, request(postedExpense(), postedExpense()), identity);
    const faults = { 'drop-after': { value: true, job: 'company/purchase' } } as const;
    const error = await account.withFaults(faults, () => errorFrom(run()));
    expect(error).toBeInstanceOf(VendorOutcomeUnknownError);
    expect(error).toMatchObject({ retryable: true });
    expect((await run()).result.items).toMatchObject([{ outcome: 'DONE' }, { outcome: 'DONE' }]);
    expect(await countOf('Purchase')).toBe(before + 2);
  });

  it('long after, under a key that is used again, is told by what the record is by then', async () => {
    const identity = newIdentity(true);
    const run = () => account.writes.createExpenses.run(account.connection, request(postedExpense()), identity);
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

describe('changing an expense', () => {
  const THREE = [
    postedLine({ amount: usd('10'), description: 'One', customerRemoteId: '2', billable: true }),
    postedLine({ amount: usd('20'), description: 'Two', accountRemoteId: '13' }),
    postedLine({ amount: usd('30'), description: 'Three', accountRemoteId: '15' }),
  ];
  const threeLines = async (values = {}): Promise<string> => {
    const draft = postedExpense({
      amount: usd('60'),
      description: 'Memo',
      posting: posting({ lines: THREE, ...values }),
    });
    return (await create(draft))[0]!;
  };
  const update = (remoteId: string, change: ExpenseChange, expectedVersion: string | null = null) =>
    account.writes.updateExpense.run(account.connection, {
      expense: { kind: 'PURCHASE', remoteId },
      expectedVersion,
      change,
    });

  it('of one field keeps every line as it is', async () => {
    const id = await threeLines();
    const before = await account.get(`purchase/${id}`);
    const answer = await update(id, { description: 'Another', date: '2026-05-05' });
    const after = await account.get(`purchase/${id}`);
    expect(after).toMatchObject({ PrivateNote: 'Another', TxnDate: '2026-05-05', SyncToken: '1' });
    expect(after.Line).toEqual(before.Line);
    expect(answer.batch?.expenses).toMatchObject([{ remoteId: id, description: 'Another', lines: [{}, {}, {}] }]);
  });

  it('of one line changes that, adds and removes others, and loses nothing of the rest', async () => {
    const id = await threeLines();
    const before = await account.get(`purchase/${id}`);
    const lines = [
      { number: 2, amount: usd('25') },
      { amount: usd('5'), accountRemoteId: '7', description: 'New' },
    ];
    await update(id, { lines, removedLineNumbers: [3] }, '0');
    const after = await account.get(`purchase/${id}`);
    expect(after.Line[0]).toEqual(before.Line[0]);
    expect(after.Line[1]).toEqual({ ...before.Line[1], Amount: 25 });
    expect(after.Line[2]).toMatchObject({ Amount: 5, Description: 'New' });
    expect(after.Line).toHaveLength(3);
    expect(after.TotalAmt).toBe(40);
  });

  it('clears a field without losing another', async () => {
    const id = await threeLines({ documentNumber: 'W-9' });
    const before = await account.get(`purchase/${id}`);
    await update(id, { description: null });
    const after = await account.get(`purchase/${id}`);
    expect(after.PrivateNote).toBeUndefined();
    expect(after).toMatchObject({ DocNumber: 'W-9', EntityRef: before.EntityRef, TotalAmt: 60 });
    expect(after.Line).toEqual(before.Line);
  });

  it('keeps the sign of a refund', async () => {
    const lines = [postedLine({ amount: usd('-12.30') })];
    const [id] = await create(postedExpense({ amount: usd('-12.30'), posting: posting({ lines }) }));
    const answer = await update(id!, { lines: [{ number: 1, amount: usd('-7.50') }] }, '0');
    expect(await account.get(`purchase/${id}`)).toMatchObject({ Credit: true, TotalAmt: 7.5 });
    expect(answer.batch?.expenses).toMatchObject([{ amount: { amount: '-7.50' } }]);
  });

  it('changes a bill', async () => {
    const [id] = await create(postedExpense({ posting: billPosting() }));
    await account.writes.updateExpense.run(account.connection, {
      expense: { kind: 'BILL', remoteId: id! },
      expectedVersion: '0',
      change: { dueOn: '2026-07-01', payee: { kind: 'SUPPLIER', remoteId: '30' } },
    });
    expect(await account.get(`bill/${id}`)).toMatchObject({ DueDate: '2026-07-01', VendorRef: { value: '30' } });
  });

  it('of an older version is refused with the record as it is', async () => {
    const id = await threeLines();
    await update(id, { description: 'Somebody else' });
    const error = await errorFrom(update(id, { description: 'Mine' }, '0'));
    expect(error).toBeInstanceOf(VendorStaleRecordError);
    expect(error).toMatchObject({
      code: 'STALE_RECORD',
      current: { kind: 'PURCHASE', remoteId: id, batch: { expenses: [{ description: 'Somebody else' }] } },
    });
    expect(await account.get(`purchase/${id}`)).toMatchObject({ PrivateNote: 'Somebody else', SyncToken: '1' });
  });

  /** The account, where something happens between what is read for the first write and that write. */
  const meanwhile = (happens: () => Promise<unknown>): VendorConnection => {
    const { connection } = account;
    let isFirst = true;
    const call: VendorHttp['call'] = async (vendorRequest, read) => {
      if (vendorRequest.method === 'POST' && isFirst) {
        isFirst = false;
        await happens();
      }
      return connection.http.call(vendorRequest, read);
    };
    return { ...connection, http: { call, stream: connection.http.stream.bind(connection.http) } };
  };
  const somebodyElse = (id: string) => () =>
    account.post('purchase', {
      Id: id,
      SyncToken: '0',
      sparse: true,
      PaymentType: 'CreditCard',
      DocNumber: `theirs ${id}`,
    });

  it('is refused where somebody comes between reading and writing', async () => {
    const id = await threeLines();
    const expense = { kind: 'PURCHASE', remoteId: id } as const;
    const mine = { expense, expectedVersion: '0', change: { description: 'Mine' } };
    const error = await errorFrom(account.writes.updateExpense.run(meanwhile(somebodyElse(id)), mine));
    expect(error).toMatchObject({
      code: 'STALE_RECORD',
      vendorCode: '5010',
      current: { batch: { expenses: [{ posting: { documentNumber: `theirs ${id}` }, description: 'Memo' }] } },
    });
  });

  it('is applied anew where somebody comes between and no version is expected: both changes stay', async () => {
    const id = await threeLines();
    const expense = { kind: 'PURCHASE', remoteId: id } as const;
    const mine = { expense, expectedVersion: null, change: { description: 'Mine' } };
    await account.writes.updateExpense.run(meanwhile(somebodyElse(id)), mine);
    const after = await account.get(`purchase/${id}`);
    expect(after).toMatchObject({ DocNumber: `theirs ${id}`, PrivateNote: 'Mine', SyncToken: '2' });
    expect(after.Line).toHaveLength(3);
  });

  it.each([[null], ['0']])(
    'whose answers are all lost is known again under its key, expecting version %s',
    async (expectedVersion) => {
      const id = await threeLines();
      const identity = newIdentity(true);
      const expense = { kind: 'PURCHASE', remoteId: id } as const;
      const change = { lines: [{ amount: usd('1'), accountRemoteId: '7' }] };
      const asked = { expense, expectedVersion, change };
      const lost = async () => account.running.sandbox.setFaults({ 'rate-limit': 'off', 'drop-after': true });
      const error = await account.withFaults({}, () =>
        errorFrom(account.writes.updateExpense.run(meanwhile(lost), asked, identity)),
      );
      expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
      const { batch } = await account.writes.updateExpense.run(account.connection, asked, identity);
      expect(batch?.expenses).toMatchObject([{ lines: [{}, {}, {}, {}] }]);
      expect(await account.get(`purchase/${id}`)).toMatchObject({ SyncToken: '1', Line: [{}, {}, {}, {}] });
    },
  );

  it('names what is wrong with it, all at once', async () => {
    const error = await errorFrom(
      update('12', {
        description: 'x'.repeat(4_001),
        documentNumber: 'x'.repeat(22),
        dueOn: '2026-06-01',
        lines: [{ number: 1, amount: usd('1.234') }, { number: 1 }, { accountRemoteId: '7' }],
        removedLineNumbers: [2],
      }),
    );
    expect(pathsOf(error)).toEqual([
      'change.description',
      'change.documentNumber',
      'change.dueOn',
      'change.lines',
      'change.lines.0.amount.amount',
      'change.lines.2.amount',
      'expectedVersion',
    ]);
    const id = await threeLines();
    const numbers = await errorFrom(
      update(
        id,
        { lines: [{ number: 4, amount: { amount: '1', currency: 'EUR' } }], removedLineNumbers: [1, 2, 3, 9] },
        '0',
      ),
    );
    expect(pathsOf(numbers)).toEqual([
      'change.lines.0.amount.currency',
      'change.lines.0.number',
      'change.removedLineNumbers',
      'change.removedLineNumbers.3',
    ]);
    expect((await account.get(`purchase/${id}`)).SyncToken).toBe('0');
  });

  it('of nothing that is there is told as such', async () => {
    expect(await errorFrom(update('999999', { description: 'x' }))).toBeInstanceOf(VendorNotFoundError);
  });
});

describe('deleting an expense', () => {
  const remove = (remoteId: string, expectedVersion: string | null = null, identity = newIdentity()) =>
    account.writes.deleteExpense.run(
      account.connection,
      { expense: { kind: 'PURCHASE', remoteId }, expectedVersion },
      identity,
    );

  it('deletes it', async () => {
    const [id] = await create(postedExpense());
    expect(await remove(id!)).toEqual({ result: null, deletedExpenses: [{ kind: 'PURCHASE', remoteId: id }] });
    expect(await account.get(`purchase/${id}`)).toBeNull();
    expect(await errorFrom(remove(id!))).toBeInstanceOf(VendorNotFoundError);
  });

  it('of an older version is refused with the record as it is', async () => {
    const [id] = await create(postedExpense());
    await account.post('purchase', {
      Id: id,
      SyncToken: '0',
      sparse: true,
      PaymentType: 'CreditCard',
      PrivateNote: 'x',
    });
    const error = await errorFrom(remove(id!, '0'));
    expect(error).toMatchObject({ code: 'STALE_RECORD', current: { batch: { expenses: [{ description: 'x' }] } } });
    expect(await account.get(`purchase/${id}`)).not.toBeNull();
  });

  it('is done once under its key, although it is gone by then', async () => {
    const [id] = await create(postedExpense());
    const identity = newIdentity(true);
    await remove(id!, null, identity);
    expect(await remove(id!, null, identity)).toMatchObject({ deletedExpenses: [{ remoteId: id }] });
  });
});

describe('suppliers and employees', () => {
  it('creates and changes a supplier, and keeps what is masked', async () => {
    const details = {
      name: "O'Neil & Söhne",
      companyName: 'O’Neil GmbH',
      email: 'Office@Example.com',
      phone: '+43 1 234',
      website: 'https://example.com',
      accountNumber: 'A-1',
      address: { lines: ['Ring 1', 'Top 2'], city: 'Wien', postalCode: '1010', country: 'Austria' },
    };
    const { result, batch } = await account.writes.createSupplier.run(account.connection, { details });
    const { supplierRemoteId } = result;
    expect(batch?.bookEntries).toMatchObject([{ kind: 'SUPPLIER', remoteId: supplierRemoteId, name: details.name }]);
    await account.post('vendor', { Id: supplierRemoteId, SyncToken: '0', sparse: true, TaxIdentifier: '123456789' });
    const answer = await account.writes.updateSupplier.run(account.connection, {
      supplierRemoteId,
      expectedVersion: '1',
      details: { phone: null, isActive: true, lastName: 'Neil' },
    });
    expect(answer.batch?.bookEntries).toHaveLength(1);
    const vendor = await account.get(`vendor/${supplierRemoteId}`);
    expect(vendor).toMatchObject({
      DisplayName: details.name,
      CompanyName: details.companyName,
      PrimaryEmailAddr: { Address: details.email },
      BillAddr: { Line1: 'Ring 1', Line2: 'Top 2', City: 'Wien', PostalCode: '1010', Country: 'Austria' },
      TaxIdentifier: 'XXXXXXX6789',
      FamilyName: 'Neil',
    });
    expect(vendor.PrimaryPhone?.FreeFormNumber).toBeUndefined();
  });

  it('refuses a name that somebody has', async () => {
    const run = account.writes.createSupplier.run(account.connection, { details: { name: 'emily platt' } });
    expect(await errorFrom(run)).toBeInstanceOf(VendorConflictError);
  });

  it('creates, changes and deactivates an employee', async () => {
    const details = { firstName: 'Ada', lastName: 'Lovelace', employeeNumber: '7', email: 'ada@example.com' };
    const { result, batch } = await account.writes.createEmployee.run(account.connection, { details });
    const { employeeRemoteId } = result;
    expect(batch?.employees).toMatchObject([{ remoteId: employeeRemoteId, email: 'ada@example.com' }]);
    const update = (changes: object, expectedVersion: string | null) =>
      account.writes.updateEmployee.run(account.connection, { employeeRemoteId, expectedVersion, details: changes });
    await update({ hiredOn: '2026-05-01', mobilePhone: '1 23' }, '0');
    expect(await errorFrom(update({ hiredOn: '2026-05-02' }, '0'))).toMatchObject({
      code: 'STALE_RECORD',
      current: { kind: 'EMPLOYEE', batch: { employees: [{ hiredOn: '2026-05-01' }] } },
    });
    const left = await update({ isActive: false, releasedOn: '2026-05-05' }, null);
    expect(left.batch?.employees).toMatchObject([{ isActive: false, releasedOn: '2026-05-05', employeeNumber: '7' }]);
  });

  it('names what is wrong with them, all at once', async () => {
    const employee = await errorFrom(
      account.writes.createEmployee.run(account.connection, {
        details: {
          name: 'a:b',
          phone: '1'.repeat(21),
          email: 'x'.repeat(101),
          hiredOn: '2026-05-02',
          releasedOn: '2026-05-01',
          address: { lines: ['1', '2', '3', '4', '5', '6'], city: 'x'.repeat(256) },
        },
      }),
    );
    expect(pathsOf(employee)).toEqual([
      'details.address.city',
      'details.address.lines',
      'details.email',
      'details.lastName',
      'details.name',
      'details.phone',
      'details.releasedOn',
    ]);
    const supplier = await errorFrom(account.writes.createSupplier.run(account.connection, { details: {} }));
    expect(pathsOf(supplier)).toEqual(['details', 'details.name']);
  });
});

describe('attaching a receipt', () => {
  const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');
  const attach = (expense: { kind: 'PURCHASE'; remoteId: string }, more = {}, identity = newIdentity()) =>
    account.writes.attachReceipt.run(
      account.connection,
      {
        expense,
        fileName: "Bob's receipt – März.png",
        contentType: 'image/png',
        content: PNG.toString('base64'),
        note: null,
        ...more,
      },
      identity,
    );

  it('uploads the file, byte by byte, and links it', async () => {
    const [id] = await create(postedExpense());
    const { result, batch } = await attach({ kind: 'PURCHASE', remoteId: id! }, { note: 'Lunch' });
    const stored = await account.get(`attachable/${result.receiptRemoteId}`);
    expect(stored).toMatchObject({
      FileName: "Bob's receipt – März.png",
      ContentType: 'image/png',
      Size: PNG.length,
      Category: 'Receipt',
      Note: 'Lunch',
      AttachableRef: [{ EntityRef: { type: 'Purchase', value: id } }],
    });
    const file = await fetch(stored.TempDownloadUri);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG);
    expect(batch?.receipts).toMatchObject([
      { remoteId: result.receiptRemoteId, expenses: [{ kind: 'PURCHASE', remoteId: id }] },
    ]);
  });

  it('uploads it once where the answer is lost', async () => {
    const [id] = await create(postedExpense());
    const before = await countOf('Attachable');
    const faults = { 'drop-after': { value: true, times: 1 } } as const;
    await account.withFaults(faults, () => attach({ kind: 'PURCHASE', remoteId: id! }));
    expect(await countOf('Attachable')).toBe(before + 1);
  });

  it('tells that the expense is gone, although QuickBooks says 200', async () => {
    const error = await errorFrom(attach({ kind: 'PURCHASE', remoteId: '999999' }));
    expect(error).toBeInstanceOf(VendorNotFoundError);
    expect(error).toMatchObject({ vendorCode: '6000' });
  });

  it('refuses what is no file that QuickBooks takes', async () => {
    const more = { fileName: 'virus.exe', contentType: 'image', content: '!', note: 'x'.repeat(2_001) };
    const error = await errorFrom(attach({ kind: 'PURCHASE', remoteId: '1' }, more));
    expect(pathsOf(error)).toEqual(['content', 'content', 'contentType', 'fileName', 'note'].sort());
  });
});
