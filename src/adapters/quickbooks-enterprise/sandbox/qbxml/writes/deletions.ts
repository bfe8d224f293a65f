import type { Company } from '../../company/company';
import {
  entityOf,
  LIST_KINDS,
  TRANSACTION_KINDS,
  type ListKind,
  type ListRecord,
  type TransactionKind,
  type TransactionRecord,
} from '../../company/records';
import { writeElement } from '../answer-writer';
import { answered, type RequestHandler } from '../request-context';
import { status, StatusError } from '../status';
import { textAt } from '../xml-element';
import { checkOpen, touchBills } from './transaction-write';

export const transactionDel: RequestHandler = (request, context) => {
  const { company } = context;
  const [kind, id] = [textAt(request, 'TxnDelType')!, textAt(request, 'TxnID')!];
  const isKept = (TRANSACTION_KINDS as readonly string[]).includes(kind);
  const record = isKept ? company.transaction(kind as TransactionKind, id) : undefined;
  if (record === undefined) throw new StatusError(status.notFound(id));
  checkOpen(record.kind, context, record.date);
  if (isPaid(record, company)) throw new StatusError(status.inUse(id));
  const deletion = company.remove(record);
  touchBills(record, company);
  return answered(
    tell([
      ['TxnDelType', kind],
      ['TxnID', id],
      ['TimeCreated', company.time.print(deletion.created)],
      ['TimeDeleted', company.time.print(deletion.deleted)],
      ['RefNumber', deletion.label],
    ]),
    { TxnID: id },
  );
};

export const listDel: RequestHandler = (request, { company }) => {
  const [kind, id] = [textAt(request, 'ListDelType')!, textAt(request, 'ListID')!];
  const isKept = (LIST_KINDS as readonly string[]).includes(kind);
  const record = isKept ? company.listObject(kind as ListKind, id) : undefined;
  if (record === undefined) throw new StatusError(status.notFound(id));
  if (isUsed(record, company)) throw new StatusError(status.inUse(id));
  const deletion = company.remove(record);
  return answered(
    tell([
      ['ListDelType', kind],
      ['ListID', id],
      ['TimeCreated', company.time.print(deletion.created)],
      ['TimeDeleted', company.time.print(deletion.deleted)],
      ['FullName', deletion.label],
    ]),
    { ListID: id },
  );
};

function tell(elements: readonly (readonly [string, string | null])[]): string[] {
  return elements.map(([name, value]) => writeElement(name, value ?? undefined));
}

function isPaid(record: TransactionRecord, company: Company): boolean {
  if (record.kind !== 'Bill') return false;
  return [...company.ofKind('BillPaymentCheck')].some(({ lines }) =>
    lines.some(({ appliedTo }) => appliedTo === record.id),
  );
}

function isUsed(record: ListRecord, company: Company): boolean {
  if (company.childrenOf(record).length > 0 || record.fields['SpecialAccountType'] !== undefined) return true;
  for (const transaction of company.allTransactions()) {
    const own = [entityOf(transaction), ...Object.values(transaction.fields)];
    if (own.includes(record.id) || usesInLines(transaction, record.id)) return true;
  }
  return false;
}

function usesInLines({ lines }: TransactionRecord, id: string): boolean {
  return lines.some((line) => line.account === id || line.customer === id || line.class === id);
}
