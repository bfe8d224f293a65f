import {
  fromAccount,
  fromCustomer,
  fromVendor,
} from '../../src/adapters/quickbooks-enterprise/mapping/book-entry-mapping';
import { fromEmployee } from '../../src/adapters/quickbooks-enterprise/mapping/employee-mapping';
import {
  fromBill,
  fromCardCredit,
  fromCheck,
  fromVendorCredit,
} from '../../src/adapters/quickbooks-enterprise/mapping/expense-mapping';
import { PayeeKinds } from '../../src/adapters/quickbooks-enterprise/mapping/payee-kinds';
import { canonicalRecordId, recordVersion } from '../../src/adapters/quickbooks-enterprise/record-id';

const HEAD = { TxnID: '1A-1785958998', TimeCreated: '2026-08-05T15:43:18-04:00', EditSequence: '1785958998' };
const US = { home: 'USD', payees: PayeeKinds.from(undefined) };

function ref(name: string): { readonly ListID: string; readonly FullName: string } {
  return { ListID: '80000001-1', FullName: name };
}

describe('records of a desktop company', () => {
  it('have lines of accounts, of items, and of what a group of items consists of', () => {
    const bill = fromBill(
      {
        ...HEAD,
        VendorRef: ref('Supplier'),
        AmountDue: '6.00',
        ExpenseLineRet: { AccountRef: ref('Travel'), Amount: '1.00', Memo: 'Taxi', BillableStatus: 'HasBeenBilled' },
        ItemLineRet: [{ ItemRef: ref('Paint'), Amount: '2.00', Desc: 'Blue', BillableStatus: 'NotBillable' }],
        ItemGroupLineRet: { TotalAmount: '3.00', ItemLineRet: { ItemRef: ref('Brush'), Amount: '3.00' } },
      },
      US,
    );
    expect(
      bill?.lines.map(({ number, category, amount, description, billable }) => [
        number,
        category?.name,
        amount?.amount,
        description,
        billable,
      ]),
    ).toEqual([
      [1, 'Travel', '1.00', 'Taxi', true],
      [2, 'Paint', '2.00', 'Blue', false],
      [3, 'Brush', '3.00', null, null],
    ]);
    expect(bill?.lines.map(({ posting }) => posting?.accountRemoteId)).toEqual(['80000001-1', null, null]);
    expect(bill).toMatchObject({ billable: true, category: null, createdAt: new Date('2026-08-05T19:43:18Z') });
  });

  it('have what is open of a bill: nothing of one that is paid', () => {
    const bill = { ...HEAD, VendorRef: ref('Supplier'), AmountDue: '6.00' };
    expect(fromBill({ ...bill, OpenAmount: '2.50' }, US)?.posting?.balance?.amount).toBe('2.50');
    expect(fromBill({ ...bill, IsPaid: 'true' }, US)?.posting?.balance?.amount).toBe('0.00');
    expect(fromBill({ ...bill, IsPaid: 'false' }, US)?.posting?.balance).toBeNull();
  });

  it('are in their own currency, with the amount in that of the company where the books state it', () => {
    const card = { ...HEAD, AccountRef: ref('Card'), Amount: '10.00', CurrencyRef: ref('Euro'), ExchangeRate: '1.10' };
    expect(fromCardCredit({ ...card, AmountInHomeCurrency: '11.00' }, US)).toMatchObject({
      amount: { amount: '-10.00', currency: 'EUR' },
      convertedAmount: { amount: '-11.00', currency: 'USD' },
      exchangeRate: '1.10',
    });
    expect(
      fromCheck({ ...card, CurrencyRef: ref('US Dollar'), AmountInHomeCurrency: '10.00' }, US)?.convertedAmount,
    ).toBeNull();
    // A currency of somebody's own naming: better no amount than one in the wrong currency.
    expect(fromCheck({ ...card, CurrencyRef: ref('Shells') }, US)?.amount).toBeNull();
  });

  it('have no kind of payee where nobody knows it, and then no id', () => {
    const check = { ...HEAD, PayeeEntityRef: { ListID: '9-9', FullName: 'Somebody' }, Amount: '1.00' };
    expect(fromCheck(check, US)?.payee).toEqual({ name: 'Somebody', kind: null, remoteId: null });
    const payees = PayeeKinds.from(undefined);
    payees.note('9-9', 'EMPLOYEE');
    const known = PayeeKinds.from(payees.toText());
    expect(fromCheck(check, { home: 'USD', payees: known })?.payee).toMatchObject({
      kind: 'EMPLOYEE',
      remoteId: '9-9',
    });
  });

  it('are signed with their balance, and a zero has no sign', () => {
    const credit = { ...HEAD, VendorRef: ref('Supplier'), CreditAmount: '5.00', OpenAmount: '0.00' };
    expect(fromVendorCredit(credit, US)).toMatchObject({
      amount: { amount: '-5.00' },
      posting: { balance: { amount: '0.00' } },
    });
  });

  it('have balances on the debit side, and none where QuickBooks keeps none', () => {
    const account = { ListID: '8-1', Name: 'A', Balance: '12.00' };
    const balance = (AccountType: string): string | undefined =>
      fromAccount({ ...account, AccountType }, 'USD')?.balance?.amount;
    expect(['Bank', 'CreditCard', 'LongTermLiability', 'Equity', 'Expense', 'Income'].map(balance)).toEqual([
      '12.00',
      '-12.00',
      '-12.00',
      '-12.00',
      undefined,
      undefined,
    ]);
    expect(fromAccount({ ...account, AccountType: 'Novelty' }, 'USD')?.account?.kind).toBe('UNKNOWN');
  });

  it('leave out numbers of people and of their accounts, also deep inside', () => {
    const secret = {
      SSN: '000-00-0000',
      VendorTaxIdent: '1',
      CreditCardInfo: { CreditCardNumber: '4' },
      BankNumber: '5',
    };
    const vendor = fromVendor(
      { ListID: '8-1', Name: 'V', ...secret, Phone: '1', Nested: { SSN: '2', Kept: '3' } },
      null,
    );
    expect(vendor?.vendorFields).toEqual({ ListID: '8-1', Name: 'V', Phone: '1', Nested: { Kept: '3' } });
    expect(fromEmployee({ ListID: '8-1', EmployeePayrollInfo: { PayPeriod: 'Weekly' } })?.vendorFields).toEqual({
      ListID: '8-1',
    });
  });

  it('have the fields that people have added, and the person above', () => {
    const employee = fromEmployee({
      ListID: '8-1',
      Name: 'Ann Lee',
      Email: 'Ann@Example.com',
      SupervisorRef: { ListID: '8-2', FullName: 'Bo' },
      DataExtRet: [{ DataExtName: 'Badge', DataExtValue: '7' }, { DataExtName: 'Desk' }],
    });
    expect(employee).toMatchObject({
      email: 'ann@example.com',
      managerRemoteId: '8-2',
      customFields: [
        { name: 'Badge', value: '7' },
        { name: 'Desk', value: null },
      ],
    });
  });

  it('know jobs by their parent', () => {
    const job = {
      ListID: '8-2',
      Name: 'Roof',
      FullName: 'Abbott:Roof',
      ParentRef: { ListID: '8-1', FullName: 'Abbott' },
    };
    expect(fromCustomer(job, 'USD')).toMatchObject({ fullName: 'Abbott:Roof', parentRemoteId: '8-1', isProject: true });
    expect(fromCustomer({ ListID: '8-1', Name: 'Abbott' }, 'USD')).toMatchObject({
      fullName: 'Abbott',
      isProject: false,
    });
  });

  it('are none without an id, and set aside with an amount that no account has', () => {
    expect(fromBill({ AmountDue: '1.00' }, US)).toBeNull();
    expect(fromVendor({ ListID: '8-1' }, null)).toBeNull();
    expect(() => fromCheck({ ...HEAD, Amount: '999999999999999.00' }, US)).toThrow(RangeError);
  });

  it('have ids of a counter and a time, and versions', () => {
    expect(canonicalRecordId(' 80000035-1785958998 ')).toBe('80000035-1785958998');
    for (const none of ['', '1', 'no such thing!', '80000035', 'XYZ-1']) expect(canonicalRecordId(none)).toBeNull();
    expect([recordVersion({ EditSequence: '17' }), recordVersion({})]).toEqual(['17', null]);
  });
});
