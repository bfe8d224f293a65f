import { XMLParser } from 'fast-xml-parser';
import type { CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox';
import type { DeskExpense, DeskLine } from './desktop-commands';

interface Kind {
  readonly name: string;
  readonly amount: 'Amount' | 'AmountDue' | 'CreditAmount';
  readonly payee: 'VendorRef' | 'PayeeEntityRef';
  /** QuickBooks writes what comes back as a positive number. */
  readonly isCredit: boolean;
}

const KINDS: readonly Kind[] = [
  { name: 'Bill', amount: 'AmountDue', payee: 'VendorRef', isCredit: false },
  { name: 'Check', amount: 'Amount', payee: 'PayeeEntityRef', isCredit: false },
  { name: 'CreditCardCharge', amount: 'Amount', payee: 'PayeeEntityRef', isCredit: false },
  { name: 'CreditCardCredit', amount: 'Amount', payee: 'PayeeEntityRef', isCredit: true },
  { name: 'VendorCredit', amount: 'CreditAmount', payee: 'VendorRef', isCredit: true },
];

type Reference = { readonly FullName: string } | undefined;

interface Line {
  readonly Amount: string;
  readonly AccountRef: Reference;
  readonly Memo?: string;
}

type Transaction = Readonly<Record<string, string>> & {
  readonly ExpenseLineRet?: readonly Line[];
  readonly VendorRef: Reference;
  readonly PayeeEntityRef: Reference;
};

const parser = new XMLParser({
  parseTagValue: false,
  isArray: (name) => name === 'ExpenseLineRet' || KINDS.some((kind) => name === `${kind.name}Ret`),
});

/** What the company file has, asked for as any application may, and read by none of the service's own code. */
export function readDeskExpenses(company: CompanyFile): DeskExpense[] {
  const session = company.beginSession('Desk', '');
  try {
    return KINDS.flatMap((kind) => {
      const answer = [...session.processRequest(queryOf(kind))].join('');
      return transactionsIn(answer, kind).map((transaction) => toExpense(transaction, kind));
    });
  } finally {
    session.end();
  }
}

function queryOf({ name }: Kind): string {
  const query = `<${name}QueryRq requestID="1"><IncludeLineItems>true</IncludeLineItems></${name}QueryRq>`;
  const messages = `<QBXMLMsgsRq onError="stopOnError">${query}</QBXMLMsgsRq>`;
  return `<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>${messages}</QBXML>`;
}

function transactionsIn(answer: string, { name }: Kind): readonly Transaction[] {
  const { QBXML } = parser.parse(answer) as {
    readonly QBXML: {
      readonly QBXMLMsgsRs: Readonly<Record<string, Readonly<Record<string, readonly Transaction[]>>>>;
    };
  };
  return QBXML.QBXMLMsgsRs[`${name}QueryRs`]?.[`${name}Ret`] ?? [];
}

function toExpense(transaction: Transaction, { name, amount, payee, isCredit }: Kind): DeskExpense {
  const signed = (text: string): string => (isCredit ? `-${text}` : text);
  const toLine = ({ Amount, AccountRef, Memo }: Line): DeskLine => ({
    amount: signed(Amount),
    account: AccountRef?.FullName ?? null,
    memo: Memo ?? null,
  });
  return {
    id: transaction['TxnID']!,
    kind: name,
    date: transaction['TxnDate']!,
    amount: signed(transaction[amount]!),
    payee: transaction[payee]?.FullName ?? null,
    lines: (transaction.ExpenseLineRet ?? []).map(toLine),
  };
}
