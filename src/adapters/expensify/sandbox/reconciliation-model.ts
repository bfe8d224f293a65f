import type { CompanyStore } from './company-store';
import type { UnreportedTransaction } from './data/card-transactions';
import type { DomainCard } from './data/domain-cards';
import { toDateTime } from './data/expense-generator';
import type { StoredExpense, StoredReport } from './data/records';
import type { Hash, MaybeValue } from './freemarker';
import { appState, STATE_LABELS } from './template-model';
import { joinTagLevels, type Encode } from './text-encoding';

/** A report with those of its expenses that are to be reconciled. */
export interface ReportedTransactions {
  readonly report: StoredReport;
  readonly expenses: readonly StoredExpense[];
}

/** What templates of card reconciliations see. It has next to nothing in common with the model of report exports. */
export class ReconciliationModel {
  constructor(
    private readonly company: CompanyStore,
    private readonly encode: Encode,
  ) {}

  card({ bank, cardID, cardName, email }: DomainCard): Hash {
    return { bank, ID: cardID, name: this.encode(cardName), owner: email };
  }

  report({ report, expenses }: ReportedTransactions, card: DomainCard): Hash {
    const { encode } = this;
    const policy = this.company.findPolicy(report.policyID);
    const submitter = this.company.findEmployee(report.accountEmail);
    const is =
      (...states: readonly StoredReport['state'][]) =>
      () =>
        states.includes(report.state);
    return {
      ID: Number(report.longID),
      name: encode(report.name),
      url: `https://www.expensify.com/report?param={"pageReportID":"${report.longID}"}`,
      currency: policy?.outputCurrency ?? '',
      policyID: report.policyID,
      status: report.state === 'ARCHIVED' ? 'Archived' : STATE_LABELS[report.state],
      state: appState(report).name,
      total: expenses.reduce((total, { convertedAmount }) => total - (convertedAmount ?? 0), 0),
      managerEmail: report.submittedAt === null ? '' : report.approverEmail,
      submitterEmail: report.accountEmail,
      submitterID: submitter?.accountID ?? 0,
      transactionList: expenses.map((expense) => this.transaction(expense, report, card)),
      getApproved: dateMethod(report.approvedAt),
      getSubmitted: dateMethod(report.submittedAt),
      hasAttachment: () => expenses.some(({ receipt }) => receipt !== null),
      hasBeenApproved: () => report.approvedAt !== null,
      isACHReimbursed: () => report.reimbursement?.ach ?? false,
      isClosed: is('ARCHIVED'),
      isOpen: is('OPEN'),
      isReimbursed: is('REIMBURSED'),
      isReimbursementComplete: is('REIMBURSED'),
      isSubmitted: () => report.submittedAt !== null,
    };
  }

  /** The pseudo-report, ID 0, under which unreported transactions stand. */
  unreported(transactions: readonly UnreportedTransaction[], card: DomainCard): Hash {
    const no = () => false;
    const texts = { name: '', url: '', currency: 'USD', policyID: '', status: '', state: '', managerEmail: '' };
    return {
      ...texts,
      ID: 0,
      total: transactions.reduce((total, { amount }) => total - amount, 0),
      submitterEmail: card.email,
      submitterID: this.company.findEmployee(card.email)?.accountID ?? 0,
      transactionList: transactions.map((transaction) => this.unreportedTransaction(transaction, card)),
      getApproved: () => null,
      getSubmitted: () => null,
      hasAttachment: no,
      hasBeenApproved: no,
      isACHReimbursed: no,
      isClosed: no,
      isOpen: no,
      isReimbursed: no,
      isReimbursementComplete: no,
      isSubmitted: no,
    };
  }

  private transaction(expense: StoredExpense, report: StoredReport, card: DomainCard): Hash {
    const { encode } = this;
    const { modifiedAmount, receipt, tax } = expense;
    return {
      ...cardPart(card),
      ID: expense.transactionID,
      reportID: Number(report.longID),
      // Money spent with a card is negative here.
      amount: -(modifiedAmount ?? expense.amount ?? 0),
      originalAmount: -(expense.amount ?? 0),
      originalCurrencyAmount: -(expense.amount ?? 0),
      modifiedAmount: -(modifiedAmount ?? 0),
      convertedAmount: -(expense.convertedAmount ?? 0),
      currency: expense.currency,
      currencyConversionRate: expense.currencyConversionRate,
      created: expense.modifiedCreated ?? expense.created,
      originalCreated: expense.created,
      modifiedCreated: expense.modifiedCreated ?? '',
      posted: nextDay(expense.created),
      merchant: encode(expense.modifiedMerchant ?? expense.merchant),
      originalMerchant: encode(expense.merchant),
      modifiedMerchant: encode(expense.modifiedMerchant ?? ''),
      category: encode(expense.category),
      tag: encode(joinTagLevels(expense.tags.map(({ name }) => name))),
      comment: encode(expense.comment),
      externalID: expense.externalID,
      billable: expense.billable,
      reimbursable: expense.reimbursable,
      split: expense.split,
      receiptID: receipt?.id ?? '',
      receiptURL: receipt === null ? '' : `https://www.expensify.com/receipts/${receipt.filename}`,
      taxAmount: -(tax?.amount ?? 0),
      taxRate: tax === null ? '' : `${tax.rate.rate}%`,
      taxExternalID: tax?.rate.rateID ?? '',
      ...modified(modifiedAmount !== null, expense.tags.length > 0),
    };
  }

  private unreportedTransaction(transaction: UnreportedTransaction, card: DomainCard): Hash {
    const amount = -transaction.amount;
    const merchant = this.encode(transaction.merchant);
    const empty = Object.fromEntries(
      [
        'modifiedCreated',
        'modifiedMerchant',
        'tag',
        'comment',
        'receiptID',
        'receiptURL',
        'taxRate',
        'taxExternalID',
      ].map((name): [string, MaybeValue] => [name, '']),
    );
    return {
      ...cardPart(card),
      ...empty,
      ID: transaction.transactionID,
      reportID: 0,
      amount,
      originalAmount: amount,
      originalCurrencyAmount: amount,
      modifiedAmount: 0,
      convertedAmount: amount,
      currency: 'USD',
      currencyConversionRate: 1,
      created: transaction.day,
      originalCreated: transaction.day,
      posted: nextDay(transaction.day),
      merchant,
      originalMerchant: merchant,
      category: this.encode(transaction.category),
      externalID: '',
      billable: false,
      reimbursable: false,
      split: false,
      taxAmount: 0,
      ...modified(false, false),
    };
  }
}

function cardPart({ cardID, bank, cardNumber }: DomainCard): Hash {
  return { cardID, bank, maskedPAN: cardNumber };
}

function modified(amountModified: boolean, tagged: boolean): Hash {
  return { amountModified, isAmountModified: () => amountModified, isTagged: () => tagged };
}

function dateMethod(time: number | null): () => MaybeValue {
  return () => (time === null ? null : toDateTime(time));
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
