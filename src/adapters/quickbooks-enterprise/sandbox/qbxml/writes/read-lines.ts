import type { Company } from '../../company/company';
import { parseCents } from '../../company/money';
import type { TransactionKind, TransactionLine } from '../../company/records';
import { error, status, StatusError } from '../status';
import { childOf, childrenOf, textAt, type XmlElement } from '../xml-element';
import { resolveReference } from './resolve-reference';

/** Lines of an addition, whichever its kind has. @throws {StatusError} 3120, 3140, 3150, 3180 */
export function readNewLines(kind: TransactionKind, element: XmlElement, company: Company): TransactionLine[] {
  refuseItems(element, company, kind);
  if (kind === 'JournalEntry') return readJournal(element, company);
  if (kind === 'BillPaymentCheck') return readApplications(element, company);
  return childrenOf(element, 'ExpenseLineAdd').map((line) => readLine(line, company, kind, null));
}

/** Lines of a change; those that it leaves out are gone, unless it names none at all. @throws {StatusError} */
export function readChangedLines(
  kind: TransactionKind,
  element: XmlElement,
  company: Company,
  before: readonly TransactionLine[],
): readonly TransactionLine[] {
  refuseItems(element, company, kind);
  if (kind === 'BillPaymentCheck') {
    const applications = childrenOf(element, 'AppliedToTxnMod');
    return applications.length === 0 ? before : readApplications(element, company);
  }
  const changes = childrenOf(element, 'ExpenseLineMod');
  if (changes.length === 0) return textAt(element, 'ClearExpenseLines') === 'true' ? [] : before;
  return changes.map((line) => {
    const id = textAt(line, 'TxnLineID')!;
    if (id === '-1') return readLine(line, company, kind, null);
    const known = before.find((other) => other.id === id);
    if (known === undefined) throw new StatusError(status.notFound(id));
    return readLine(line, company, kind, known);
  });
}

function readLine(
  line: XmlElement,
  company: Company,
  kind: TransactionKind,
  before: TransactionLine | null,
): TransactionLine {
  const account = reference(line, 'AccountRef', company, kind) ?? before?.account;
  if (account === undefined) throw new StatusError(status.missingElement('AccountRef'));
  const amount = textAt(line, 'Amount');
  const text = (name: string, kept: string | undefined): string | undefined =>
    (textAt(line, name) ?? kept) || undefined;
  const object = (name: string, kept: string | undefined): string | undefined =>
    childOf(line, name) === undefined ? kept : reference(line, name, company, kind);
  return {
    id: before?.id ?? company.newTransactionId(),
    account,
    cents: amount === undefined ? (before?.cents ?? 0) : parseCents(amount)!,
    memo: text('Memo', before?.memo),
    customer: object('CustomerRef', before?.customer),
    class: object('ClassRef', before?.class),
    billable: text('BillableStatus', before?.billable),
  };
}

function readJournal(element: XmlElement, company: Company): TransactionLine[] {
  const lines = element.children.filter(({ name }) => name === 'JournalDebitLine' || name === 'JournalCreditLine');
  const read = lines.map((line): TransactionLine => {
    const { cents, ...rest } = readLine(line, company, 'JournalEntry', null);
    const customer = reference(line, 'EntityRef', company, 'JournalEntry');
    return { ...rest, cents: line.name === 'JournalDebitLine' ? cents : -cents || 0, customer };
  });
  checkJournal(read, company);
  return read;
}

function checkJournal(lines: readonly TransactionLine[], company: Company): void {
  const balance = lines.reduce((total, { cents }) => total + cents, 0);
  if (balance !== 0) {
    const reason = 'The transaction is not in balance.  Make sure the debits equal the credits.';
    throw new StatusError(saving('Journal Entry', reason));
  }
  const nameless = lines.some(({ account, customer }) => {
    const type = company.listObject('Account', account)?.fields['AccountType'];
    return (type === 'AccountsPayable' || type === 'AccountsReceivable') && customer === undefined;
  });
  if (nameless) throw new StatusError(saving('Journal Entry', 'A line of payables or receivables needs a name.'));
}

function readApplications(element: XmlElement, company: Company): TransactionLine[] {
  const applications = element.children.filter(({ name }) => name.startsWith('AppliedToTxn'));
  return applications.map((application) => {
    const id = textAt(application, 'TxnID')!;
    const bill = company.transaction('Bill', id);
    if (bill === undefined) throw new StatusError(status.notFound(id));
    const open = company.balances.openCents(bill);
    const amount = textAt(application, 'PaymentAmount');
    const cents = amount === undefined ? open : parseCents(amount)!;
    if (cents <= 0 || cents > open) {
      const reason = 'The amount is more than what is left to pay, or nothing.';
      throw new StatusError(status.invalidValue('AppliedToTxnAdd payment amount', amount ?? '', reason));
    }
    const account = String(bill.fields['APAccountRef']);
    return { id: company.newTransactionId(), account, cents, appliedTo: bill.id };
  });
}

/** There is no list of items in these books. */
function refuseItems(element: XmlElement, company: Company, kind: TransactionKind): void {
  const item = element.children.find(({ name }) => name.startsWith('ItemLine'));
  if (item === undefined) return;
  const reference = childOf(item, 'ItemRef');
  if (reference === undefined) throw new StatusError(status.missingElement('ItemRef'));
  resolveReference(reference, company, kind);
}

function reference(line: XmlElement, name: string, company: Company, where: string): string | undefined {
  const element = childOf(line, name);
  return element === undefined ? undefined : resolveReference(element, company, where)?.id;
}

function saving(kind: string, reason: string): ReturnType<typeof error> {
  return error(3180, `There was an error when saving a ${kind}.  QuickBooks error message: ${reason}`);
}
