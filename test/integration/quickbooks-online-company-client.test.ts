import QuickBooks from 'node-quickbooks';
import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { accountLine, bill, check } from '../support/quickbooks-bodies';
import { TestClock } from '../support/clock';
import { connectedClient, SANDBOX_REALM } from '../support/quickbooks-client';

type Json = Record<string, never>;
type Callback = (error: unknown, data: unknown) => void;

/** node-quickbooks as it comes from its registry; only the address is another. */
describe('node-quickbooks at the QuickBooks Online sandbox', () => {
  const real = QuickBooks.V3_ENDPOINT_BASE_URL;
  const clock = new TestClock(Date.parse('2026-05-05T10:00:00-07:00'));
  let running: RunningSandbox;
  let client: QuickBooks;

  beforeAll(async () => {
    running = await createSandbox({ clock });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    const { clientId, clientSecret } = running.sandbox.application('sandbox');
    const token = (await connectedClient(running)).getToken().access_token;
    QuickBooks.V3_ENDPOINT_BASE_URL = `${running.baseUrl}/sandbox/v3/company/`;
    client = new QuickBooks(clientId, clientSecret, token, false, SANDBOX_REALM, true, false, null, '2.0');
  });

  beforeEach(() => clock.advance(1000));

  afterAll(async () => {
    QuickBooks.V3_ENDPOINT_BASE_URL = real;
    await running.close();
  });

  /** Calls a method of the client; rejects with the fault that it was answered with. */
  function call(method: string, ...given: unknown[]): Promise<Json> {
    return new Promise((resolve, reject) => {
      const callback: Callback = (error, data) =>
        error === null || error === undefined ? resolve(data as Json) : reject(toFault(error));
      const methods = client as unknown as Record<string, (...all: unknown[]) => void>;
      methods[method]!(...given, callback);
    });
  }

  function toFault(error: unknown): Error {
    const { response } = error as { response?: { data?: { Fault?: { Error: { code: string }[] } } } };
    const code = response?.data?.Fault?.Error[0]?.code;
    return new Error(code === undefined ? String(error) : `Fault ${code}`);
  }

  test('queries with its criteria, apostrophes and ampersands included', async () => {
    const bills = await call('findBills', [
      { field: 'Balance', value: '300', operator: '>' },
      { field: 'desc', value: 'TotalAmt' },
      { field: 'limit', value: 5 },
    ]);
    expect(bills).toMatchObject({ QueryResponse: { Bill: [{ Id: '44' }, { Id: '108' }], maxResults: 2 } });
    const bob = await call('findVendors', { DisplayName: "Bob's Burger Joint" });
    expect(bob).toMatchObject({ QueryResponse: { Vendor: [{ Id: '56' }] } });
    const power = await call('findVendors', [{ field: 'DisplayName', value: 'PG&E' }]);
    expect(power).toMatchObject({ QueryResponse: { Vendor: [{ Id: '48' }] } });
    const some = await call('findVendors', { Id: ['30', '31'] });
    expect(some).toMatchObject({ QueryResponse: { maxResults: 2 } });
    expect(await call('findInvoices', { limit: 10 })).toMatchObject({ QueryResponse: {} });
  });

  test('counts, and fetches all pages', async () => {
    expect(await call('findPurchases', { count: true })).toMatchObject({ QueryResponse: { totalCount: 35 } });
    const all = await call('findAccounts', { fetchAll: true, limit: 25, asc: 'Id' });
    expect(all).toMatchObject({ QueryResponse: { maxResults: 89 } });
  });

  test('reads what there is one of', async () => {
    expect(await call('getCompanyInfo', SANDBOX_REALM)).toMatchObject({ Country: 'US' });
    expect(await call('getPreferences')).toMatchObject({ ReportPrefs: { ReportBasis: 'Accrual' } });
    expect(await call('getEmployee', '54')).toMatchObject({ DisplayName: 'John Johnson' });
  });

  test('creates, updates, and deletes an expense', async () => {
    const created = await call('createPurchase', check({ PrivateNote: 'By a client', requestId: 'client-1' }));
    expect(created).toMatchObject({ TotalAmt: 10, SyncToken: '0' });
    const again = await call('createPurchase', check({ requestId: 'client-1' }));
    expect(again).toEqual(created);
    const { Id } = created as unknown as { Id: string };
    const updated = await call('updatePurchase', {
      Id,
      SyncToken: '0',
      PaymentType: 'Check',
      Line: [accountLine(12.5)],
    });
    expect(updated).toMatchObject({ TotalAmt: 12.5, SyncToken: '1', PrivateNote: 'By a client' });
    await expect(call('updatePurchase', { Id, SyncToken: '0', PaymentType: 'Check' })).rejects.toThrow('Fault 5010');
    expect(await call('deletePurchase', Id)).toMatchObject({ Purchase: { status: 'Deleted', Id } });
    await expect(call('getPurchase', Id)).rejects.toThrow('Fault 610');
  });

  test('creates names, an account, a bill and its payment', async () => {
    const vendor = (await call('createVendor', { DisplayName: 'Client & Sons' })) as unknown as { Id: string };
    await call('createEmployee', { GivenName: 'Grace', FamilyName: 'Hopper' });
    await expect(call('createCustomer', { DisplayName: 'Grace Hopper' })).rejects.toThrow('Fault 6240');
    await call('createAccount', { Name: 'Client account', AccountType: 'Expense' });
    const owed = (await call('createBill', bill({ VendorRef: { value: vendor.Id } }))) as unknown as { Id: string };
    await call('createBillPayment', {
      VendorRef: { value: vendor.Id },
      PayType: 'CreditCard',
      CreditCardPayment: { CCAccountRef: { value: '41' } },
      TotalAmt: 120,
      Line: [{ Amount: 120, LinkedTxn: [{ TxnId: owed.Id, TxnType: 'Bill' }] }],
    });
    expect(await call('getBill', owed.Id)).toMatchObject({ Balance: 0 });
  });

  test('runs a batch, and asks for changes', async () => {
    const since = clock.now();
    const batch = await call('batch', [
      { bId: '1', operation: 'create', Vendor: { DisplayName: 'In a batch' } },
      { bId: '2', Query: 'select count(*) from Bill' },
      { bId: '3', operation: 'create', Vendor: { DisplayName: 'In a batch' } },
    ]);
    expect(batch).toMatchObject({
      BatchItemResponse: [
        { bId: '1', Vendor: { SyncToken: '0' } },
        { bId: '2', QueryResponse: {} },
        { bId: '3', Fault: { Error: [{ code: '6240' }] } },
      ],
    });
    const changes = await call('changeDataCapture', ['Vendor', 'Employee'], since.toISOString());
    expect(changes).toMatchObject({
      CDCResponse: [{ QueryResponse: [{ Vendor: [{ DisplayName: 'In a batch' }] }, {}] }],
    });
  });

  test('reads reports', async () => {
    const criteria = { start_date: '2026-01-01', end_date: '2026-03-31' };
    expect(await call('reportProfitAndLoss', criteria)).toMatchObject({
      Header: { ReportName: 'ProfitAndLoss', EndPeriod: '2026-03-31' },
    });
    for (const report of [
      'BalanceSheet',
      'TrialBalance',
      'VendorExpenses',
      'VendorBalance',
      'AgedPayableDetail',
      'GeneralLedgerDetail',
      'TransactionList',
      'CashFlow',
    ]) {
      expect(await call(`report${report}`, criteria)).toMatchObject({ Header: { Currency: 'USD' } });
    }
  });

  test('uploads a receipt and links it', async () => {
    const receipt = Buffer.from('%PDF-1.4');
    const attachable = await call('upload', 'receipt.pdf', 'application/pdf', receipt, 'Purchase', '144');
    expect(attachable).toMatchObject({
      FileName: 'receipt.pdf',
      AttachableRef: [{ EntityRef: { value: '144', type: 'Purchase' } }],
    });
    const { TempDownloadUri } = attachable as unknown as { TempDownloadUri: string };
    expect(await (await fetch(TempDownloadUri)).text()).toBe('%PDF-1.4');
  });

  test('is told what was wrong', async () => {
    await expect(call('createPurchase', { Line: [] })).rejects.toThrow('Fault 2020');
    await expect(call('findPurchases', [{ field: 'PrivateNote', value: 'x' }])).rejects.toThrow('Fault 4001');
    await expect(call('voidPayment', { Id: '1', SyncToken: '0' })).rejects.toThrow('Fault 500');
  });
});
