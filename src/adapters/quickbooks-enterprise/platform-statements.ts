import { InvalidValueError } from '../../errors';
import type { FinancialReportQuestion } from '../financial-reports';
import type { PlatformResource, PlatformStatementList } from '../platform-resource';
import { dayOf } from './mapping/values';
import { REPORTS, type ReportDefinition } from './operations/financial-report-catalogue';

const CATEGORIES: Readonly<Record<ReportDefinition['family'], string>> = {
  SUMMARY: 'GeneralSummaryReport',
  DETAIL: 'GeneralDetailReport',
  AGING: 'AgingReport',
};

/** The platform had numbers for these, in the order of their words. */
const BASES: ReadonlyMap<string, FinancialReportQuestion['basis']> = new Map([
  ['0', 'ACCRUAL'],
  ['1', 'CASH'],
  ['2', null],
]);

const TYPES = REPORTS.map(({ type, family }) => ({ Category: CATEGORIES[family], Name: printedName(type) }));

const statementList: PlatformStatementList = {
  types: { name: 'report-types', records: TYPES },
  toQuestion: (conditions) => ({
    id: typeOf(conditions.get('ReportName')),
    from: dayIn(conditions, 'ReportPeriodStart'),
    to: dayIn(conditions, 'ReportPeriodEnd'),
    basis: basisOf(conditions.get('ReportBasis')),
  }),
};

/** Statements: by QuickBooks' word for the type, or by the name that `report-types` tells. */
export const platformStatements: PlatformResource = {
  name: 'reports',
  description: 'Statements that QuickBooks computes from the books when the Web Connector calls the next time.',
  resource: 'FINANCIAL_REPORTS',
  fields: [
    { name: 'ReportName', description: 'A `Name` of `report-types`. Needed.' },
    { name: 'ReportPeriodStart', description: '`yyyy-MM-ddThh:mm:ss`, of which the day counts.' },
    { name: 'ReportPeriodEnd', description: 'Likewise.' },
    { name: 'ReportBasis', description: '0 is accrual, 1 cash, 2 whatever the company has.' },
  ],
  toRecord: ({ remoteId }) => ({ id: remoteId }),
  statements: REPORTS.map(({ kind, type }) => ({ id: type, kind })),
  statementList,
};

/** `ProfitAndLossStandard` is `Profit and Loss Standard`, and `APAgingSummary` `AP Aging Summary`. */
function printedName(type: string): string {
  return type.replace(/(?!^)([A-Z][a-z])/g, ' $1').replace(/ (And|By) /g, (word) => word.toLowerCase());
}

function typeOf(name: string | undefined): string {
  const found = REPORTS.find(({ type }) => name !== undefined && [type, printedName(type)].includes(name));
  if (found !== undefined) return found.type;
  const message = name === undefined ? 'Which report is to be told.' : `There is no report ${JSON.stringify(name)}.`;
  throw wrong(`${message} \`ReportName\` is one of: ${TYPES.map(({ Name }) => Name).join(', ')}.`);
}

function dayIn(conditions: ReadonlyMap<string, string>, name: string): string | null {
  const text = conditions.get(name);
  if (text === undefined) return null;
  const day = dayOf({ [name]: text }, name);
  if (day === null) throw wrong(`\`${name}\` is a time, as 2026-06-30T00:00:00.`);
  return day;
}

function basisOf(text: string | undefined): FinancialReportQuestion['basis'] {
  const basis = BASES.get(text ?? '2');
  if (basis === undefined) throw wrong('`ReportBasis` is 0 for accrual, 1 for cash, or 2 for that of the company.');
  return basis;
}

function wrong(message: string): InvalidValueError {
  return new InvalidValueError('INVALID_INPUT', `\`where\` is wrong. ${message}`, { path: ['where'] });
}
