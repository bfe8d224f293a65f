import { OTHER_REALM, QuickBooksCompanyServer, REALM, type Answer } from '../support/quickbooks-company-server';

describe('the sample company of the QuickBooks Online sandbox', () => {
  let server: QuickBooksCompanyServer;

  beforeAll(async () => {
    server = await new QuickBooksCompanyServer().start();
  });

  afterAll(() => server.close());

  async function count(entity: string): Promise<number> {
    return (await server.query(`select count(*) from ${entity}`)).body.QueryResponse.totalCount;
  }

  test('has as many of each as Intuit gives', async () => {
    const entities = ['Account', 'Vendor', 'Customer', 'Employee', 'Purchase', 'Bill', 'BillPayment', 'Item', 'Term'];
    const counts = await Promise.all(entities.map(count));
    expect(Object.fromEntries(entities.map((entity, index) => [entity, counts[index]]))).toEqual({
      Account: 89,
      Vendor: 26,
      Customer: 29,
      Employee: 2,
      Purchase: 35,
      Bill: 15,
      BillPayment: 10,
      Item: 18,
      Term: 4,
    });
    expect(await Promise.all(['Class', 'Department', 'Invoice', 'Attachable'].map(count))).toEqual([0, 0, 0, 0]);
  });

  test('lists purchases in the recorded order, the last written first', async () => {
    const { body } = await server.query('select * from Purchase');
    const ids = body.QueryResponse.Purchase.map(({ Id }: { Id: string }) => Id);
    expect(ids.slice(0, 12)).toEqual([
      '144',
      '143',
      '142',
      '141',
      '140',
      '139',
      '138',
      '137',
      '136',
      '135',
      '134',
      '133',
    ]);
    expect(ids.slice(-4)).toEqual(['84', '83', '81', '80', '59', '58', '57', '55', '51', '36'].slice(-4));
  });

  test('prints a purchase with the recorded keys in the recorded order', async () => {
    const { text, body } = await server.get('/purchase/140');
    expect(Object.keys(body)).toEqual(['Purchase', 'time']);
    expect(Object.keys(body.Purchase)).toEqual([
      'AccountRef',
      'PaymentType',
      'EntityRef',
      'Credit',
      'TotalAmt',
      'PurchaseEx',
      'domain',
      'sparse',
      'Id',
      'SyncToken',
      'MetaData',
      'CustomField',
      'TxnDate',
      'CurrencyRef',
      'PrivateNote',
      'Line',
    ]);
    expect(body.Purchase).toMatchObject({
      EntityRef: { value: '56', name: "Bob's Burger Joint", type: 'Vendor' },
      PrivateNote: 'Bought lunch for crew 102',
    });
    expect(text).toContain('"TotalAmt":18.97');
  });

  test('keeps two decimals of an amount, and writes nothing as 0', async () => {
    expect((await server.get('/purchase/139')).text).toContain('"TotalAmt":900.00');
    expect((await server.get('/bill/1')).text).toContain('"Balance":0,');
  });

  test.each([
    ['144', '1'],
    ['139', '11'],
    ['138', '3'],
    ['137', '31'],
    ['122', '54'],
  ])('names the form of purchase %s with code %s', async (id, code) => {
    const { Purchase } = (await server.get(`/purchase/${id}`)).body;
    expect(Purchase.PurchaseEx.any[0].value).toEqual({ Name: 'TxnType', Value: code });
  });

  test('prints a bill with its payments, address of nobody, and who wrote it last', async () => {
    const { Bill } = (await server.get('/bill/25')).body;
    expect(Object.keys(Bill)).toEqual([
      'SalesTermRef',
      'DueDate',
      'Balance',
      'domain',
      'sparse',
      'Id',
      'SyncToken',
      'MetaData',
      'TxnDate',
      'CurrencyRef',
      'LinkedTxn',
      'Line',
      'VendorRef',
      'APAccountRef',
      'TotalAmt',
    ]);
    expect(Bill).toMatchObject({
      SalesTermRef: { value: '3' },
      LinkedTxn: [
        { TxnId: '118', TxnType: 'BillPaymentCheck' },
        { TxnId: '26', TxnType: 'ReimburseCharge' },
      ],
      Balance: 0,
    });
    expect(Bill.Line[0].AccountBasedExpenseLineDetail).toMatchObject({
      CustomerRef: { value: '26', name: 'Travis Waldron' },
      BillableStatus: 'HasBeenBilled',
    });
    expect((await server.get('/bill/126')).body.Bill).toMatchObject({ SyncToken: '5', Balance: 205 });
    expect((await server.get('/reimbursecharge/26')).body.ReimburseCharge.CustomerRef.name).toBe('Travis Waldron');
  });

  test('has the recorded balances, debits above zero', async () => {
    const { body } = await server.query('select * from Account maxresults 1000');
    const accounts: { Id: string; CurrentBalance: number }[] = body.QueryResponse.Account;
    const balances = accounts.filter(({ CurrentBalance }) => CurrentBalance !== 0);
    expect(Object.fromEntries(balances.map(({ Id, CurrentBalance }) => [Id, CurrentBalance]))).toEqual({
      4: 2362.52,
      33: -2202.67,
      34: 9337.5,
      35: 2101,
      36: 800,
      38: 13495,
      41: -157.72,
      43: -4000,
      44: -25000,
      81: 596.25,
      84: 4681.52,
      90: -370.94,
    });
    expect((await server.get('/account/37')).body.Account).toMatchObject({
      CurrentBalance: 0,
      CurrentBalanceWithSubAccounts: 13495,
    });
    expect((await server.get('/vendor/56')).body.Vendor.Balance).toBe(600);
  });

  test('lists names in the order of their letters', async () => {
    const { body } = await server.query('select DisplayName from Vendor');
    const names: string[] = body.QueryResponse.Vendor.map(({ DisplayName }: { DisplayName: string }) => DisplayName);
    expect(names.indexOf('PG&E')).toBe(names.indexOf('Pam Seitz') - 1);
    const customers = (await server.query('select * from Customer')).body.QueryResponse.Customer;
    const sub = customers.find(({ Id }: { Id: string }) => Id === '8');
    expect(sub).toMatchObject({
      FullyQualifiedName: 'Freeman Sporting Goods:0969 Ocean View Road',
      Job: true,
      Level: 1,
    });
  });

  test('describes itself', async () => {
    const { CompanyInfo } = (await server.get(`/companyinfo/${REALM}`)).body;
    expect(CompanyInfo).toMatchObject({
      Id: '1',
      CompanyName: "Craig's Design and Landscaping Services",
      Country: 'US',
    });
    expect(CompanyInfo.CompanyAddr.Country).toBe('USA');
    const { Preferences } = (await server.get('/preferences')).body;
    expect(Preferences).toMatchObject({
      AccountingInfoPrefs: { TrackDepartments: false },
      CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: 'USD' } },
      ReportPrefs: { ReportBasis: 'Accrual' },
    });
    expect(Preferences.AccountingInfoPrefs).not.toHaveProperty('BookCloseDate');
    expect((await server.query('select * from CompanyInfo')).body.QueryResponse.CompanyInfo).toHaveLength(1);
  });

  test('has a twin in which everything is separate', async () => {
    const mine = (answer: Answer): unknown => answer.body.Purchase;
    expect(mine(await server.get('/purchase/144', OTHER_REALM))).toEqual(mine(await server.get('/purchase/144')));
    const created = await server.post('/vendor', { DisplayName: 'Only here' }, OTHER_REALM);
    const id = created.body.Vendor.Id;
    const foreign = await server.get(`/vendor/${id}`);
    expect(foreign).toMatchObject({ status: 400, body: { Fault: { Error: [{ code: '610' }] } } });
  });
});
