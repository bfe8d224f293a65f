import type { CompanyStore } from '../company-store';
import { decimalAt, roundMoney, sum, type Decimal } from '../decimal';
import { objectAt, objectsAt, referenceAt, textAt, type JsonObject } from '../json';
import { payeeOf } from '../references';
import type { LedgerTransaction, Posting } from './posting';

/** Sales tax that was charged on purchases is owed back by this account of the sample company. */
const TAX_ACCOUNT = '90';
const PAYEES = ['Vendor', 'Customer', 'Employee'];

export const POSTING_ENTITIES = ['Purchase', 'Bill', 'VendorCredit', 'BillPayment', 'JournalEntry'] as const;

/** The double entry of a stored transaction. Nothing for an entity that does not post. */
export function postTransaction(entity: string, record: JsonObject, store: CompanyStore): Posting[] {
  const transaction = describe(entity, record, store);
  switch (entity) {
    case 'Purchase':
      return expense(transaction, record, store, referenceAt(record, 'AccountRef') ?? '', record['Credit'] === true);
    case 'Bill':
    case 'VendorCredit':
      return expense(transaction, record, store, referenceAt(record, 'APAccountRef') ?? '', entity === 'VendorCredit');
    case 'BillPayment':
      return payment(transaction, record);
    case 'JournalEntry':
      return journal(transaction, record, store);
    default:
      return [];
  }
}

/** The account and what it is for, of one line of a purchase or bill. */
function expense(
  transaction: LedgerTransaction,
  record: JsonObject,
  store: CompanyStore,
  mainAccount: string,
  turned: boolean,
): Posting[] {
  const sign = (amount: Decimal): Decimal => (turned ? amount.negated() : amount);
  const lines = objectsAt(record, 'Line').map((line) => {
    const detail = objectAt(line, textAt(line, 'DetailType') ?? '');
    return posting(transaction, lineAccount(detail, store), sign(decimalAt(line, 'Amount')), {
      memo: textAt(line, 'Description'),
      classId: referenceAt(detail, 'ClassRef'),
      customerId: referenceAt(detail, 'CustomerRef'),
      itemId: referenceAt(detail, 'ItemRef'),
    });
  });
  const tax = decimalAt(objectAt(record, 'TxnTaxDetail'), 'TotalTax');
  const taxed = tax.isZero() ? [] : [posting(transaction, TAX_ACCOUNT, sign(tax), {})];
  const others = [...lines, ...taxed];
  const total = sum(others.map(({ amount }) => amount));
  return [posting(transaction, mainAccount, total.negated(), { isMain: true }), ...others];
}

function lineAccount(detail: JsonObject | undefined, store: CompanyStore): string {
  const account = referenceAt(detail, 'AccountRef');
  if (account !== undefined) return account;
  const item = store.find('Item', referenceAt(detail, 'ItemRef') ?? '');
  const stocked = item?.['Type'] === 'Inventory' ? referenceAt(item, 'AssetAccountRef') : undefined;
  return stocked ?? referenceAt(item, 'ExpenseAccountRef') ?? '31';
}

function payment(transaction: LedgerTransaction, record: JsonObject): Posting[] {
  const total = decimalAt(record, 'TotalAmt');
  const from =
    referenceAt(objectAt(record, 'CheckPayment'), 'BankAccountRef') ??
    referenceAt(objectAt(record, 'CreditCardPayment'), 'CCAccountRef') ??
    '';
  return [
    posting(transaction, from, total.negated(), { isMain: true }),
    posting(transaction, referenceAt(record, 'APAccountRef') ?? '', total, {}),
  ];
}

function journal(transaction: LedgerTransaction, record: JsonObject, store: CompanyStore): Posting[] {
  return objectsAt(record, 'Line').flatMap((line, index) => {
    const detail = objectAt(line, 'JournalEntryLineDetail');
    const account = referenceAt(detail, 'AccountRef');
    if (account === undefined) return [];
    const amount = decimalAt(line, 'Amount');
    const entity = objectAt(detail, 'Entity');
    const payee = payeeOf(objectAt(entity, 'EntityRef'), store, [textAt(entity, 'Type') ?? '', ...PAYEES]) ?? null;
    return posting(
      { ...transaction, payee },
      account,
      detail?.['PostingType'] === 'Credit' ? amount.negated() : amount,
      {
        memo: textAt(line, 'Description'),
        classId: referenceAt(detail, 'ClassRef'),
        customerId: payee?.kind === 'Customer' ? payee.id : undefined,
        isMain: index === 0,
      },
    );
  });
}

interface PostingExtras {
  readonly memo?: string | undefined;
  readonly classId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly itemId?: string | undefined;
  readonly isMain?: boolean;
}

function posting(transaction: LedgerTransaction, accountId: string, amount: Decimal, extras: PostingExtras): Posting {
  return {
    transaction,
    accountId,
    amount: roundMoney(amount),
    memo: extras.memo ?? transaction.memo,
    payee: transaction.payee,
    classId: extras.classId ?? null,
    customerId: extras.customerId ?? null,
    itemId: extras.itemId ?? null,
    isMain: extras.isMain ?? false,
  };
}

function describe(entity: string, record: JsonObject, store: CompanyStore): LedgerTransaction {
  const meta = objectAt(record, 'MetaData');
  const created = textAt(meta, 'CreateTime') ?? '';
  const [type, typeKey] = typeOf(entity, record);
  const vendor = objectAt(record, 'VendorRef');
  const payee =
    vendor === undefined ? payeeOf(objectAt(record, 'EntityRef'), store, PAYEES) : payeeOf(vendor, store, ['Vendor']);
  return {
    entity,
    id: String(record['Id']),
    type,
    typeKey,
    date: textAt(record, 'TxnDate') ?? '',
    number: textAt(record, 'DocNumber') ?? '',
    memo: textAt(record, 'PrivateNote') ?? '',
    payee: payee ?? null,
    departmentId: referenceAt(record, 'DepartmentRef') ?? null,
    createdAt: created,
    changedAt: textAt(meta, 'LastUpdatedTime') ?? created,
    dueDate: textAt(record, 'DueDate') ?? null,
    paymentType: textAt(record, 'PaymentType') ?? null,
  };
}

function typeOf(entity: string, record: JsonObject): readonly [string, string] {
  switch (entity) {
    case 'Bill':
      return ['Bill', 'Bill'];
    case 'VendorCredit':
      return ['Vendor Credit', 'VendorCredit'];
    case 'BillPayment':
      return record['PayType'] === 'Check'
        ? ['Bill Payment (Check)', 'BillPaymentCheck']
        : ['Bill Payment (Credit Card)', 'BillPaymentCreditCard'];
    case 'JournalEntry':
      return ['Journal Entry', 'JournalEntry'];
    default:
      return purchaseType(record);
  }
}

/** The form that a purchase was entered on gives it its name. */
function purchaseType(record: JsonObject): readonly [string, string] {
  if (record['PaymentType'] === 'Check') return ['Check', 'Check'];
  if (record['Credit'] === true) return ['Credit Card Credit', 'CreditCardCredit'];
  const card = record['PaymentType'] === 'CreditCard';
  if (textAt(record, 'DocNumber') !== undefined) return ['Expense', card ? 'CreditCardCharge' : 'CashPurchase'];
  return card ? ['Credit Card Expense', 'CreditCardCharge'] : ['Cash Expense', 'CashPurchase'];
}
