import { encodeRecordId } from '../../src/record-id';
import { BOOKS_MUTATIONS, EXPENSE_FIELDS, type BooksMutation } from '../support/books-write-operations';
import { postedExpense } from '../support/quickbooks-account';
import { QuickBooksBooks } from '../support/quickbooks-books';
import type { Tenant } from '../support/service-world';

interface WrittenRecord {
  readonly id: string;
  readonly remoteId: string;
  readonly version: string;
}
interface WrittenExpense extends WrittenRecord {
  readonly lines: readonly { readonly number: number }[];
}
interface Problem {
  readonly code: string;
  readonly path: readonly string[];
}
/** What the payloads of `BOOKS_MUTATIONS` can have; each has what it is about. */
interface Payload {
  readonly errors: readonly Problem[];
  readonly write: { readonly id: string; readonly status: string } | null;
  readonly expense: WrittenExpense;
  readonly expenses: readonly WrittenExpense[];
  readonly supplier: WrittenRecord;
  readonly supplierId: string;
  readonly employee: WrittenRecord;
  readonly employeeId: string;
  readonly receiptRemoteId: string;
  readonly deletedExpenseId: string | null;
}

const usd = (amount: string) => ({ amount, currency: 'USD' });
const NO_ERRORS: readonly unknown[] = [];

describe('changes of the books, in the graph', () => {
  let books: QuickBooksBooks;
  let acme: Tenant;
  let instanceId: string;

  beforeAll(async () => {
    books = await QuickBooksBooks.start();
    acme = await books.service.createTenant('Acme');
    instanceId = await books.connect(acme);
    await query(`query ($id: ID!) { instance(id: $id) { expenses(first: 1) { totalCount } } }`, { id: instanceId });
    await books.service.parts.tasks.idle();
  });
  afterAll(() => books.close());
  beforeEach(() => {
    books.clock.advance(61_000);
    books.quickbooks.sandbox.setFaults({ 'rate-limit': 'off' });
  });

  async function query<Data>(document: string, variables: object): Promise<Data> {
    const asked = books.service.query<Data>(acme, document, { ...variables });
    const { data, errors } = await books.whileTimePasses(asked);
    expect(errors).toBeUndefined();
    return data!;
  }
  const mutate = async (name: BooksMutation, input: object): Promise<Payload> =>
    (await query<Record<BooksMutation, Payload>>(BOOKS_MUTATIONS[name], { input }))[name];
  const posting = { paymentMethod: 'CARD', paidFromId: '41', payee: { supplierId: '57' }, accountId: '22' };
  const expenseInput = (more: object = {}) => ({
    merchant: 'Squeaky Kleen Car Wash',
    date: '2026-05-04',
    amount: usd('12.30'),
    posting,
    ...more,
  });
  const create = (more: object = {}, keyed: object = {}): Promise<Payload> =>
    mutate('createExpenses', { instanceId, expenses: [expenseInput(more)], ...keyed });
  const created = async (more: object = {}): Promise<WrittenExpense> => {
    const { expenses, errors } = await create(more);
    expect(errors).toEqual(NO_ERRORS);
    return expenses[0]!;
  };
  const read = async (id: string): Promise<WrittenExpense | null> =>
    (
      await query<{ expense: WrittenExpense | null }>(`query ($id: ID!) { expense(id: $id) { ${EXPENSE_FIELDS} } }`, {
        id,
      })
    ).expense;
  const purchases = async (): Promise<number> => {
    const statement = encodeURIComponent('SELECT count(*) FROM Purchase');
    return Number((await books.get(`query?query=${statement}`)).totalCount);
  };
  const eventsOf = async (recordId: string): Promise<readonly object[]> => {
    const document = `query ($id: ID!) { changeEvents(filter: { recordId: [$id] }) { nodes { kind source } } }`;
    type Events = { changeEvents: { nodes: readonly object[] } };
    return (await query<Events>(document, { id: recordId })).changeEvents.nodes;
  };

  it('show at once: a purchase with its lines, and a bill', async () => {
    const lines = [
      { amount: usd('10.00'), accountId: encodeRecordId('LEDGER_ACCOUNT', instanceId, '22'), description: "Bob's" },
      { amount: usd('2.30'), category: 'Automobile:Fuel' },
    ];
    const { accountId: _, ...rest } = posting;
    const purchase = await created({ posting: { ...rest, lines, documentNumber: 'R&D-1' }, description: 'Trip' });
    expect(purchase).toMatchObject({
      kind: 'PURCHASE',
      version: '0',
      amount: { amount: '12.30', currency: 'USD' },
      description: 'Trip',
      lines: [
        { number: 1, description: "Bob's", category: { name: 'Travel' } },
        { number: 2, amount: { amount: '2.30' }, category: { name: 'Automobile:Fuel' } },
      ],
      posting: { documentNumber: 'R&D-1' },
    });
    expect(await read(purchase.id)).toEqual(purchase);
    expect(await eventsOf(purchase.id)).toEqual([{ kind: 'CREATED', source: 'WRITE' }]);
    const bill = await created({
      posting: { kind: 'BILL', payee: { supplierId: '56' }, accountId: '22', dueOn: '2026-06-01' },
    });
    expect(bill).toMatchObject({ kind: 'BILL', posting: { dueOn: '2026-06-01' } });
  });

  it('tell everything that is wrong at once, each at its place', async () => {
    const other = encodeRecordId('LEDGER_ACCOUNT', '0198c0de-0000-7000-8000-000000000000', '22');
    const lines = [
      { amount: usd('1.00000'), accountId: other, trackingClassId: 'abc' },
      { amount: usd('1.23456'), accountId: '22' },
    ];
    const payee = { supplierId: encodeRecordId('EMPLOYEE', instanceId, '54') };
    const { write, errors } = await create({ posting: { ...posting, payee, lines } });
    expect(write).toBeNull();
    expect(errors.map(({ code, path }) => `${code} ${path.slice(3).join('.')}`).sort()).toEqual([
      'INVALID_INPUT posting.accountId',
      'INVALID_INPUT posting.lines.1.amount.amount',
      'NOT_FOUND posting.lines.0.accountId',
      'NOT_FOUND posting.lines.0.trackingClassId',
      'NOT_FOUND posting.payee.supplierId',
    ]);
    const adapter = await create({ posting: { ...posting, dueOn: '2026-06-01', documentNumber: 'x'.repeat(22) } });
    expect(adapter.errors.map(({ path }) => path.join('.'))).toEqual([
      'input.expenses.0.posting.documentNumber',
      'input.expenses.0.posting.dueOn',
    ]);
    expect(adapter.write).toMatchObject({ status: 'NOT_SENT' });
    const unnamed = await create({ category: 'No such account', posting: { ...posting, accountId: null } });
    expect(unnamed.errors).toMatchObject([{ path: ['input', 'expenses', '0', 'category'] }]);
    const nowhere = await create({ posting: { ...posting, accountId: null } });
    expect(nowhere.errors).toMatchObject([{ path: ['input', 'expenses', '0', 'posting', 'accountId'] }]);
  });

  it('keep lines that are not named, and refuse an older version with the record as it is', async () => {
    const lines = [1, 2, 3].map((number) => ({ amount: usd('4.10'), accountId: '22', description: `Line ${number}` }));
    const { accountId: _, ...rest } = posting;
    const before = await created({ posting: { ...rest, lines } });
    const first = await mutate('updateExpense', {
      expenseId: before.id,
      expectedVersion: before.version,
      change: { description: 'New', lines: [{ number: 2, amount: usd('5.00') }] },
    });
    expect(first.errors).toEqual(NO_ERRORS);
    expect(first.expense).toMatchObject({
      version: '1',
      description: 'New',
      amount: { amount: '13.20' },
      lines: [
        { description: 'Line 1' },
        { description: 'Line 2', amount: { amount: '5.00' } },
        { description: 'Line 3' },
      ],
    });
    // Somebody else, at QuickBooks itself.
    const theirs = {
      Id: before.remoteId,
      SyncToken: '1',
      sparse: true,
      PaymentType: 'CreditCard',
      PrivateNote: 'Theirs',
    };
    await books.post('purchase', theirs);
    const mine = {
      expenseId: before.id,
      expectedVersion: '1',
      change: { description: 'Mine' },
      idempotencyKey: 'stale',
    };
    const second = await mutate('updateExpense', mine);
    const conflict = {
      __typename: 'RecordConflictError',
      code: 'STALE_RECORD',
      path: ['input', 'expectedVersion'],
      conflictingId: before.id,
      current: { id: before.id, version: '2', expenseDescription: 'Theirs' },
    };
    expect(second.errors).toMatchObject([conflict]);
    expect(second.write).toMatchObject({ status: 'REJECTED' });
    // Our copy has it too, and the same key says the same.
    expect(await read(before.id)).toMatchObject({ description: 'Theirs', version: '2', lines: [{}, {}, {}] });
    const again = await mutate('updateExpense', mine);
    expect(again).toMatchObject({ write: { isReplay: true }, errors: [conflict] });
  });

  it('delete what is gone from reads then, and tell of it', async () => {
    const expense = await created();
    const { deletedExpenseId, errors } = await mutate('deleteExpense', { expenseId: expense.id, expectedVersion: '0' });
    expect([deletedExpenseId, errors]).toEqual([expense.id, []]);
    expect(await read(expense.id)).toBeNull();
    expect(await eventsOf(expense.id)).toEqual([
      { kind: 'CREATED', source: 'WRITE' },
      { kind: 'DELETED', source: 'WRITE' },
    ]);
    const twice = await mutate('deleteExpense', { expenseId: expense.id });
    expect(twice).toMatchObject({ deletedExpenseId: null, errors: [{ code: 'NOT_FOUND' }] });
  });

  it('attach a receipt that shows with its expense', async () => {
    const expense = await created();
    const content = Buffer.from('a file').toString('base64');
    const file = { fileName: 'lunch & more.png', contentType: 'image/png', content };
    const attached = await mutate('attachReceipt', { expenseId: expense.id, ...file });
    expect(attached.errors).toEqual(NO_ERRORS);
    expect(attached.expense).toMatchObject({
      id: expense.id,
      receipt: { remoteId: attached.receiptRemoteId, fileName: 'lunch & more.png' },
    });
    const tooLarge = await mutate('attachReceipt', { expenseId: expense.id, ...file, content: 'A'.repeat(1_000_004) });
    expect(tooLarge.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'content'] }]);
  });

  it('create and change suppliers and employees', async () => {
    const { supplier, errors } = await mutate('createSupplier', {
      instanceId,
      details: { name: "Zoë's Café", email: 'Zoe@Example.com', address: { lines: ['Ring 1'], city: 'Wien' } },
    });
    expect([errors, supplier]).toMatchObject([[], { name: "Zoë's Café", email: 'zoe@example.com', version: '0' }]);
    const renamed = await mutate('updateSupplier', {
      supplierId: supplier.id,
      expectedVersion: '0',
      details: { name: 'Zoe', email: null },
    });
    expect(renamed.supplier).toMatchObject({ id: supplier.id, name: 'Zoe', email: null, version: '1' });
    const stale = await mutate('updateSupplier', {
      supplierId: supplier.id,
      expectedVersion: '0',
      details: { name: 'Y' },
    });
    expect(stale.errors).toMatchObject([{ code: 'STALE_RECORD', current: { supplierName: 'Zoe', version: '1' } }]);
    const taken = await mutate('createEmployee', { instanceId, details: { name: 'Zoe', firstName: 'Zoe' } });
    expect(taken.errors).toMatchObject([{ __typename: 'RecordConflictError', code: 'CONFLICT' }]);

    const hired = await mutate('createEmployee', {
      instanceId,
      details: { firstName: 'Ada', email: 'ada@example.com' },
    });
    expect(hired.employee).toMatchObject({ name: 'Ada', email: 'ada@example.com', version: '0' });
    const left = await mutate('updateEmployee', { employeeId: hired.employeeId, details: { isActive: false } });
    expect(left.employee).toMatchObject({ id: hired.employeeId, isActive: false });
    const nobody = await mutate('createEmployee', { instanceId, details: { hiredOn: '2026-05-01', name: null } });
    expect(nobody.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'details', 'name'] }]);
  });

  it('say which refusals of QuickBooks are which', async () => {
    const number = { posting: { ...posting, documentNumber: 'taken' } };
    const first = await created(number);
    const conflict = { __typename: 'RecordConflictError', code: 'CONFLICT', conflictingRemoteId: first.remoteId };
    expect((await create(number)).errors).toMatchObject([conflict]);
    expect((await create({ posting: { ...posting, accountId: '999' } })).errors).toMatchObject([
      { code: 'NOT_FOUND', __typename: 'VendorError', vendorCode: '2500' },
    ]);
    const many = await mutate('createExpenses', { instanceId, expenses: [expenseInput(number), expenseInput()] });
    expect(many).toMatchObject({
      expenses: [{ kind: 'PURCHASE' }],
      results: [{ outcome: 'FAILED', error: conflict }, { outcome: 'DONE' }],
      errors: [{ ...conflict, path: ['input', 'expenses', '0'] }],
      write: { status: 'PARTIALLY_SUCCEEDED' },
    });
    const ofExpensify = await books.service.provision(acme);
    const employee = { email: 'ann@example.com' };
    const wrong = await mutate('createExpenses', { instanceId: ofExpensify, employee, expenses: [expenseInput()] });
    expect(wrong.errors).toMatchObject([{ path: ['input', 'expenses', '0', 'posting'] }]);
    const unsupported = await mutate('createSupplier', { instanceId: ofExpensify, details: { name: 'X' } });
    expect(unsupported.errors).toMatchObject([{ code: 'UNSUPPORTED_OPERATION', resource: 'SUPPLIERS' }]);
  });

  it('are one at QuickBooks, whichever replica is asked under one key', async () => {
    const before = await purchases();
    const replica = books.service.addReplica();
    const order = {
      name: 'createExpenses',
      instanceId,
      request: { employeeEmail: null, reportRemoteId: null, policyRemoteId: null, expenses: [postedExpense()] },
      idempotencyKey: 'two replicas',
    } as const;
    const perform = (parts: typeof replica) =>
      parts.services.vendorWrites.perform<'createExpenses'>(books.service.as(acme), order);
    const both = await books.whileTimePasses(Promise.allSettled([perform(replica), perform(books.service.parts)]));
    const outcomes = both.map((one) => (one.status === 'fulfilled' ? one.value.write?.status : one.reason.code));
    expect(outcomes).toContain('SUCCEEDED');
    for (const outcome of outcomes) expect(['SUCCEEDED', 'IN_PROGRESS']).toContain(outcome);
    expect(await perform(replica)).toMatchObject({ isReplay: true, write: { status: 'SUCCEEDED' } });
    await replica.close();
    expect(await purchases()).toBe(before + 1);
  });

  it('settle to one purchase where an answer is lost, and where all are under one key', async () => {
    const { sandbox } = books.quickbooks;
    const before = await purchases();
    sandbox.setFaults({ 'rate-limit': 'off', 'drop-after': { value: true, times: 1, job: 'company/purchase' } });
    expect(await create()).toMatchObject({ write: { status: 'SUCCEEDED' }, errors: [] });
    expect(await purchases()).toBe(before + 1);

    sandbox.setFaults({ 'rate-limit': 'off', 'drop-after': { value: true, job: 'company/purchase' } });
    const keyed = { idempotencyKey: 'lost' };
    const lost = await create({}, keyed);
    expect(lost).toMatchObject({
      write: { status: 'UNKNOWN' },
      errors: [{ code: 'OUTCOME_UNKNOWN', retryable: true }],
      results: [{ outcome: 'PENDING' }],
    });
    sandbox.setFaults({ 'rate-limit': 'off' });
    const found = await create({}, keyed);
    expect(found).toMatchObject({ write: { status: 'SUCCEEDED', isReplay: false }, errors: [] });
    expect(await create({}, keyed)).toMatchObject({ write: { isReplay: true }, expenses: found.expenses });
    expect(await purchases()).toBe(before + 2);
  });
});
