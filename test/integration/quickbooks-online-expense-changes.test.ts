import type { VendorConnection } from '../../src/adapters/adapter';
import type { VendorHttp } from '../../src/adapters/http/vendor-http';
import { VendorNotFoundError, VendorStaleRecordError } from '../../src/adapters/vendor-error';
import type { CreateExpensesRequest, ExpenseChange } from '../../src/adapters/writes';
import { newIdentity } from '../support/bound-writes';
import { errorFrom } from '../support/expensify-account';
import {
  billPosting,
  createdIds,
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

/** The account, where something happens between what is read for the first write and that write, and for the next. */
function meanwhile(...happenings: readonly (() => Promise<unknown>)[]): VendorConnection {
  const { connection } = account;
  let writes = 0;
  const call: VendorHttp['call'] = async (vendorRequest, read) => {
    if (vendorRequest.method === 'POST') await happenings[writes++]?.();
    return connection.http.call(vendorRequest, read);
  };
  return { ...connection, http: { call, stream: connection.http.stream.bind(connection.http) } };
}

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

  it('does not make a refund an expense by another way of payment, which has no refunds', async () => {
    const lines = [postedLine({ amount: usd('-12.30') })];
    const [id] = await create(postedExpense({ amount: usd('-12.30'), posting: posting({ lines }) }));
    const error = await errorFrom(update(id!, { paymentMethod: 'CASH', paidFromRemoteId: '35' }));
    expect(pathsOf(error)).toEqual(['change.paymentMethod']);
    expect(await account.get(`purchase/${id}`)).toMatchObject({ Credit: true, PaymentType: 'CreditCard' });
  });

  it('leaves no tax of the former amount on a line', async () => {
    const id = await threeLines();
    const { Line } = await account.get(`purchase/${id}`);
    const taxed = { ...Line[1].AccountBasedExpenseLineDetail, TaxAmount: 2, TaxInclusiveAmt: 22 };
    const lines = [Line[0], { ...Line[1], AccountBasedExpenseLineDetail: taxed }, Line[2]];
    await account.post('purchase', { Id: id, SyncToken: '0', sparse: true, PaymentType: 'CreditCard', Line: lines });
    await update(id, { lines: [{ number: 2, description: 'Still taxed' }] }, '1');
    const described = await account.get(`purchase/${id}`);
    expect(described.Line[1].AccountBasedExpenseLineDetail).toMatchObject({ TaxAmount: 2, TaxInclusiveAmt: 22 });
    const answer = await update(id, { lines: [{ number: 2, amount: usd('200') }] }, '2');
    const after = (await account.get(`purchase/${id}`)).Line[1].AccountBasedExpenseLineDetail;
    expect([after.TaxAmount, after.TaxInclusiveAmt]).toEqual([undefined, undefined]);
    expect(answer.batch?.expenses?.[0]?.lines?.[1]).toMatchObject({ amount: usd('200.00'), tax: null });
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

  it('that was applied anew, and whose answer was lost then, is known again under its key', async () => {
    const id = await threeLines();
    const identity = newIdentity(true);
    const change = { lines: [{ amount: usd('1'), accountRemoteId: '7' }] };
    const asked = { expense: { kind: 'PURCHASE', remoteId: id } as const, expectedVersion: null, change };
    const lost = async () => account.running.sandbox.setFaults({ 'rate-limit': 'off', 'drop-after': true });
    const reading = meanwhile(somebodyElse(id), lost);
    const error = await account.withFaults({}, () =>
      errorFrom(account.writes.updateExpense.run(reading, asked, identity)),
    );
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
    await account.writes.updateExpense.run(account.connection, asked, identity);
    expect((await account.get(`purchase/${id}`)).Line).toHaveLength(4);
  });

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

  const touch = (id: string) =>
    account.post('purchase', { Id: id, SyncToken: '0', sparse: true, PaymentType: 'CreditCard', PrivateNote: 'x' });

  it('deletes it', async () => {
    const [id] = await create(postedExpense());
    expect(await remove(id!)).toEqual({ result: null, deletedExpenses: [{ kind: 'PURCHASE', remoteId: id }] });
    expect(await account.get(`purchase/${id}`)).toBeNull();
    expect(await errorFrom(remove(id!))).toBeInstanceOf(VendorNotFoundError);
  });

  it('of an older version is refused with the record as it is', async () => {
    const [id] = await create(postedExpense());
    await touch(id!);
    const error = await errorFrom(remove(id!, '0'));
    expect(error).toMatchObject({ code: 'STALE_RECORD', current: { batch: { expenses: [{ description: 'x' }] } } });
    expect(await account.get(`purchase/${id}`)).not.toBeNull();
  });

  it('is asked for anew where somebody comes between and no version is expected', async () => {
    const [id] = await create(postedExpense());
    const reading = meanwhile(() => touch(id!));
    const expense = { kind: 'PURCHASE', remoteId: id! } as const;
    await account.writes.deleteExpense.run(reading, { expense, expectedVersion: null });
    expect(await account.get(`purchase/${id}`)).toBeNull();
  });

  it('is done once under its key, although it is gone by then', async () => {
    const [id] = await create(postedExpense());
    const identity = newIdentity(true);
    await remove(id!, null, identity);
    expect(await remove(id!, null, identity)).toMatchObject({ deletedExpenses: [{ remoteId: id }] });
  });
});
