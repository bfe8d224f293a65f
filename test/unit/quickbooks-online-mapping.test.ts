import { parse } from 'lossless-json';
import {
  fromAccount,
  fromClass,
  fromCompanyInfo,
  fromCustomer,
  fromVendor,
} from '../../src/adapters/quickbooks-online/mapping/book-entry-mapping';
import { fromEmployee } from '../../src/adapters/quickbooks-online/mapping/employee-mapping';
import { fromBill, fromPurchase, fromVendorCredit } from '../../src/adapters/quickbooks-online/mapping/expense-mapping';
import { decimalOf, type RawObject } from '../../src/adapters/quickbooks-online/mapping/raw-object';
import { fromAttachable } from '../../src/adapters/quickbooks-online/mapping/receipt-mapping';
import { BOOK_ENTITIES } from '../../src/adapters/quickbooks-online/operations/book-entities';
import { isOneOf, literal, select } from '../../src/adapters/quickbooks-online/query';

/** As the client reads an answer: numbers keep their digits. */
const read = (json: string): RawObject => parse(json) as RawObject;

const line = (detail: string, amount = '10') => `{ "Id": "1", "Amount": ${amount}, ${detail} }`;
const ofAccount = (members: string): string =>
  `"DetailType": "AccountBasedExpenseLineDetail", "AccountBasedExpenseLineDetail": { ${members} }`;

describe('expenses of QuickBooks', () => {
  const purchase = (members: string, home: string | null = 'USD') =>
    fromPurchase(read(`{ "Id": "1", "PaymentType": "Cash", "TxnDate": "2026-05-01", ${members} }`), home)!;

  it('keep every digit of an amount', () => {
    const { amount, lines } = purchase(
      `"TotalAmt": 90071992547409.93125, "CurrencyRef": { "value": "USD" }, "Line": [${line(ofAccount('"AccountRef": { "value": "7" }'), '0.10001')}]`,
    );

    expect(amount).toEqual({ amount: '90071992547409.93125', currency: 'USD' });
    expect(lines[0]!.amount).toEqual({ amount: '0.10001', currency: 'USD' });
  });

  it.each([
    ['12.50', '12.50'],
    ['0', '0'],
    ['-3.10', '-3.10'],
    ['1E+3', '1000'],
    ['1.5e2', '150'],
    ['25e-1', '2.5'],
    ['1e-3', '0.001'],
  ])('read the number %s as %s', (json, decimal) => {
    expect(decimalOf(read(`{ "n": ${json} }`)['n'])).toBe(decimal);
  });

  it('take the currency of the company where they name none, and no amount where nobody does', () => {
    expect(purchase('"TotalAmt": 5', 'CAD').amount).toEqual({ amount: '5', currency: 'CAD' });
    expect(purchase('"TotalAmt": 5, "CurrencyRef": { "value": "EUR" }, "ExchangeRate": 1.08', 'CAD')).toMatchObject({
      amount: { amount: '5', currency: 'EUR' },
      convertedAmount: null,
      exchangeRate: '1.08',
    });
    expect(purchase('"TotalAmt": 5', null).amount).toBeNull();
  });

  it('are negative where money comes back, line by line', () => {
    const line10 = line(ofAccount('"AccountRef": { "value": "7" }, "TaxAmount": 2, "TaxCodeRef": { "value": "5" }'));
    const members = `"TotalAmt": 12, "TxnTaxDetail": { "TotalTax": 2 }, "Line": [${line10}]`;
    const card = fromPurchase(read(`{ "Id": "1", "PaymentType": "CreditCard", "Credit": true, ${members} }`), 'USD')!;
    const credit = fromVendorCredit(
      read(`{ "Id": "1", "Balance": 4, "VendorRef": { "value": "56" }, ${members} }`),
      'USD',
    )!;

    for (const expense of [card, credit]) {
      expect(expense).toMatchObject({
        amount: { amount: '-12' },
        tax: { amount: { amount: '-2' } },
        lines: [{ amount: { amount: '-10' }, tax: { amount: { amount: '-2' }, code: '5' } }],
      });
    }
    expect(credit.posting!.balance).toEqual({ amount: '-4', currency: 'USD' });
  });

  it('say in the whole what all lines say, and nothing where they differ', () => {
    const one = ofAccount(
      '"AccountRef": { "value": "7", "name": "Travel" }, "ClassRef": { "value": "1" }, "BillableStatus": "NotBillable"',
    );
    const two = ofAccount(
      '"AccountRef": { "value": "8", "name": "Meals" }, "ClassRef": { "value": "1" }, "BillableStatus": "HasBeenBilled", "CustomerRef": { "value": "26" }',
    );
    const bill = fromBill(
      read(
        `{ "Id": "1", "VendorRef": { "value": "56" }, "DepartmentRef": { "value": "3" }, "TotalAmt": 20, "Line": [${line(one)}, ${line(two)}] }`,
      ),
      'USD',
    )!;

    expect(bill).toMatchObject({
      category: null,
      billable: true,
      posting: { accountRemoteId: null, trackingClassRemoteId: '1', customerRemoteId: null, departmentRemoteId: '3' },
    });
    expect(bill.lines.map(({ posting }) => posting!.departmentRemoteId)).toEqual(['3', '3']);
  });

  it('leave out lines that are none, and tax that there is none of', () => {
    const described =
      '{ "Description": "Subtotal", "Amount": 10, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {} }';
    const untaxed = line(ofAccount('"AccountRef": { "value": "7" }, "TaxCodeRef": { "value": "NON" }'));
    const { lines, tax } = purchase(`"TotalAmt": 10, "Line": [${described}, ${untaxed}]`);

    expect(lines).toMatchObject([{ number: 1, tax: null }]);
    expect(tax).toBeNull();
  });

  it('know payees of each kind, and a kind of payment that is new', () => {
    const payeeOf = (type: string) => purchase(`"EntityRef": { "value": "5", "name": "Ann", "type": "${type}" }`).payee;

    expect(payeeOf('Employee')).toEqual({ kind: 'EMPLOYEE', remoteId: '5', name: 'Ann' });
    expect(payeeOf('Customer')).toEqual({ kind: 'CUSTOMER', remoteId: '5', name: 'Ann' });
    expect(payeeOf('Robot')).toEqual({ kind: null, remoteId: null, name: 'Ann' });
    expect(fromPurchase(read('{ "Id": "1", "PaymentType": "Barter" }'), 'USD')).toMatchObject({
      paymentMethod: 'OTHER',
      vendorKind: 'Barter',
    });
  });

  it('have no day that the calendar does not have', () => {
    expect(fromPurchase(read('{ "Id": "1", "TxnDate": "2026-02-30" }'), 'USD')!.date).toBeNull();
  });

  it('are set aside without an id, or with an amount out of all bounds', () => {
    const { toBatch } = BOOK_ENTITIES.find(({ name }) => name === 'Bill')!;
    const objects = ['{ "Id": "1", "TotalAmt": 5 }', '{ "TotalAmt": 5 }', '{ "Id": "3", "TotalAmt": 1e40 }'].map(read);
    const { batch, rejected } = toBatch(objects, 'USD');

    expect(batch.expenses!.map(({ remoteId }) => remoteId)).toEqual(['1']);
    expect(rejected).toEqual(objects.slice(1));
  });
});

describe('entries of the books of QuickBooks', () => {
  it('are set aside without a name', () => {
    expect(fromVendor(read('{ "Id": "1", "DisplayName": " " }'), 'USD')).toBeNull();
    expect(fromClass(read('{ "Name": "East" }'))).toBeNull();
  });

  it('have a kind that is unknown where the word is', () => {
    const account = fromAccount(
      read('{ "Id": "1", "Name": "Odd", "AccountType": "Non-Posting", "CurrentBalance": 3 }'),
      'USD',
    );
    expect(account).toMatchObject({
      account: { kind: 'UNKNOWN', vendorType: 'Non-Posting' },
      balance: { amount: '3' },
    });
  });

  it('have lower-case addresses, and are projects or not', () => {
    const raw = read(
      '{ "Id": "1", "DisplayName": "Ann", "IsProject": true, "PrimaryEmailAddr": { "Address": "Ann@Acme.example" } }',
    );
    expect(fromCustomer(raw, 'USD')).toMatchObject({ email: 'ann@acme.example', isProject: true });
  });

  it('show nobody numbers that belong to a person, nor links that open a file', () => {
    const employee = fromEmployee(read('{ "Id": "1", "SSN": "XXX-XX-XXXX", "BillRate": 35.50 }'))!;
    const bank = '"VendorPaymentBankDetail": { "BankAccountNumber": "12345678" }';
    const members = `"Id": "1", "DisplayName": "Ann", "TaxIdentifier": "XXXXXXX6789", "BusinessNumber": "CABPP1234F", ${bank}`;
    const vendor = fromVendor(read(`{ ${members} }`), 'USD')!;
    const company = fromCompanyInfo(read('{ "Id": "1", "CompanyName": "Ann", "EmployerId": "12-3456789" }'), 'USD')!;

    expect(employee.vendorFields).toEqual({ Id: '1', BillRate: 35.5 });
    expect(vendor.vendorFields).toEqual({ Id: '1', DisplayName: 'Ann' });
    expect(company.vendorFields).toEqual({ Id: '1', CompanyName: 'Ann' });
  });
});

describe('attachments of QuickBooks', () => {
  const links =
    '[{ "EntityRef": { "type": "purchase", "value": "1" } }, { "EntityRef": { "type": "Invoice", "value": "2" } }, {}]';

  it('prove the expenses that they are linked to', () => {
    expect(fromAttachable(read(`{ "Id": "5", "FileName": "a.pdf", "AttachableRef": ${links} }`))!.expenses).toEqual([
      { kind: 'PURCHASE', remoteId: '1' },
    ]);
  });

  it('prove nothing as notes', () => {
    expect(fromAttachable(read(`{ "Id": "5", "Note": "Ask Ann", "AttachableRef": ${links} }`))!.expenses).toEqual([]);
  });
});

describe('statements', () => {
  it('escape what ends a value', () => {
    expect(literal("Bob's & \\ Co")).toBe("'Bob\\'s & \\\\ Co'");
    expect(isOneOf('Id', ['1', '2'])).toBe("Id IN ('1','2')");
  });

  it('have an order and a page', () => {
    expect(
      select({ entity: 'Bill', where: ["TxnDate >= '2026-01-01'", "Id > '1'"], orderBy: 'Id DESC', start: 1_000 }),
    ).toBe(
      "SELECT * FROM Bill WHERE TxnDate >= '2026-01-01' AND Id > '1' ORDERBY Id DESC STARTPOSITION 1000 MAXRESULTS 1000",
    );
  });
});
