import type { Company } from '../../company/company';
import { isInRange, macroRange, type DayRange } from '../../company/date-macro';
import type { Posting } from '../../company/postings';
import { NAME_LISTS, type ListKind } from '../../company/records';
import { idsOfFilter, momentRange } from '../requests/filters';
import { childOf, textAt, textsAt, type XmlElement } from '../xml-element';
import { ACCOUNT_TYPE_GROUPS } from './account-types';
import { status, StatusError } from '../status';
import type { Basis } from './report-ledger';

/** What a report is asked for with. */
export interface ReportRequest {
  readonly type: string;
  readonly range: DayRange;
  readonly basis: Basis;
  readonly columnsBy: string | null;
  readonly rowsBy: string | null;
  readonly columns: readonly string[];
  readonly agesToday: boolean;
  /** All filters but the days. */
  readonly isAskedFor: (posting: Posting) => boolean;
}

const TYPES = ['GeneralSummaryReportType', 'GeneralDetailReportType', 'CustomDetailReportType', 'AgingReportType'];
/** Without a period or a macro. */
const DEFAULT_MACRO = 'ThisMonthToDate';

/** @throws {StatusError} 3030 */
export function readReportRequest(request: XmlElement, company: Company): ReportRequest {
  return {
    type: TYPES.map((name) => textAt(request, name)).find((type) => type !== undefined)!,
    range: readRange(request, company.today()),
    basis: textAt(request, 'ReportBasis') === 'Cash' ? 'Cash' : 'Accrual',
    columnsBy: textAt(request, 'SummarizeColumnsBy') ?? null,
    rowsBy: textAt(request, 'SummarizeRowsBy') ?? null,
    columns: textsAt(request, 'IncludeColumn'),
    agesToday: textAt(request, 'ReportAgingAsOf') === 'Today',
    isAskedFor: readFilters(request, company),
  };
}

function readRange(request: XmlElement, today: string): DayRange {
  const period = childOf(request, 'ReportPeriod');
  if (period === undefined) return macroRange(textAt(request, 'ReportDateMacro') ?? DEFAULT_MACRO, today);
  const from = textAt(period, 'FromReportDate') ?? null;
  const to = textAt(period, 'ToReportDate') ?? null;
  if (from !== null && to !== null && from > to) throw new StatusError(status.invalidRange(from, to));
  return { from, to };
}

function readFilters(request: XmlElement, company: Company): (posting: Posting) => boolean {
  const isAccount = accountFilter(childOf(request, 'ReportAccountFilter'), company);
  const isEntity = entityFilter(childOf(request, 'ReportEntityFilter'), company);
  const classes = idsOfFilter(childOf(request, 'ReportClassFilter'), company, ['Class']);
  const kinds = textsAt(childOf(request, 'ReportTxnTypeFilter'), 'TxnTypeFilter');
  const hasItems = childOf(request, 'ReportItemFilter') !== undefined;
  const isModifiedThen = modifiedFilter(request, company);
  return (posting) =>
    !hasItems &&
    isAccount(posting) &&
    isEntity(posting) &&
    (classes === null || classes.has(posting.class ?? '')) &&
    (kinds.length === 0 || kinds.includes('All') || kinds.includes(posting.transaction.kind)) &&
    isModifiedThen(posting.transaction.modified);
}

function modifiedFilter(request: XmlElement, company: Company): (epoch: number) => boolean {
  const macro = textAt(request, 'ReportModifiedDateRangeMacro');
  if (macro !== undefined) {
    const range = macroRange(macro, company.today());
    return (epoch) => isInRange(company.time.day(epoch), range);
  }
  const filter = childOf(request, 'ReportModifiedDateRangeFilter');
  return momentRange(filter, company, ['FromReportModifiedDate', 'ToReportModifiedDate']);
}

function accountFilter(filter: XmlElement | undefined, company: Company): (posting: Posting) => boolean {
  const group = textAt(filter, 'AccountTypeFilter');
  if (group !== undefined) {
    const types = ACCOUNT_TYPE_GROUPS[group] ?? [group];
    return ({ account }) => types.includes(String(company.listObject('Account', account)?.fields['AccountType']));
  }
  const ids = idsOfFilter(filter, company, ['Account']);
  return ({ account }) => ids === null || ids.has(account);
}

function entityFilter(filter: XmlElement | undefined, company: Company): (posting: Posting) => boolean {
  const list = textAt(filter, 'EntityTypeFilter') as ListKind | undefined;
  const ids = list === undefined ? idsOfFilter(filter, company, NAME_LISTS) : idsOfList(list, company);
  return ({ entity, customer }) => ids === null || ids.has(entity ?? '') || ids.has(customer ?? '');
}

function idsOfList(kind: ListKind, company: Company): ReadonlySet<string> {
  return new Set([...company.list(kind)].map(({ id }) => id));
}
