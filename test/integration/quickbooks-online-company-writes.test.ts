import { accountLine, bill, cardCharge, check } from '../support/quickbooks-bodies';
import { QuickBooksCompanyServer, type Answer } from '../support/quickbooks-company-server';

describe('writes to a company of the QuickBooks Online sandbox', () => {
  let server: QuickBooksCompanyServer;

  beforeAll(async () => {
    server = await new QuickBooksCompanyServer().start();
  });

  beforeEach(() => {
    server.clock.advance(60_000);
    server.changes.length = 0;
  });

  afterAll(() => server.close());

  function expectFault(answer: Answer, code: string, more: object = {}): void {
    expect(answer).toMatchObject({
      status: 400,
      body: { Fault: { Error: [{ code, ...more }], type: 'ValidationFault' } },
    });
  }

  describe('creating', () => {
    test('fills in what a US company has', async () => {
      const { Purchase } = (await server.post('/purchase', check({ EntityRef: { value: '54', type: 'Employee' } })))
        .body;
      expect(Purchase).toMatchObject({
        AccountRef: { value: '35', name: 'Checking' },
        EntityRef: { value: '54', name: 'John Johnson', type: 'Employee' },
        PrintStatus: 'NotSet',
        SyncToken: '0',
        TxnDate: '2026-05-05',
        CurrencyRef: { value: 'USD', name: 'United States Dollar' },
        TotalAmt: 10,
        domain: 'QBO',
        sparse: false,
      });
      expect(Purchase.Line[0]).toMatchObject({
        Id: '1',
        AccountBasedExpenseLineDetail: {
          AccountRef: { value: '22', name: 'Travel' },
          BillableStatus: 'NotBillable',
          TaxCodeRef: { value: 'NON' },
        },
      });
      expect(server.changes).toMatchObject([{ entity: 'Purchase', id: Purchase.Id, operation: 'Create' }]);
    });

    test('adds up lines in decimals', async () => {
      const lines = [0.1, 0.2, 0.3].map((amount) => accountLine(amount));
      expect((await server.post('/purchase', check({ Line: lines }))).text).toContain('"TotalAmt":0.60');
    });

    test('rounds money of five decimals to hundredths', async () => {
      const { text } = await server.post('/purchase', check({ Line: [accountLine(10.00555)] }));
      expect(text).toContain('"Amount":10.01');
      expect(text).toContain('"TotalAmt":10.01');
    });

    test('posts to the accounts, and to the vendor of a bill, whose token stays', async () => {
      const before = (await server.get('/vendor/47')).body.Vendor;
      const { Bill } = (await server.post('/bill', bill({ VendorRef: { value: '47' }, SalesTermRef: { value: '3' } })))
        .body;
      expect(Bill).toMatchObject({ DueDate: '2026-06-04', Balance: 120, LinkedTxn: [], APAccountRef: { value: '33' } });
      const after = (await server.get('/vendor/47')).body.Vendor;
      expect(after).toMatchObject({ Balance: before.Balance + 120, SyncToken: before.SyncToken });
      expect(after.MetaData.LastUpdatedTime).not.toBe(before.MetaData.LastUpdatedTime);
    });

    test('gives a new account no time of its last change until it has one', async () => {
      const { Account } = (await server.post('/account', { Name: 'Team events', AccountType: 'Expense' })).body;
      expect(Account).toMatchObject({
        AccountSubType: 'Travel',
        Classification: 'Expense',
        FullyQualifiedName: 'Team events',
      });
      expect(Object.keys(Account.MetaData)).toEqual(['CreateTime']);
      const changed = await server.post('/account', { ...Account, Description: 'Outings' });
      expect(Object.keys(changed.body.Account.MetaData)).toEqual(['CreateTime', 'LastUpdatedTime']);
    });

    test('builds a display name, which is one over vendors, customers and employees', async () => {
      const created = await server.post('/employee', { GivenName: 'Ada', FamilyName: 'Byron', SSN: '123-45-6789' });
      expect(created.body.Employee).toMatchObject({ DisplayName: 'Ada Byron', SSN: 'XXX-XX-XXXX', Active: true });
      expectFault(await server.post('/vendor', { DisplayName: 'ada byron' }), '6240', {
        Message: 'Duplicate Name Exists Error',
      });
    });

    test('masks the tax number of a vendor', async () => {
      const { Vendor } = (await server.post('/vendor', { DisplayName: 'Taxed', TaxIdentifier: '12-3456789' })).body;
      expect(Vendor.TaxIdentifier).toBe('XXXXXXX6789');
    });

    test('gives classes ids beyond the exact numbers of JavaScript', async () => {
      const { Class } = (await server.post('/class', { Name: 'North' })).body;
      expect(Class.Id).toBe('5000000000000085682');
      const sub = await server.post('/class', { Name: 'Coast', ParentRef: { value: Class.Id } });
      expect(sub.body.Class).toMatchObject({ FullyQualifiedName: 'North:Coast', SubClass: true });
    });
  });

  describe('refusals', () => {
    test.each([
      [
        'a purchase without its kind of payment',
        '/purchase',
        { ...check(), PaymentType: undefined },
        '2020',
        { element: 'PaymentType' },
      ],
      ['a purchase without lines', '/purchase', check({ Line: [] }), '2020', { element: 'Line' }],
      ['a bill without a vendor', '/bill', bill({ VendorRef: undefined }), '2020', { element: 'VendorRef' }],
      [
        'a line without a detail type',
        '/purchase',
        check({ Line: [{ Amount: 1 }] }),
        '2020',
        { element: 'Line.DetailType' },
      ],
      ['a vendor without a name', '/vendor', {}, '2020', { element: 'DisplayName' }],
      ['an employee without a name', '/employee', { DisplayName: 'X' }, '2020', { element: 'GivenName' }],
      ['a field that there is not', '/purchase', check({ BadJson: 1 }), '2010', {}],
      [
        'a name that is too long',
        '/vendor',
        { CompanyName: 'x'.repeat(101), DisplayName: 'y' },
        '2050',
        { element: 'CompanyName' },
      ],
      ['a number that is none', '/purchase', check({ Line: [accountLine('ten')] }), '2080', { element: 'Line.Amount' }],
      [
        'a kind of payment that there is not',
        '/purchase',
        check({ PaymentType: 'Barter' }),
        '2170',
        { element: 'PaymentType' },
      ],
      ['a day that there is not', '/purchase', check({ TxnDate: '2026-02-30' }), '2170', { element: 'TxnDate' }],
      ['a control character', '/purchase', check({ PrivateNote: 'a\u0000b' }), '2390', { element: 'PrivateNote' }],
      ['a colon in a name', '/vendor', { DisplayName: 'a:b' }, '2390', { element: 'DisplayName' }],
      [
        'an account that there is not',
        '/purchase',
        check({ Line: [accountLine(1, '999')] }),
        '2500',
        { Detail: 'Invalid Reference Id : Accounts element id 999 not found' },
      ],
      [
        'a vendor that there is not',
        '/bill',
        bill({ VendorRef: { value: '999' } }),
        '2500',
        { Detail: 'Invalid Reference Id : Names element id 999 not found' },
      ],
      [
        'a class that there is not',
        '/purchase',
        check({ Line: [accountLine(1, '22', {}, { ClassRef: { value: '7' } })] }),
        '2500',
        { Detail: 'Invalid Reference Id : Klasses element id 7 not found' },
      ],
      [
        'a location that there is not',
        '/purchase',
        check({ DepartmentRef: { value: '7' } }),
        '2500',
        { Detail: 'Invalid Reference Id : Depts element id 7 not found' },
      ],
      ['a bill to an employee', '/bill', bill({ VendorRef: { value: '54' } }), '2500', {}],
      ['the text None for a reference', '/bill', bill({ VendorRef: { value: 'None' } }), '2500', {}],
      ['a check from a card', '/purchase', check({ AccountRef: { value: '41' } }), '6000', {}],
      ['a foreign currency', '/bill', bill({ CurrencyRef: { value: 'EUR' } }), '6000', {}],
      [
        'billable without a customer',
        '/bill',
        bill({ Line: [accountLine(1, '22', {}, { BillableStatus: 'Billable' })] }),
        '6000',
        {},
      ],
      ['an account of no type', '/account', { Name: 'Typeless' }, '2020', { element: 'AccountType' }],
      ['an account whose name is taken', '/account', { Name: 'Travel', AccountType: 'Expense' }, '6240', {}],
      [
        'a sub-account of another type',
        '/account',
        { Name: 'Odd', AccountType: 'Bank', ParentRef: { value: '22' } },
        '6000',
        {},
      ],
      [
        'an update of what is not there',
        '/purchase',
        check({ Id: '99999', SyncToken: '0' }),
        '610',
        { Message: 'Object Not Found' },
      ],
      ['an id that is no number', '/purchase', check({ Id: '1.5', SyncToken: '0' }), '2030', { element: 'Id' }],
    ])('of %s', async (_, path, body, code, more) => {
      expectFault(await server.post(path, body), code, more);
      expect(server.changes).toEqual([]);
    });

    test('of what is no JSON object, with no trace of our own', async () => {
      expectFault(await server.post('/purchase', '{'), '2010');
      expectFault(await server.post('/purchase', '[1]'), '2010');
      expect((await server.post('/purchase', '{')).text).not.toContain('.ts');
    });

    test('of an id that is no number, in an envelope without a time', async () => {
      expect((await server.get('/purchase/1.5')).body).not.toHaveProperty('time');
      expectFault(await server.get('/purchase/144/5'), '500', { Message: 'Unsupported Operation' });
      expectFault(await server.get('/Purchase/144'), '500');
    });

    test('of a number that a card charge has already, unless duplicates are allowed', async () => {
      const first = (await server.post('/purchase', cardCharge({ DocNumber: 'C-1' }))).body.Purchase;
      const again = await server.post('/purchase', cardCharge({ DocNumber: 'C-1' }));
      expectFault(again, '6140');
      expect(again.body.Fault.Error[0].Detail).toContain(
        `DocNumber=C-1 is assigned to TxnType=Purchase with TxnId=${first.Id}`,
      );
      const allowed = await server.post('/purchase?include=allowduplicatedocnum', cardCharge({ DocNumber: 'C-1' }));
      expect(allowed.status).toBe(200);
    });

    test('of dates in a closed period', async () => {
      const { Preferences } = (await server.get('/preferences')).body;
      const closed = { ...Preferences.AccountingInfoPrefs, BookCloseDate: '2026-02-28' };
      const set = await server.post('/preferences', { ...Preferences, AccountingInfoPrefs: closed });
      expect(set.body.Preferences.AccountingInfoPrefs.BookCloseDate).toBe('2026-02-28');
      expectFault(await server.post('/purchase', check({ TxnDate: '2026-02-28' })), '6210');
      expect((await server.post('/purchase', check({ TxnDate: '2026-03-01' }))).status).toBe(200);
      expectFault(await server.post('/purchase?operation=delete', { Id: '107', SyncToken: '0' }), '6210');
      const { BookCloseDate: _, ...open } = closed;
      await server.post('/preferences', { ...set.body.Preferences, AccountingInfoPrefs: open });
    });
  });

  describe('updating', () => {
    async function created(): Promise<Record<string, never>> {
      const lines = [accountLine(10, '22', { Description: 'Taxi' }), accountLine(5, '13', { Description: 'Lunch' })];
      return (await server.post('/purchase', check({ DocNumber: '900', PrivateNote: 'Trip', Line: lines }))).body
        .Purchase;
    }

    test('sparsely keeps what is left out, lines too', async () => {
      const { Id, SyncToken } = await created();
      const changed = await server.post('/purchase', {
        Id,
        SyncToken,
        sparse: true,
        PaymentType: 'Check',
        PrivateNote: 'Tour',
      });
      expect(changed.body.Purchase).toMatchObject({
        PrivateNote: 'Tour',
        DocNumber: '900',
        SyncToken: '1',
        sparse: false,
        TotalAmt: 15,
      });
      expect(changed.body.Purchase.Line).toHaveLength(2);
    });

    test('sparsely still replaces the lines as a whole', async () => {
      const { Id, SyncToken } = await created();
      const Line = [accountLine(7, '22', { Id: '1' }), accountLine(1, '22', { Id: '77' })];
      const { Purchase } = (await server.post('/purchase', { Id, SyncToken, sparse: true, PaymentType: 'Check', Line }))
        .body;
      expect(Purchase.Line.map((line: { Id: string }) => line.Id)).toEqual(['1', '3']);
      expect(Purchase.Line[0]).not.toHaveProperty('Description');
      expect(Purchase.TotalAmt).toBe(8);
    });

    test('even sparsely needs the kind of payment, and a bill its vendor', async () => {
      const { Id, SyncToken } = await created();
      expectFault(await server.post('/purchase', { Id, SyncToken, sparse: true, PrivateNote: 'x' }), '2020', {
        element: 'PaymentType',
      });
      expectFault(await server.post('/bill', { Id: '108', SyncToken: '0', sparse: true, PrivateNote: 'x' }), '2020', {
        element: 'VendorRef',
      });
    });

    test('fully clears what is left out', async () => {
      const { Id, SyncToken } = await created();
      const { Purchase } = (await server.post('/purchase', check({ Id, SyncToken }))).body;
      expect(Purchase).not.toHaveProperty('PrivateNote');
      expect(Purchase).not.toHaveProperty('DocNumber');
    });

    test('to the same changes neither token nor time, whatever is echoed', async () => {
      for (const path of ['/purchase/144', '/bill/25', '/vendor/56', '/account/35', '/employee/54', '/customer/8']) {
        const read = (await server.get(path)).body;
        const [name] = Object.keys(read) as [string];
        const echoed = await server.post(`/${name.toLowerCase()}`, read[name]);
        expect(echoed.body[name]).toEqual(read[name]);
      }
      expect(server.changes).toEqual([]);
    });

    test('with a stale token is refused, and names who was faster', async () => {
      const { Id } = await created();
      const stale = await server.post('/purchase', check({ Id, SyncToken: '7' }));
      expectFault(stale, '5010', { Message: 'Stale Object Error' });
      expect(stale.body.Fault.Error[0].Detail).toMatch(/^Stale Object Error : You and .+ were working on this/);
    });

    test('of an open bill changes what is left to pay', async () => {
      const { Bill } = (await server.post('/bill', bill())).body;
      const changed = await server.post('/bill', { ...Bill, Line: [accountLine(20)] });
      expect(changed.body.Bill).toMatchObject({ TotalAmt: 20, Balance: 20 });
    });

    test('renames a name everywhere at once', async () => {
      const { Vendor } = (await server.get('/vendor/57')).body;
      const old = Vendor.DisplayName;
      const { SyncToken } = (await server.post('/vendor', { ...Vendor, DisplayName: 'Squeaky & Sons' })).body.Vendor;
      expect((await server.get('/purchase/142')).body.Purchase.EntityRef.name).toBe('Squeaky & Sons');
      await server.post('/vendor', { ...Vendor, SyncToken, DisplayName: old });
    });
  });

  describe('taking away', () => {
    test('deletes a transaction', async () => {
      const { Id, SyncToken } = (await server.post('/purchase', check())).body.Purchase;
      server.changes.length = 0;
      const deleted = await server.post('/purchase?operation=delete', { Id, SyncToken });
      expect(deleted.body).toEqual({ Purchase: { domain: 'QBO', status: 'Deleted', Id }, time: expect.any(String) });
      expect(server.changes).toMatchObject([{ entity: 'Purchase', id: Id, operation: 'Delete' }]);
      expectFault(await server.get(`/purchase/${Id}`), '610');
      expectFault(await server.post('/purchase?operation=delete', { Id, SyncToken }), '610');
    });

    test('deactivates a name, marks it, frees it, and hides it', async () => {
      const { Vendor } = (await server.post('/vendor', { DisplayName: 'Short-lived' })).body;
      const off = await server.post('/vendor', { Id: Vendor.Id, SyncToken: '0', sparse: true, Active: false });
      expect(off.body.Vendor).toMatchObject({ DisplayName: 'Short-lived (deleted)', Active: false });
      const hidden = await server.query("select * from Vendor where DisplayName like 'Short-lived%'");
      expect(hidden.body.QueryResponse).toEqual({});
      const shown = await server.query(
        "select * from Vendor where Active in (true, false) and DisplayName like 'Short-lived%'",
      );
      expect(shown.body.QueryResponse.Vendor).toHaveLength(1);
      expectFault(await server.post('/bill', bill({ VendorRef: { value: Vendor.Id } })), '2500');
      expect((await server.post('/vendor', { DisplayName: 'Short-lived' })).status).toBe(200);
      expectFault(await server.post('/vendor', { Id: Vendor.Id, SyncToken: '1', sparse: true, Active: true }), '6240');
      expectFault(await server.post('/vendor?operation=delete', { Id: Vendor.Id, SyncToken: '1' }), '500');
    });

    test('voids nothing, and says so in three ways', async () => {
      expectFault(await server.post('/purchase?operation=void', { Id: '144', SyncToken: '0' }), '500', {
        Detail: 'Operation void is not supported.',
        element: 'Operation',
      });
      const hidden = await server.post('/bill?operation=void', { Id: '108', SyncToken: '0' });
      expect(hidden).toMatchObject({
        status: 200,
        body: { Fault: { type: 'SystemFault', Error: [{ code: '10000' }] } },
      });
      const entry = await server.post('/journalentry?operation=void', { Id: '145', SyncToken: '0' });
      expect(entry.body).toEqual({ BatchItemResponse: [], time: expect.any(String) });
    });
  });

  describe('paying bills', () => {
    test('takes the payment off the bill, and links them', async () => {
      const { Bill } = (await server.post('/bill', bill())).body;
      const { BillPayment } = (
        await server.post('/billpayment', {
          VendorRef: { value: '56' },
          PayType: 'Check',
          CheckPayment: { BankAccountRef: { value: '35' } },
          TotalAmt: 50,
          Line: [{ Amount: 50, LinkedTxn: [{ TxnId: Bill.Id, TxnType: 'Bill' }] }],
        })
      ).body;
      const paid = (await server.get(`/bill/${Bill.Id}`)).body.Bill;
      expect(paid).toMatchObject({ Balance: 70, LinkedTxn: [{ TxnId: BillPayment.Id, TxnType: 'BillPaymentCheck' }] });
    });

    test('leaves a payment as credit with the vendor when its bill is deleted', async () => {
      const { Bill } = (await server.post('/bill', bill({ VendorRef: { value: '52' } }))).body;
      await server.post('/billpayment', {
        VendorRef: { value: '52' },
        PayType: 'Check',
        CheckPayment: { BankAccountRef: { value: '35' } },
        TotalAmt: 120,
        Line: [{ Amount: 120, LinkedTxn: [{ TxnId: Bill.Id, TxnType: 'Bill' }] }],
      });
      await server.post('/bill?operation=delete', { Id: Bill.Id, SyncToken: Bill.SyncToken });
      expect((await server.get('/vendor/52')).body.Vendor.Balance).toBe(-120);
      const { Rows } = (await server.get('/reports/VendorBalance?vendor=52')).body;
      expect(Rows.Row.at(-1).Summary.ColData[1].value).toBe('-120.00');
    });

    test('refuses to pay the bill of another vendor', async () => {
      const payment = {
        VendorRef: { value: '30' },
        PayType: 'CreditCard',
        CreditCardPayment: { CCAccountRef: { value: '41' } },
        TotalAmt: 50,
        Line: [{ Amount: 50, LinkedTxn: [{ TxnId: '108', TxnType: 'Bill' }] }],
      };
      expectFault(await server.post('/billpayment', payment), '6000');
      expectFault(await server.post('/billpayment', { ...payment, TotalAmt: undefined }), '2020');
    });

    test('lets a vendor credit lower what is owed', async () => {
      const before = (await server.get('/vendor/46')).body.Vendor.Balance;
      const credit = await server.post('/vendorcredit', bill({ VendorRef: { value: '46' }, Line: [accountLine(5)] }));
      expect(credit.body.VendorCredit).toMatchObject({ TotalAmt: 5, Balance: 5 });
      expect(credit.body.VendorCredit).not.toHaveProperty('DueDate');
      expect((await server.get('/vendor/46')).body.Vendor.Balance).toBe(before - 5);
    });
  });

  test('repeats the first answer to a request id, and does nothing', async () => {
    const first = await server.post('/purchase?requestid=once', check());
    server.clock.advance(5000);
    const second = await server.post('/purchase?requestid=once', check({ PrivateNote: 'other' }));
    expect(second.text).toBe(first.text);
    const refused = await server.post('/purchase?requestid=twice', check({ Line: [] }));
    expectFault(refused, '2020');
    expect((await server.post('/purchase?requestid=twice', check())).status).toBe(200);
  });
});
