import type { CompanyFileSettings } from '../../company-file';
import type { Company } from '../../company/company';
import { formatCents } from '../../company/money';
import {
  textOf,
  totalCents,
  type Aggregate,
  type TransactionKind,
  type TransactionLine,
  type TransactionRecord,
  type Value,
} from '../../company/records';
import type { Details } from '../request-context';
import type { RetElements } from '../ret';
import { addressBlock, dataExtensions, referenceTo, tellField } from './references';

const STAMPS = 'TxnID TimeCreated TimeModified EditSequence TxnNumber';
const CARD =
  `${STAMPS} AccountRef PayeeEntityRef TxnDate Amount RefNumber Memo ExternalGUID ExpenseLineRet DataExtRet` as const;

/** Elements of an answer in their order; those without a rule below are kept as they were given. */
const ORDER: Readonly<Record<TransactionKind, string>> = {
  Bill:
    `${STAMPS} VendorRef VendorAddress APAccountRef TxnDate DueDate AmountDue RefNumber TermsRef Memo IsPaid ExternalGUID ` +
    'LinkedTxn ExpenseLineRet OpenAmount DataExtRet',
  BillPaymentCheck:
    `${STAMPS} PayeeEntityRef APAccountRef TxnDate BankAccountRef Amount RefNumber Memo IsToBePrinted ExternalGUID ` +
    'AppliedToTxnRet DataExtRet',
  Check:
    `${STAMPS} AccountRef PayeeEntityRef RefNumber TxnDate Amount Memo Address AddressBlock IsToBePrinted ExternalGUID ` +
    'LinkedTxn ExpenseLineRet DataExtRet',
  CreditCardCharge: CARD,
  CreditCardCredit: CARD,
  JournalEntry: `${STAMPS} TxnDate RefNumber Memo IsAdjustment ExternalGUID`,
  VendorCredit:
    `${STAMPS} VendorRef APAccountRef TxnDate CreditAmount RefNumber Memo ExternalGUID LinkedTxn ExpenseLineRet ` +
    'OpenAmount DataExtRet',
};
const ORDERS = new Map(Object.entries(ORDER).map(([kind, order]) => [kind, order.split(' ')]));

/** Payments by the bill that they are for. */
export type Payments = ReadonlyMap<string, readonly TransactionRecord[]>;

export function paymentsByBill(company: Company): Payments {
  const payments = new Map<string, TransactionRecord[]>();
  for (const payment of company.ofKind('BillPaymentCheck')) {
    for (const { appliedTo } of payment.lines) {
      if (appliedTo !== undefined) payments.set(appliedTo, [...(payments.get(appliedTo) ?? []), payment]);
    }
  }
  return payments;
}

/** Writes transactions of one query down, in the order of the schema. */
export class TransactionTeller {
  private readonly payments: Payments;

  constructor(
    private readonly company: Company,
    private readonly settings: CompanyFileSettings,
    private readonly details: Details,
  ) {
    this.payments = details.links ? paymentsByBill(company) : new Map();
  }

  tell(transaction: TransactionRecord): RetElements {
    const elements = ORDERS.get(transaction.kind)!.map(
      (element) => [element, this.tellElement(transaction, element)] as const,
    );
    return transaction.kind === 'JournalEntry' ? [...elements, ...this.journalLines(transaction)] : elements;
  }

  private tellElement(transaction: TransactionRecord, element: string): Value | undefined {
    const rule = this.rules[element];
    if (rule !== undefined) return rule(transaction);
    return tellField(this.company, element, transaction.fields[element]);
  }

  private readonly rules: Readonly<Record<string, (transaction: TransactionRecord) => Value | undefined>> = {
    TxnID: ({ id }) => id,
    TimeCreated: ({ created }) => this.company.time.print(created),
    TimeModified: ({ modified }) => this.company.time.print(modified),
    EditSequence: ({ modified }) => String(modified),
    TxnNumber: ({ number }) => String(number),
    TxnDate: ({ date }) => date,
    Amount: (transaction) => formatCents(totalCents(transaction)),
    AmountDue: (transaction) => formatCents(totalCents(transaction)),
    CreditAmount: (transaction) => formatCents(totalCents(transaction)),
    OpenAmount: (transaction) => formatCents(this.company.balances.openCents(transaction)),
    IsPaid: (transaction) => String(this.company.balances.openCents(transaction) === 0),
    AddressBlock: ({ fields }) => addressBlock(fields['Address']),
    LinkedTxn: (transaction) => this.links(transaction),
    ExpenseLineRet: ({ lines }) => (this.details.lines ? lines.map((line) => this.expenseLine(line)) : undefined),
    AppliedToTxnRet: ({ lines }) => (this.details.lines ? lines.map((line) => this.application(line)) : undefined),
    DataExtRet: ({ custom }) => dataExtensions(custom, this.details.owners),
  };

  private expenseLine(line: TransactionLine): Aggregate {
    return {
      TxnLineID: line.id,
      AccountRef: referenceTo(this.company, line.account),
      Amount: formatCents(line.cents),
      Memo: line.memo,
      CustomerRef: referenceTo(this.company, line.customer),
      ClassRef: this.classOf(line),
      BillableStatus: line.billable,
    };
  }

  private journalLines({ lines }: TransactionRecord): RetElements {
    const lineElements = this.details.lines ? lines : [];
    return lineElements.map((line) => [
      line.cents < 0 ? 'JournalCreditLine' : 'JournalDebitLine',
      {
        TxnLineID: line.id,
        AccountRef: referenceTo(this.company, line.account),
        Amount: formatCents(Math.abs(line.cents)),
        Memo: line.memo,
        EntityRef: referenceTo(this.company, line.customer),
        ClassRef: this.classOf(line),
        BillableStatus: line.billable,
      },
    ]);
  }

  private classOf(line: TransactionLine): Aggregate | undefined {
    return this.settings.classTracking ? referenceTo(this.company, line.class) : undefined;
  }

  private application({ appliedTo, cents }: TransactionLine): Aggregate {
    const bill = this.company.transaction('Bill', appliedTo ?? '');
    return {
      TxnID: appliedTo,
      TxnType: 'Bill',
      TxnDate: bill?.date,
      RefNumber: bill && textOf(bill.fields, 'RefNumber'),
      BalanceRemaining: bill && formatCents(this.company.balances.openCents(bill)),
      Amount: formatCents(cents),
    };
  }

  private links({ id }: TransactionRecord): Aggregate[] | undefined {
    return this.payments.get(id)?.map((payment) => {
      const paid = payment.lines.filter(({ appliedTo }) => appliedTo === id);
      return {
        TxnID: payment.id,
        TxnType: payment.kind,
        TxnDate: payment.date,
        RefNumber: textOf(payment.fields, 'RefNumber'),
        LinkType: 'AMTTYPE',
        Amount: formatCents(-paid.reduce((total, { cents }) => total + cents, 0)),
      };
    });
  }
}
