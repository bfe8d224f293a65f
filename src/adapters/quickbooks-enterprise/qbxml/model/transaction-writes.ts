import {
  amount,
  day,
  flag,
  group,
  guid,
  id,
  lines,
  many,
  price,
  rate,
  ref,
  required,
  since,
  text,
  word,
  type ElementModel,
  type ModelNode,
} from './element';
import { address, MEMO, NAME_OF_ACCOUNT, NAME_OF_CUSTOMER, NAME_OF_VENDOR, RETURNED } from './shared';
import type { RequestModel } from './request-model';
import { TRANSACTION_TYPES } from './transaction-queries';

const ACCOUNT = ref('AccountRef', NAME_OF_ACCOUNT);
const PAYABLES = ref('APAccountRef', NAME_OF_ACCOUNT);
const VENDOR = ref('VendorRef', NAME_OF_VENDOR);
const PAYEE = ref('PayeeEntityRef', NAME_OF_CUSTOMER);
const CUSTOMER = ref('CustomerRef', NAME_OF_CUSTOMER);
const CLASS = ref('ClassRef', NAME_OF_ACCOUNT);
const SALES_REP = since(13, ref('SalesRepRef', 5));
const BILLABLE = since(2, word('BillableStatus', ['Billable', 'NotBillable', 'HasBeenBilled']));
const EXCHANGE_RATE = since(8, rate('ExchangeRate'));
const EXTERNAL_GUID = since(9, guid('ExternalGUID'));
const NOTE = lines('Memo', MEMO);
const CHANGED_LINE = required(text('TxnLineID', 36));

const OF_A_LINE = [NOTE, CUSTOMER, CLASS, BILLABLE, SALES_REP];
const EXPENSE_LINES = many(group('ExpenseLineAdd', [ACCOUNT, amount('Amount'), ...OF_A_LINE]));
const CHANGED_EXPENSE_LINES = many(group('ExpenseLineMod', [CHANGED_LINE, ACCOUNT, amount('Amount'), ...OF_A_LINE]));

/** Quantity and price, or the amount of both. */
function itemLine(of: string, ...first: readonly ModelNode[]): ElementModel {
  return many(
    group(of, [
      ...first,
      ref('ItemRef', NAME_OF_ACCOUNT),
      lines('Desc', MEMO),
      price('Quantity'),
      since(7, text('UnitOfMeasure', 31)),
      price('Cost'),
      amount('Amount'),
      CUSTOMER,
      CLASS,
      BILLABLE,
      ref('OverrideItemAccountRef', NAME_OF_ACCOUNT),
      SALES_REP,
    ]),
  );
}

const NEW_LINES = [EXPENSE_LINES, itemLine('ItemLineAdd')];
/** What is left out of a list of lines is deleted; without the list all stay. */
const CHANGED_LINES = [
  flag('ClearExpenseLines'),
  CHANGED_EXPENSE_LINES,
  flag('ClearItemLines'),
  itemLine('ItemLineMod', CHANGED_LINE),
];
const CHANGED = [required(id('TxnID')), required(text('EditSequence', 16))];

function billHead(supplier: ElementModel): ModelNode[] {
  return [
    supplier,
    since(13, address('VendorAddress')),
    PAYABLES,
    day('TxnDate'),
    day('DueDate'),
    text('RefNumber', 20),
    ref('TermsRef', 31),
    NOTE,
    EXCHANGE_RATE,
  ];
}

function checkHead(account: ElementModel): ModelNode[] {
  return [
    account,
    PAYEE,
    text('RefNumber', 11),
    day('TxnDate'),
    NOTE,
    address('Address'),
    flag('IsToBePrinted'),
    EXCHANGE_RATE,
  ];
}

function cardHead(account: ElementModel): ModelNode[] {
  return [account, PAYEE, day('TxnDate'), text('RefNumber', 11), NOTE, EXCHANGE_RATE];
}

function creditHead(supplier: ElementModel): ModelNode[] {
  return [supplier, PAYABLES, day('TxnDate'), text('RefNumber', 20), NOTE, EXCHANGE_RATE];
}

function add(of: string, head: readonly ModelNode[], between: readonly ModelNode[] = []): RequestModel {
  return { content: [required(group(of, [...head, EXTERNAL_GUID, ...between, ...NEW_LINES])), RETURNED] };
}

function change(of: string, head: readonly ModelNode[]): RequestModel {
  return { content: [required(group(of, [...CHANGED, ...head, ...CHANGED_LINES])), RETURNED] };
}

const PAID_BILLS = many(group('ApplyCheckToTxnAdd', [required(id('TxnID')), amount('Amount')]));
const JOURNAL_LINE = [
  ACCOUNT,
  amount('Amount'),
  NOTE,
  ref('EntityRef', NAME_OF_CUSTOMER),
  CLASS,
  since(2, word('BillableStatus', ['Billable', 'NotBillable', 'HasBeenBilled'])),
];

export const TRANSACTION_WRITES = {
  BillAdd: add('BillAdd', billHead(required(VENDOR)), [many(id('LinkToTxnID'))]),
  BillMod: change('BillMod', billHead(VENDOR)),
  CheckAdd: add('CheckAdd', checkHead(required(ACCOUNT)), [PAID_BILLS]),
  CheckMod: change('CheckMod', checkHead(ACCOUNT)),
  CreditCardChargeAdd: add('CreditCardChargeAdd', cardHead(required(ACCOUNT))),
  CreditCardChargeMod: change('CreditCardChargeMod', cardHead(ACCOUNT)),
  CreditCardCreditAdd: add('CreditCardCreditAdd', cardHead(required(ACCOUNT))),
  CreditCardCreditMod: change('CreditCardCreditMod', cardHead(ACCOUNT)),
  VendorCreditAdd: add('VendorCreditAdd', creditHead(required(VENDOR))),
  VendorCreditMod: change('VendorCreditMod', creditHead(VENDOR)),
  JournalEntryAdd: {
    content: [
      required(
        group('JournalEntryAdd', [
          day('TxnDate'),
          text('RefNumber', 11),
          NOTE,
          flag('IsAdjustment'),
          EXTERNAL_GUID,
          many(group('JournalDebitLine', JOURNAL_LINE)),
          many(group('JournalCreditLine', JOURNAL_LINE)),
        ]),
      ),
      RETURNED,
    ],
  },
  TxnDel: { content: [required(word('TxnDelType', TRANSACTION_TYPES)), required(id('TxnID'))] },
  TxnVoid: { content: [required(word('TxnVoidType', TRANSACTION_TYPES)), required(id('TxnID'))] },
} as const satisfies Record<string, RequestModel>;
