import { addDays } from '../../company/calendar';
import type { Company } from '../../company/company';
import { textOf, type Aggregate, type TransactionKind, type TransactionRecord } from '../../company/records';
import { answered, retOptions, type Outcome, type RequestContext, type RequestHandler } from '../request-context';
import { writeRet } from '../ret';
import { TransactionTeller } from '../rets/transaction-ret';
import { status, StatusError } from '../status';
import { childOf, textAt, type XmlElement } from '../xml-element';
import { checkExternalId } from './external-id';
import { readFields } from './read-fields';
import { readChangedLines, readNewLines } from './read-lines';
import { recoveryOf } from './recovery';

const LINES = ['ExpenseLine', 'ItemLine', 'JournalDebitLine', 'JournalCreditLine', 'AppliedToTxn', 'Clear'];
const NOT_KEPT = ['TxnID', 'EditSequence', 'TxnDate'];
/** Elements that are in the schema and that these books make nothing of. */
const UNSUPPORTED = ['ApplyCheckToTxnAdd', 'LinkToTxnID'];

/** Types of account that a reference of a transaction takes. */
const ACCOUNT_TYPES: Readonly<Record<string, string>> = {
  'Bill/APAccountRef': 'AccountsPayable',
  'BillPaymentCheck/APAccountRef': 'AccountsPayable',
  'BillPaymentCheck/BankAccountRef': 'Bank',
  'Check/AccountRef': 'Bank',
  'CreditCardCharge/AccountRef': 'CreditCard',
  'CreditCardCredit/AccountRef': 'CreditCard',
  'VendorCredit/APAccountRef': 'AccountsPayable',
};
const DEFAULT_DAYS_UNTIL_DUE = 10;

export function transactionAdd(kind: TransactionKind): RequestHandler {
  return (request, context) => {
    const { company } = context;
    const element = childOf(request, `${kind}Add`)!;
    if (element.children.some(({ name }) => UNSUPPORTED.includes(name))) throw new StatusError(status.unsupported);
    const date = textAt(element, 'TxnDate') ?? company.today();
    const fields = withDefaults(kind, date, readHead(kind, element, company), company);
    checkOpen(kind, context, date);
    checkAccounts(kind, fields, company);
    checkExternalId(company, fields, null);
    const lines = readNewLines(kind, element, company);
    const now = company.now();
    const id = company.newTransactionId(now);
    const number = company.counters.transactionNumber++;
    const record = { kind, id, number, created: now, modified: now, date, fields, lines, custom: [] };
    return stored(record, request, context);
  };
}

export function transactionMod(kind: TransactionKind): RequestHandler {
  return (request, context) => {
    const { company } = context;
    const element = childOf(request, `${kind}Mod`)!;
    const before = company.transaction(kind, textAt(element, 'TxnID')!);
    if (before === undefined) throw new StatusError(status.notFound(textAt(element, 'TxnID')!));
    const sequence = textAt(element, 'EditSequence')!;
    if (sequence !== String(before.modified)) throw new StatusError(status.staleSequence(sequence));
    const date = textAt(element, 'TxnDate') ?? before.date;
    checkOpen(kind, context, before.date, date);
    const fields = { ...before.fields, ...readHead(kind, element, company) };
    checkAccounts(kind, fields, company);
    checkExternalId(company, fields, before.id);
    const lines = readChangedLines(kind, element, company, before.lines);
    touchBills(before, company);
    const modified = Math.max(company.now(), before.modified + 1);
    return stored({ ...before, modified, date, fields, lines }, request, context);
  };
}

/** @throws {StatusError} 3171 */
export function checkOpen(kind: TransactionKind, { settings }: RequestContext, ...dates: readonly string[]): void {
  const { closingDate } = settings;
  if (closingDate !== null && dates.some((date) => date <= closingDate)) {
    throw new StatusError(status.closedPeriod(kind));
  }
}

/** A payment that comes or goes changes what is open of its bills. */
export function touchBills(payment: TransactionRecord, company: Company): void {
  for (const { appliedTo } of payment.lines) {
    const bill = appliedTo === undefined ? undefined : company.transaction('Bill', appliedTo);
    if (bill !== undefined) company.store({ ...bill, modified: Math.max(company.now(), bill.modified + 1) });
  }
}

function readHead(kind: TransactionKind, element: XmlElement, company: Company): Aggregate {
  const lines = element.children.map(({ name }) => name).filter((name) => LINES.some((line) => name.startsWith(line)));
  return readFields(element, company, kind, [...NOT_KEPT, ...lines]);
}

function withDefaults(kind: TransactionKind, date: string, fields: Aggregate, company: Company): Aggregate {
  const ofPayables = kind === 'Bill' || kind === 'VendorCredit' || kind === 'BillPaymentCheck';
  const payables = [...company.list('Account')].find((account) => account.fields['AccountType'] === 'AccountsPayable');
  const withAccount = ofPayables ? { ...fields, APAccountRef: fields['APAccountRef'] ?? payables?.id } : fields;
  if (kind !== 'Bill' || fields['DueDate'] !== undefined) return withAccount;
  return { ...withAccount, DueDate: addDays(date, daysUntilDue(fields, company)) };
}

function daysUntilDue(fields: Aggregate, company: Company): number {
  const terms = company.listObject('StandardTerms', textOf(fields, 'TermsRef') ?? '');
  if (terms === undefined) return DEFAULT_DAYS_UNTIL_DUE;
  return Number(/\d+$/.exec(terms.name)?.[0] ?? 0);
}

function checkAccounts(kind: TransactionKind, fields: Aggregate, company: Company): void {
  for (const element of ['AccountRef', 'APAccountRef', 'BankAccountRef']) {
    const wanted = ACCOUNT_TYPES[`${kind}/${element}`];
    const account = company.listObject('Account', textOf(fields, element) ?? '');
    if (wanted === undefined || account === undefined || account.fields['AccountType'] === wanted) continue;
    const reason = `The account is not of the type ${wanted}.`;
    throw new StatusError(status.invalidValue(element, company.fullName(account), reason));
  }
}

function stored(record: TransactionRecord, request: XmlElement, context: RequestContext): Outcome {
  const { company, settings } = context;
  company.store(record);
  touchBills(record, company);
  const teller = new TransactionTeller(company, settings, { lines: true, links: false, owners: [] });
  const ret = writeRet(`${record.kind}Ret`, teller.tell(record), retOptions(request, context));
  return answered([ret], recoveryOf(record));
}
