import { FastClock } from '../support/fast-clock';
import { QuickBooksConnections } from '../support/quickbooks-connections';
import { RestClient, type RestReply } from '../support/rest-client';

interface Line {
  readonly id: string;
  readonly amount: number;
  readonly description?: string;
  readonly [member: string]: unknown;
}

interface Transaction {
  readonly id: string;
  readonly syncToken: string;
  readonly line: readonly Line[];
  readonly message?: string;
  readonly [member: string]: unknown;
}

type Reply = RestReply<Transaction>;

const ACCOUNT = { value: '7', name: 'Advertising' };
const CARD = { value: '41' };
const VENDOR = { value: '56', name: 'Bob' };
const lineOf = (amount: number | string, more: object = {}): object => ({
  amount,
  detailType: 'ACCOUNT_BASED_EXPENSE_LINE_DETAIL',
  accountBasedExpenseLineDetail: { accountRef: ACCOUNT },
  ...more,
});
const PURCHASE = {
  txnDate: '2026-06-01',
  paymentType: 'CREDIT_CARD',
  accountRef: CARD,
  entityRef: { ...VENDOR, type: 'Vendor' },
  line: [lineOf(12.5, { description: 'Posters' }), lineOf('7.50')],
};
const BILL = { txnDate: '2026-06-02', dueDate: '2026-07-02', vendorRef: VENDOR, line: [lineOf(30)] };

describe("QuickBooks Online's transactions in the platform's words", () => {
  let world: QuickBooksConnections;
  let rest: RestClient;
  const clock = new FastClock(10);

  beforeAll(async () => {
    world = await QuickBooksConnections.start(clock);
    const { token, errors } = (await world.connect()) as unknown as { token: string; errors: unknown[] };
    expect(errors).toEqual([]);
    rest = RestClient.ofToken(world.service, world.tenant, token);
  });
  afterAll(() => world.close());

  const post = (name: string, body: object, headers: Record<string, string> = {}): Promise<Reply> =>
    rest.send<Transaction>('POST', `/hubs/finance/${name}`, { body, headers });
  const patch = (name: string, id: string, body: object, headers: Record<string, string> = {}): Promise<Reply> =>
    rest.send<Transaction>('PATCH', `/${name}/${id}`, { body, headers });
  const created = async (name: string, body: object): Promise<Transaction> => {
    const reply = await post(name, body);
    if (reply.status !== 200) throw new Error(reply.text);
    return reply.body;
  };

  it('have purchases that are created as they are read', async () => {
    const more = { docNumber: 'R-17', privateNote: 'For the fair', currencyRef: { value: 'USD' }, totalAmt: 20 };
    const purchase = await created('purchases', { ...PURCHASE, ...more });
    expect(purchase).toMatchObject({
      id: expect.any(String),
      syncToken: '0',
      txnDate: '2026-06-01',
      paymentType: 'CREDIT_CARD',
      docNumber: 'R-17',
      privateNote: 'For the fair',
      totalAmt: 20,
      accountRef: { value: '41' },
      entityRef: { value: '56', type: 'Vendor' },
      line: [
        { amount: 12.5, description: 'Posters', accountBasedExpenseLineDetail: { accountRef: { value: '7' } } },
        { amount: 7.5 },
      ],
    });
    expect((await rest.get(`/purchases/${purchase.id}`)).body).toEqual(purchase);
  });

  it('have purchases of nobody, and such that gave money back', async () => {
    const { entityRef: _entityRef, ...ofNobody } = { ...PURCHASE, paymentType: 'CASH', accountRef: { value: '35' } };
    expect(Object.keys(await created('purchases', ofNobody))).not.toContain('entityRef');
    expect(await created('purchases', { ...PURCHASE, credit: true })).toMatchObject({ credit: true, totalAmt: 20 });
  });

  it('have bills and vendor credits that are created', async () => {
    const detail = { accountRef: ACCOUNT, customerRef: { value: '1' }, billableStatus: 'BILLABLE' };
    const bill = await created('bills', { ...BILL, line: [lineOf(30, { accountBasedExpenseLineDetail: detail })] });
    expect(bill).toMatchObject({
      vendorRef: { value: '56' },
      dueDate: '2026-07-02',
      totalAmt: 30,
      balance: 30,
      line: [{ accountBasedExpenseLineDetail: { customerRef: { value: '1' }, billableStatus: 'BILLABLE' } }],
    });
    const { dueDate: _dueDate, ...credit } = BILL;
    expect(await created('vendor-credits', credit)).toMatchObject({ vendorRef: { value: '56' }, totalAmt: 30 });
  });

  it('are refused by the name of what cannot be carried, everything at once', async () => {
    const refused = async (name: string, body: object): Promise<string> => {
      const reply = await post(name, body);
      expect(reply.status).toBe(400);
      return reply.body.message ?? '';
    };
    expect(await refused('bills', { ...BILL, salesTermRef: { value: '3' }, apAccountRef: { value: '33' } })).toBe(
      'The body is wrong: unknown "salesTermRef", "apAccountRef".',
    );
    const item = { amount: 3, detailType: 'ITEM_BASED_EXPENSE_LINE_DETAIL', itemBasedExpenseLineDetail: {} };
    const message = await refused('purchases', { ...PURCHASE, paymentType: 'CreditCard', line: [item] });
    expect(message).toContain('`paymentType`');
    expect(message).toContain('`line.0.detailType`');
    expect(message).toContain('`line.0`: unknown "itemBasedExpenseLineDetail"');
    expect(await refused('purchases', { ...PURCHASE, totalAmt: 21 })).toContain('The lines come to 20');
    expect(await refused('purchases', { ...PURCHASE, line: [lineOf(-5)] })).toContain('`credit`: true');
    expect(await refused('bills', { ...BILL, line: [lineOf(1.234)] })).toContain('two decimals');
    expect(await refused('bills', { ...BILL, currencyRef: { value: 'EUR' } })).toContain('QuickBooks');
  });

  it('are created once, however often they are sent under one key', async () => {
    const key = { 'idempotency-key': 'purchase-1' };
    const [first, second] = [await post('purchases', PURCHASE, key), await post('purchases', PURCHASE, key)];
    expect([first.status, second.status, second.body.id]).toEqual([200, 200, first.body.id]);
  });

  it('are changed in the version that was read; what is left out stays', async () => {
    const purchase = await created('purchases', { ...PURCHASE, docNumber: 'A-1' });
    const body = { syncToken: purchase.syncToken, privateNote: 'Checked', docNumber: null, paymentType: 'CREDIT_CARD' };
    const changed = await patch('purchases', purchase.id, body);
    expect({ status: changed.status, body: changed.body }).toMatchObject({
      status: 200,
      body: { privateNote: 'Checked', line: purchase.line, totalAmt: 20 },
    });
    expect(changed.body).not.toHaveProperty('docNumber');
    expect((await patch('purchases', purchase.id, { ...body, privateNote: 'Again' })).status).toBe(409);
    expect(await patch('purchases', purchase.id, { privateNote: 'x' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('syncToken') },
    });
    const fixed = await patch('purchases', purchase.id, { ...body, credit: true, currencyRef: { value: 'USD' } });
    expect(fixed.body.message).toBe('The body is wrong: unknown "credit", "currencyRef".');
  });

  it('have their lines changed, added and removed by what is sent back', async () => {
    const { id, syncToken, line } = await created('bills', { ...BILL, line: [lineOf(10), lineOf(20), lineOf(30)] });
    const [first, , third] = line;
    const lines = [first, { ...third, amount: 35, description: 'More' }, lineOf(5, { description: 'New' })];
    const key = { 'idempotency-key': 'lines-1' };
    const changed = await patch('bills', id, { syncToken, line: lines }, key);
    expect({ status: changed.status, body: changed.body }).toMatchObject({ status: 200, body: { totalAmt: 50 } });
    expect(changed.body.line.map(({ amount, description }) => [amount, description])).toEqual([
      [10, undefined],
      [35, 'More'],
      [5, 'New'],
    ]);
    expect(changed.body.line[0]).toEqual(first);
    expect((await patch('bills', id, { syncToken, line: lines }, key)).body).toEqual(changed.body);
    expect((await patch('bills', id, { syncToken, line: lines })).status).toBe(409);
  });

  it('have the lines of credits changed with the sign that they are read with', async () => {
    const purchase = await created('purchases', { ...PURCHASE, credit: true });
    const [line] = purchase.line;
    const body = { syncToken: purchase.syncToken, line: [{ id: line!.id, amount: '15.00' }] };
    expect((await patch('purchases', purchase.id, body)).body).toMatchObject({
      credit: true,
      totalAmt: 15,
      line: [{ id: line!.id, amount: 15, description: 'Posters' }],
    });
  });

  it('have members of lines that cannot be changed, which are named', async () => {
    const { id, syncToken, line } = await created('bills', BILL);
    const [own] = line;
    const detail = { ...(own!['accountBasedExpenseLineDetail'] as object), taxAmount: 3 };
    const lines = [{ ...own, lineNum: 9, accountBasedExpenseLineDetail: detail }, { id: '99' }, { amount: 1 }];
    const { status, body } = await patch('bills', id, { syncToken, line: lines });
    expect(status).toBe(400);
    expect(body.message).toContain('`line.0.lineNum` cannot be changed');
    expect(body.message).toContain('`line.0.accountBasedExpenseLineDetail.taxAmount` cannot be changed');
    expect(body.message).toContain('there is no line "99"');
    expect(body.message).toContain('`line.2.accountBasedExpenseLineDetail` of a new line is wrong');
    expect((await rest.get<Transaction>(`/bills/${id}`)).body.syncToken).toBe(syncToken);
  });

  it('have no member that is not documented', async () => {
    const { body: document } = await rest.get<{ paths: Record<string, Record<string, { description: string }>> }>(
      '/instances/docs',
    );
    for (const name of ['purchases', 'bills', 'vendor-credits', 'vendors', 'employees', 'customers']) {
      const { description } = document.paths[`/${name}`]!['get']!;
      const { body } = await rest.get<readonly Transaction[]>(`/${name}?pageSize=5000`);
      const members = new Set(body.flatMap((record) => Object.keys(record)));
      expect([name, [...members].filter((member) => !description.includes(`\`${member}\``))]).toEqual([name, []]);
    }
  });
});
