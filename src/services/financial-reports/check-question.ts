import type { ElementOperation, ElementResource, VendorAdapter } from '../../adapters/adapter';
import {
  FINANCIAL_REPORT_FILTERS,
  type FinancialReportFilter,
  type FinancialReportOffer,
  type FinancialReportQuestion,
  type FinancialReports,
} from '../../adapters/financial-reports';
import { BadUserInputError, UnsupportedOperationError } from '../../errors';

/** All filters together; each id as long as vendors have them. */
const MAX_FILTER_IDS = 100;
const VENDOR_ID = /^[\w.:-]{1,40}$/;

const FILTER_FIELDS: Readonly<Record<FinancialReportFilter, string>> = {
  department: 'departmentRemoteId',
  trackingClass: 'trackingClassRemoteId',
  supplier: 'supplierRemoteId',
  customer: 'customerRemoteId',
  employee: 'employeeRemoteId',
  ledgerAccount: 'ledgerAccountRemoteId',
};

/** The element does not compute this statement; `supported` tells what it does. */
export class UnsupportedReportError extends UnsupportedOperationError {
  readonly supported: readonly {
    readonly resource: ElementResource;
    readonly operations: readonly ElementOperation[];
  }[];

  constructor({ catalog, resources }: VendorAdapter, message: string) {
    super(catalog.key, 'FINANCIAL_REPORTS', 'GET', message);
    this.supported = Object.entries(resources).map(([resource, { operations }]) => ({
      resource: resource as ElementResource,
      operations,
    }));
  }
}

/**
 * What computes the statement that is asked for. Throws an `UnsupportedOperationError` for a kind that the element has not,
 * and a `BadUserInputError` for what it cannot be asked in this kind; both say what is possible.
 */
export function requireOffer(adapter: VendorAdapter, question: FinancialReportQuestion): FinancialReports {
  const { financialReports, catalog } = adapter;
  const offer = financialReports?.offers.find(({ kind }) => kind === question.kind);
  if (financialReports === undefined || offer === undefined) {
    const kinds = financialReports?.offers.map(({ kind }) => kind) ?? [];
    const known = kinds.length === 0 ? 'It computes no statements.' : `It has: ${kinds.join(', ')}.`;
    throw new UnsupportedReportError(adapter, `${catalog.name} has no financial report ${question.kind}. ${known}`);
  }
  checkPeriod(offer, question);
  checkBasis(offer, question);
  checkColumns(offer, question);
  checkFilters(offer, question);
  return financialReports;
}

function checkPeriod({ kind, covers }: FinancialReportOffer, { from, to }: FinancialReportQuestion): void {
  if (covers === 'NOW' && (from !== null || to !== null)) {
    throw wrong('period', `${kind} is as of now: leave "period" out.`);
  }
  if (from !== null && to !== null && from > to) {
    throw wrong('period', `"period" ends before it begins: ${from} is after ${to}.`);
  }
  if (to === null && from !== null) throw wrong('period', `"period" of ${kind} needs a last day in \`to\`.`);
  if (covers === 'PERIOD' && from === null && to !== null) {
    throw wrong('period', `"period" of ${kind} needs a first day in \`from\`: its figures are sums over days.`);
  }
}

function checkBasis({ kind, takesBasis }: FinancialReportOffer, { basis }: FinancialReportQuestion): void {
  if (basis !== null && !takesBasis) throw wrong('basis', `${kind} is the same on either basis: leave "basis" out.`);
}

function checkColumns({ kind, groupings }: FinancialReportOffer, { columnsBy }: FinancialReportQuestion): void {
  if (groupings.includes(columnsBy)) return;
  throw wrong('columnsBy', `${kind} cannot have "columnsBy" ${columnsBy}. Possible: ${groupings.join(', ')}.`);
}

function checkFilters({ kind, filters }: FinancialReportOffer, question: FinancialReportQuestion): void {
  const asked = FINANCIAL_REPORT_FILTERS.flatMap((filter) =>
    question.filters[filter] === undefined ? [] : [[filter, question.filters[filter]] as const],
  );
  for (const [filter, ids] of asked) {
    const field = FILTER_FIELDS[filter];
    if (!filters.includes(filter)) {
      const possible = filters.map((each) => FILTER_FIELDS[each]).join(', ') || 'none';
      throw wrong(field, `${kind} cannot be narrowed by "${field}". Possible: ${possible}.`);
    }
    if (!ids.every((id) => VENDOR_ID.test(id))) {
      throw wrong(field, `"${field}" takes vendor ids such as "42": the \`remoteId\` of a record.`);
    }
  }
  const count = asked.reduce((sum, [, ids]) => sum + ids.length, 0);
  if (count <= MAX_FILTER_IDS) return;
  const fields = asked.map(([filter]) => FILTER_FIELDS[filter]);
  throw wrong(fields[0]!, `"${fields.join('", "')}" may have ${MAX_FILTER_IDS} ids at most; ${count} were given.`);
}

function wrong(field: string, message: string): BadUserInputError {
  return new BadUserInputError(message, { path: ['request', field] });
}
