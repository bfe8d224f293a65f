import {
  NAME_LISTS,
  accountOf,
  entityOf,
  textOf,
  type TransactionKind,
  type TransactionRecord,
} from '../../company/records';
import { detailsOf, retOptions, type RequestContext, type RequestHandler } from '../request-context';
import { writeRet } from '../ret';
import { TransactionTeller } from '../rets/transaction-ret';
import { childOf, textAt, textsAt, type XmlElement } from '../xml-element';
import { dayRange, idsOfFilter, momentRange, textMatch, textRange } from './filters';
import { lookUp } from './list-query';
import { answerQuery, type Search } from './query-answer';

export function transactionQuery(kind: TransactionKind): RequestHandler {
  return (request, context) => {
    const { company, settings } = context;
    const options = retOptions(request, context);
    const teller = new TransactionTeller(company, settings, detailsOf(request));
    return answerQuery(request, context, {
      search: () => search(kind, request, context),
      find: (id) => company.transaction(kind, id),
      write: (transaction) => writeRet(`${kind}Ret`, teller.tell(transaction), options),
    });
  };
}

function search(kind: TransactionKind, request: XmlElement, context: RequestContext): Search<TransactionRecord> {
  const { company } = context;
  const ids = textsAt(request, 'TxnID');
  if (ids.length > 0) return lookUp(ids, (id) => company.transaction(kind, id));
  const matches = numberFilter(request) ?? transactionFilter(request, context);
  return { records: [...company.ofKind(kind)].filter(matches) };
}

/** `RefNumber+` and `RefNumberCaseSensitive+`; null when neither is there. */
function numberFilter(request: XmlElement): ((transaction: TransactionRecord) => boolean) | null {
  const exact = new Set(textsAt(request, 'RefNumberCaseSensitive'));
  const anyCase = new Set(textsAt(request, 'RefNumber').map((number) => number.toLowerCase()));
  if (exact.size + anyCase.size === 0) return null;
  return ({ fields }) => {
    const number = textOf(fields, 'RefNumber') ?? '';
    return exact.has(number) || anyCase.has(number.toLowerCase());
  };
}

function transactionFilter(request: XmlElement, { company }: RequestContext): (record: TransactionRecord) => boolean {
  const modified = childOf(request, 'ModifiedDateRangeFilter');
  const isModifiedThen = momentRange(modified, company, ['FromModifiedDate', 'ToModifiedDate']);
  const dates = childOf(request, 'TxnDateRangeFilter');
  const isDatedThen = dayRange(dates, company.today(), ['FromTxnDate', 'ToTxnDate']);
  const entities = idsOfFilter(childOf(request, 'EntityFilter'), company, NAME_LISTS);
  const accounts = idsOfFilter(childOf(request, 'AccountFilter'), company, ['Account']);
  const isNumbered = textMatch(childOf(request, 'RefNumberFilter'), 'RefNumber');
  const isInNumbers = textRange(childOf(request, 'RefNumberRangeFilter'), 'RefNumber');
  const paid = textAt(request, 'PaidStatus') ?? 'All';
  return (transaction) => {
    const number = textOf(transaction.fields, 'RefNumber') ?? '';
    return (
      isModifiedThen(transaction.modified) &&
      isDatedThen(transaction.date) &&
      isNumbered(number) &&
      isInNumbers(number) &&
      (entities === null || entitiesIn(transaction).some((entity) => entities.has(entity))) &&
      (accounts === null || accountsIn(transaction).some((account) => accounts.has(account))) &&
      (paid === 'All' || (company.balances.openCents(transaction) === 0) === (paid === 'PaidOnly'))
    );
  };
}

function entitiesIn(transaction: TransactionRecord): string[] {
  const ofLines = transaction.lines.map(({ customer }) => customer);
  return [entityOf(transaction), ...ofLines].filter((entity) => entity !== undefined);
}

function accountsIn(transaction: TransactionRecord): string[] {
  const own = [accountOf(transaction), textOf(transaction.fields, 'BankAccountRef')];
  return [...own, ...transaction.lines.map(({ account }) => account)].filter((account) => account !== undefined);
}
