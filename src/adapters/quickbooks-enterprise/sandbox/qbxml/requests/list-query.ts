import type { Company } from '../../company/company';
import type { ListKind, ListRecord } from '../../company/records';
import { detailsOf, retOptions, type Outcome, type RequestHandler } from '../request-context';
import { writeRet } from '../ret';
import { listElements } from '../rets/list-ret';
import { status, StatusError } from '../status';
import { childOf, textAt, textsAt, type XmlElement } from '../xml-element';
import { balanceMatch, idsOfFilter, momentRange, textMatch, textRange } from './filters';
import { answerQuery, type Search } from './query-answer';

export function listQuery(kind: ListKind): RequestHandler {
  return (request, context): Outcome => {
    if (kind === 'Class' && !context.settings.classTracking) throw new StatusError(status.featureOff);
    const { company, settings } = context;
    const { owners } = detailsOf(request);
    const options = retOptions(request, context);
    return answerQuery(request, context, {
      search: () => search(kind, request, company),
      find: (id) => company.listObject(kind, id),
      write: (record) => writeRet(`${kind}Ret`, listElements(record, company, settings, owners), options),
    });
  };
}

function search(kind: ListKind, request: XmlElement, company: Company): Search<ListRecord> {
  const ids = textsAt(request, 'ListID');
  if (ids.length > 0) return lookUp(ids, (id) => company.listObject(kind, id));
  const names = textsAt(request, 'FullName');
  if (names.length > 0) return lookUp(names, (name) => company.named(kind, name));
  const matches = listFilter(kind, request, company);
  return { records: [...company.list(kind)].filter(matches) };
}

/** Everything that is there, and the names of what is not. */
export function lookUp<Record>(
  asked: readonly string[],
  find: (value: string) => Record | undefined,
): { records: Record[]; missing: string[] } {
  const found = asked.map((value) => ({ value, record: find(value) }));
  return {
    records: found.map(({ record }) => record).filter((record) => record !== undefined),
    missing: found.filter(({ record }) => record === undefined).map(({ value }) => value),
  };
}

function listFilter(kind: ListKind, request: XmlElement, company: Company): (record: ListRecord) => boolean {
  const activeStatus = textAt(request, 'ActiveStatus') ?? 'ActiveOnly';
  const isModifiedThen = momentRange(request, company, ['FromModifiedDate', 'ToModifiedDate']);
  const isNamed = textMatch(childOf(request, 'NameFilter'), 'Name');
  const isInNames = textRange(childOf(request, 'NameRangeFilter'), 'Name');
  const types = new Set(textsAt(request, 'AccountType'));
  const owes = balanceMatch(childOf(request, 'TotalBalanceFilter'));
  const classes = idsOfFilter(childOf(request, 'ClassFilter'), company, ['Class']);
  return (record) =>
    (activeStatus === 'All' || record.active === (activeStatus === 'ActiveOnly')) &&
    isModifiedThen(record.modified) &&
    isNamed(company.fullName(record)) &&
    isInNames(company.fullName(record)) &&
    (types.size === 0 || types.has(String(record.fields['AccountType']))) &&
    (kind === 'Account' || owes(company.balances.owedTo(record.id))) &&
    (classes === null || classes.has(String(record.fields['ClassRef'])));
}
