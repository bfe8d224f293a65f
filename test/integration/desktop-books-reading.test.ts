import type { ReadEvent } from '../../src/adapters/adapter';
import type { BookEntryRecord, EmployeeRecord, ExpenseRecord } from '../../src/adapters/records';
import { DesktopBooks, idsTold } from '../support/desktop-books';

let books: DesktopBooks;

afterEach(() => books.close());

function expensesIn(events: readonly ReadEvent[]): ExpenseRecord[] {
  return events.flatMap((event) => (event.kind === 'records' ? (event.batch.expenses ?? []) : []));
}

function entriesIn(events: readonly ReadEvent[]): BookEntryRecord[] {
  return events.flatMap((event) => (event.kind === 'records' ? (event.batch.bookEntries ?? []) : []));
}

function employeesIn(events: readonly ReadEvent[]): EmployeeRecord[] {
  return events.flatMap((event) => (event.kind === 'records' ? (event.batch.employees ?? []) : []));
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}

const EXPENSE_KINDS = ['Bill', 'Check', 'CreditCardCharge', 'CreditCardCredit', 'VendorCredit'];

function allExpenses({ file }: DesktopBooks): string[] {
  return EXPENSE_KINDS.flatMap((kind) => file.desk.ids(kind)).sort();
}

describe('the books of a desktop company', () => {
  it('are read in one exchange where they are small, whole', async () => {
    books = await DesktopBooks.open();
    const events = await books.list();
    expect(books.asked.map(({ key }) => key)).toEqual(['books@13.0']);
    expect(unique(idsTold(events, 'expenses'))).toEqual(allExpenses(books));
    expect(unique(idsTold(events, 'employees'))).toEqual([...books.file.desk.ids('Employee')].sort());
    expect(unique(idsTold(events, 'SUPPLIER'))).toEqual([...books.file.desk.ids('Vendor')].sort());
    expect(unique(idsTold(events, 'CUSTOMER'))).toEqual([...books.file.desk.ids('Customer')].sort());
    expect(unique(idsTold(events, 'LEDGER_ACCOUNT'))).toEqual([...books.file.desk.ids('Account')].sort());
    expect(unique(idsTold(events, 'TRACKING_CLASS'))).toEqual([...books.file.desk.ids('Class')].sort());
    expect(idsTold(events, 'COMPANY')).toEqual(['1']);
    expect(events.filter(({ kind }) => kind === 'rejected' || kind === 'incomplete')).toEqual([]);
  });

  it('have every kind of transaction, signed, with lines and with who was paid', async () => {
    books = await DesktopBooks.open();
    const expenses = expensesIn(await books.list());
    const byKind = new Map(expenses.map((expense) => [expense.vendorKind, expense]));
    expect([...byKind.keys()].sort()).toEqual(EXPENSE_KINDS);
    expect(byKind.get('Bill')).toMatchObject({ kind: 'BILL', paymentMethod: 'ON_ACCOUNT', card: null });
    expect(byKind.get('Check')).toMatchObject({ kind: 'PURCHASE', paymentMethod: 'CHECK' });
    expect(byKind.get('CreditCardCharge')).toMatchObject({ kind: 'PURCHASE', paymentMethod: 'CARD' });
    expect(byKind.get('VendorCredit')).toMatchObject({ kind: 'SUPPLIER_CREDIT', paymentMethod: 'ON_ACCOUNT' });
    for (const expense of expenses) {
      const isCredit = ['CreditCardCredit', 'VendorCredit'].includes(expense.vendorKind ?? '');
      const amounts = [expense.amount, ...expense.lines.map(({ amount }) => amount)].map((money) => money?.amount);
      for (const amount of amounts)
        expect([expense.remoteId, amount?.startsWith('-')]).toEqual([expense.remoteId, isCredit]);
      expect(expense.lines.length).toBeGreaterThan(0);
      expect(expense.posting?.paidFromRemoteId).not.toBeNull();
      expect(expense.vendorFields.EditSequence).toMatch(/^\d+$/);
    }
  });

  it('say of whoever was paid by check or card whether that is a supplier, an employee or a customer', async () => {
    books = await DesktopBooks.open();
    const { desk } = books.file;
    const AccountRef = { FullName: 'Checking' };
    const pay = (PayeeEntityRef: string): string => {
      const ExpenseLineAdd = [{ AccountRef: { FullName: 'Travel' }, Amount: '5.00' }];
      return desk.enter('CheckAdd', { AccountRef, PayeeEntityRef: { ListID: PayeeEntityRef }, ExpenseLineAdd });
    };
    const employee = desk.ids('Employee')[0]!;
    const customer = desk.ids('Customer')[0]!;
    const [toEmployee, toCustomer] = [pay(employee), pay(customer)];
    const payees = new Map(expensesIn(await books.list()).map(({ remoteId, payee }) => [remoteId, payee]));
    expect(payees.get(toEmployee)).toMatchObject({ kind: 'EMPLOYEE', remoteId: employee });
    expect(payees.get(toCustomer)).toMatchObject({ kind: 'CUSTOMER', remoteId: customer });
  });

  it('ask for nothing personal, and keep none (employees whole, also inactive ones)', async () => {
    books = await DesktopBooks.open({ settings: { personalDataAllowed: true, undeclaredElements: true } });
    const employees = employeesIn(await books.list());
    expect(employees.some(({ isActive }) => isActive === false)).toBe(true);
    const fields = new Set(employees.flatMap(({ vendorFields }) => Object.keys(vendorFields)));
    for (const personal of [
      'SSN',
      'BirthDate',
      'EmployeePayrollInfo',
      'EmployeeTaxInfo',
      'EmployeeDirectDepositAccount',
    ]) {
      expect(fields).not.toContain(personal);
    }
    for (const name of ['ListID', 'EditSequence', 'TimeModified', 'Name']) expect(fields).toContain(name);
  });

  it('have balances with debits positive', async () => {
    books = await DesktopBooks.open();
    const accounts = entriesIn(await books.list()).filter(({ kind }) => kind === 'LEDGER_ACCOUNT');
    const card = accounts.find(({ account, balance }) => account?.kind === 'CREDIT_CARD' && balance?.amount !== '0.00');
    expect(card?.balance?.amount).toBe(`-${String(card?.vendorFields.Balance)}`.replace('--', ''));
    expect(accounts.find(({ account }) => account?.kind === 'EXPENSE')?.balance).toBeNull();
  });

  it('go back as far as the history, by the day of a transaction', async () => {
    books = await DesktopBooks.open();
    const events = await books.list({ historyFrom: '2026-01-01' });
    const days = expensesIn(events).map(({ date }) => date ?? '');
    expect(days.length).toBeGreaterThan(0);
    expect(days.filter((day) => day < '2026-01-01')).toEqual([]);
  });

  it('tell what class tracking that is off keeps from view, again and again, and read the rest', async () => {
    books = await DesktopBooks.open({ settings: { classTracking: false }, expenses: 400 });
    const events = await books.list();
    const incomplete = events.filter(({ kind }) => kind === 'incomplete');
    expect(incomplete[0]).toMatchObject({
      resource: 'TRACKING_CLASSES',
      reason: expect.stringContaining('switched off'),
    });
    // Told once when it is found, and once by each part that goes on after a checkpoint.
    expect(incomplete.length).toBe(books.asked.length);
    expect(unique(idsTold(events, 'expenses'))).toEqual(allExpenses(books));
  });

  it('come in a bounded number of exchanges, page by page', async () => {
    books = await DesktopBooks.open({ expenses: 2_000 });
    const events = await books.list();
    expect(unique(idsTold(events, 'expenses'))).toEqual(allExpenses(books));
    const pages = EXPENSE_KINDS.map((kind) => Math.ceil(books.file.desk.ids(kind).length / 200));
    expect(books.asked.length).toBeLessThanOrEqual(1 + pages.reduce((sum, count) => sum + count, 0));
    const progress = events.flatMap((event) => (event.kind === 'checkpoint' ? (event.progress ?? []) : []));
    expect(progress).toEqual([...progress].sort((left, right) => left - right));
    expect(progress.at(-1)).toBe(1);
  });

  it('go on after each of their checkpoints to the same end, in a later session too', async () => {
    books = await DesktopBooks.open({ expenses: 500 });
    const events = await books.list();
    const places = events.flatMap((event, index) => (event.kind === 'checkpoint' ? [index] : []));
    expect(places.length).toBeGreaterThan(3);
    for (const place of places) {
      const checkpoint = events[place]?.kind === 'checkpoint' ? events[place].checkpoint : undefined;
      books.newSession();
      const rest = idsTold(await books.list({ checkpoint }), 'expenses');
      expect(unique(rest)).toEqual(expect.arrayContaining(unique(idsTold(events.slice(place), 'expenses'))));
    }
  });

  it('begin pages again when the session ends in the middle, and miss nothing', async () => {
    books = await DesktopBooks.open({ expenses: 1_500 });
    let ended = 0;
    books.beforeEach = ({ document }) => {
      if (!document.includes('iterator="Continue"') || ended > 2) return;
      ended += 1;
      // As if QuickBooks had been restarted within one session of the agent: the iterator is not known any more.
      books.newSessionOfQuickBooks();
    };
    const events = await books.list();
    expect(ended).toBe(3);
    expect(unique(idsTold(events, 'expenses'))).toEqual(allExpenses(books));
  });

  it('do not ask in a version that QuickBooks announces and does not take (6.1, 13 and 16)', async () => {
    books = await DesktopBooks.open({ settings: { announcedVersion: '16.0', supportedVersion: '12.0' } });
    const events = await books.list();
    expect(books.asked.map(({ key }) => key)).toEqual(['books@13.0', 'books@12.0']);
    expect(unique(idsTold(events, 'expenses'))).toEqual(allExpenses(books));
    // Learnt for good.
    await books.list();
    expect(books.asked.map(({ key }) => key).slice(2)).toEqual(['books@12.0']);
  });

  it('speak what an old QuickBooks announces', async () => {
    books = await DesktopBooks.open({ settings: { announcedVersion: '7.0', supportedVersion: '7.0' } });
    const events = await books.list();
    expect(books.asked.map(({ key }) => key)).toEqual(['books@7.0']);
    expect(unique(idsTold(events, 'employees'))).toEqual([...books.file.desk.ids('Employee')].sort());
  });

  it.each([
    ['hresult', { value: '0x80040408' }, 'VENDOR_UNAVAILABLE', '0x80040408'],
    ['hresult', { value: '0x80040400' }, 'VENDOR_PROTOCOL_ERROR', '0x80040400'],
    ['hresult', { value: '0x8004041A' }, 'PERMISSION_DENIED', '0x8004041A'],
    ['status', { value: 1000, job: 'BillQuery' }, 'VENDOR_UNAVAILABLE', '1000'],
    ['malformed', { value: 'truncated' }, 'VENDOR_PROTOCOL_ERROR', null],
    ['malformed', { value: 'entities' }, 'VENDOR_PROTOCOL_ERROR', null],
    ['malformed', { value: 'other-root' }, 'VENDOR_PROTOCOL_ERROR', null],
  ])('fail with what to do about it: %s %p is %s', async (fault, setting, code, vendorCode) => {
    books = await DesktopBooks.open();
    books.file.setFaults({ [fault]: setting });
    await expect(books.list()).rejects.toMatchObject({ code, vendorCode });
  });

  it('read the rest where some may not be seen', async () => {
    books = await DesktopBooks.open();
    books.file.setFaults({ status: { value: 3261, job: 'EmployeeQuery' } });
    const events = await books.list();
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'incomplete', resource: 'EMPLOYEES', requires: expect.any(String) }),
    );
    expect(unique(idsTold(events, 'expenses'))).toEqual(allExpenses(books));
  });
});
