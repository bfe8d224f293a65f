import type { ExportTemplate, ExportTemplateName } from '../exports';
import { JSON_FUNCTIONS, reportTemplate } from './template';

/*
 * Our templates for people and their spreadsheets. Which type an attribute has is not documented, and a missing one ends
 * the whole rendering, so that each value goes through a function: `cell` prints text for a comma-separated line, `id` an
 * id behind an apostrophe, which keeps spreadsheets from rounding its digits away, `money` hundredths as a decimal
 * number, `flag` Yes or No.
 */
const CSV_FUNCTIONS = `
<#function plain v="">
<#if v?is_boolean><#return v?string("Yes","No")></#if>
<#if v?is_number><#return v?c></#if>
<#if v?is_date><#return v?string("yyyy-MM-dd")></#if>
<#if v?is_string><#return v?replace("&lt;","<")?replace("&gt;",">")?replace("&quot;","\\"")?replace("&apos;","'")?replace("&#39;","'")?replace("&#039;","'")?replace("&amp;","&")></#if>
<#return "">
</#function>
<#function quoted t="">
<#if t?contains(",") || t?contains("\\"") || t?contains("\\n") || t?contains("\\r")><#return "\\"" + t?replace("\\"","\\"\\"") + "\\""></#if>
<#return t>
</#function>
<#function cell v="">
<#local t = plain(v)>
<#if t?matches("[=+@\\\\t\\\\r-].*","s")><#return quoted("'" + t)></#if>
<#return quoted(t)>
</#function>
<#function id v="">
<#local t = plain(v)>
<#if t?has_content><#return quoted("'" + t)></#if>
<#return "">
</#function>
<#function day v="">
<#local t = plain(v)>
<#if t?length gt 10><#return quoted(t?substring(0, 10))></#if>
<#return quoted(t)>
</#function>
<#function flag v="">
<#if v?is_boolean><#return v?string("Yes","No")></#if>
<#if v?is_string && (v == "true" || v == "false")><#return (v == "true")?string("Yes","No")></#if>
<#return "">
</#function>
<#function hundredths v="">
<#if v?is_number><#return v></#if>
<#if v?is_string && v?matches("-?[0-9]+")><#return v?number></#if>
<#return "">
</#function>
<#function money v="">
<#local n = hundredths(v)>
<#if n?is_number><#return (n / 100)?string("0.00")?replace(",", ".")></#if>
<#return "">
</#function>
<#function sub o="" k="">
<#if o?is_hash><#return (o[k])!""></#if>
<#return "">
</#function>
<#function first a="" b="">
<#if plain(a)?has_content><#return a></#if>
<#return b>
</#function>
`.trim();

/** What counts of an expense: the converted amount, else the user's edit unless that is 0, else the original. */
const EFFECTIVE_AMOUNT = `
<#function counted e="">
<#local n = hundredths((e.convertedAmount)!)>
<#if n?is_number><#return n></#if>
<#local n = hundredths((e.modifiedAmount)!)>
<#if n?is_number && n != 0><#return n></#if>
<#return hundredths((e.amount)!)>
</#function>
<#function countedCurrency e="" r="">
<#local n = hundredths((e.convertedAmount)!)>
<#if n?is_number><#return (r.currency)!""></#if>
<#return (e.currency)!"">
</#function>
`.trim();

/** A heading and the expression that prints its cell. */
type Column = readonly [heading: string, expression: string];

const MERCHANT: Column = ['Merchant', 'cell(first((expense.modifiedMerchant)!, (expense.merchant)!))'];
const AMOUNT: Column = ['Amount', 'money(counted(expense))'];
const CURRENCY: Column = ['Currency', 'cell(countedCurrency(expense, report))'];
const DATE: Column = ['Transaction Date', 'day(first((expense.modifiedCreated)!, (expense.created)!))'];
const FLAGS: readonly Column[] = [
  ['Billable', 'flag((expense.billable)!)'],
  ['Reimbursable', 'flag((expense.reimbursable)!)'],
];
const SUBMITTER: Column = ['Submitter', 'cell((report.accountEmail)!)'];
const REPORT: readonly Column[] = [
  ['Report ID', 'id((report.reportID)!)'],
  ['Report', 'cell((report.reportName)!)'],
  ['Report Status', 'cell((report.status)!)'],
];
const EXPENSE_ID: Column = ['Expense ID', 'id((expense.transactionID)!)'];
const DESCRIPTION: Column = ['Description', 'cell((expense.comment)!)'];

const EXPENSE_COLUMNS: readonly Column[] = [
  MERCHANT,
  AMOUNT,
  DATE,
  CURRENCY,
  ['Original Amount', 'money((expense.amount)!)'],
  ['Original Currency', 'cell((expense.currency)!)'],
  ['Category', 'cell((expense.category)!)'],
  ['Tag', 'cell((expense.tag)!)'],
  DESCRIPTION,
  ...FLAGS,
  SUBMITTER,
  ...REPORT,
  ['Policy', 'cell((report.policyName)!)'],
  EXPENSE_ID,
];

const ACCOUNTING_COLUMNS: readonly Column[] = [
  ...REPORT,
  ['Policy ID', 'id((report.policyID)!)'],
  ['Policy', 'cell((report.policyName)!)'],
  SUBMITTER,
  ['Employee ID', 'id(first((report.employeeCustomField1)!, (report.submitterUserID)!))'],
  // While the report is processing, whoever will approve it.
  ['Approver', 'cell((report.managerEmail)!)'],
  ['Submitted', 'day((report.submitted)!)'],
  ['Approved', 'day((report.approved)!)'],
  ['Reimbursed', 'day((report.reimbursed)!)'],
  DATE,
  MERCHANT,
  ['Category', 'cell((expense.category)!)'],
  ['Category GL Code', 'cell((expense.categoryGlCode)!)'],
  ['Category Payroll Code', 'cell((expense.categoryPayrollCode)!)'],
  ...[1, 2, 3].flatMap((level): Column[] => [
    [`Tag ${level}`, `cell((expense.ntag${level})!)`],
    [`Tag ${level} GL Code`, `cell((expense.ntag${level}GlCode)!)`],
  ]),
  AMOUNT,
  CURRENCY,
  ['Tax Amount', 'money((expense.taxAmount)!)'],
  ['Tax Rate', 'cell(first((expense.taxRateName)!, (expense.taxRate)!))'],
  ['Tax Code', 'cell((expense.taxCode)!)'],
  ...FLAGS,
  DESCRIPTION,
  EXPENSE_ID,
];

/** Spending on cards is negative in this model, and positive in ours. */
const CARD_COLUMNS: readonly Column[] = [
  MERCHANT,
  ['Amount', 'money(spent(expense))'],
  DATE,
  ['Currency', 'cell((expense.currency)!)'],
  ['Posted', 'day((expense.posted)!)'],
  ['Card', 'cell((card.name)!)'],
  ['Card Number', 'cell((expense.maskedPAN)!)'],
  ['Card ID', 'id((card.ID)!)'],
  ['Bank', 'cell((card.bank)!)'],
  ['Cardholder', 'cell((card.owner)!)'],
  ['Category', 'cell((expense.category)!)'],
  ['Tag', 'cell((expense.tag)!)'],
  DESCRIPTION,
  ...FLAGS,
  // Transactions on no report stand under one with the number 0.
  ['Report ID', 'id(reportNumber((report.ID)!))'],
  ['Report', 'cell((report.name)!)'],
  ['Report Status', 'cell((report.status)!)'],
  ['Submitter', 'cell((report.submitterEmail)!)'],
  ['Expense ID', 'id((expense.ID)!)'],
];

const CARD_FUNCTIONS = `
<#function spent e="">
<#local n = hundredths((e.modifiedAmount)!)>
<#if n?is_number && n != 0><#return 0 - n></#if>
<#local n = hundredths((e.amount)!)>
<#if n?is_number><#return 0 - n></#if>
<#return "">
</#function>
<#function reportNumber v="">
<#local t = plain(v)>
<#if t == "0"><#return ""></#if>
<#return t>
</#function>
`.trim();

const CARD_FIELDS: readonly string[] = [
  ...jsonFields('js', 'card', ['ID', 'name', 'bank', 'owner'], 'card'),
  ...jsonFields('js', 'report', ['ID', 'name', 'status', 'currency', 'policyID', 'submitterEmail'], 'report'),
  ...jsonFields('js', 'expense', [
    'ID',
    'cardID',
    'maskedPAN',
    'currency',
    'currencyConversionRate',
    'created',
    'posted',
  ]),
  ...jsonFields('js', 'expense', ['modifiedCreated', 'merchant', 'modifiedMerchant', 'category', 'tag', 'comment']),
  ...jsonFields('js', 'expense', ['externalID', 'receiptID', 'receiptURL', 'taxRate', 'taxExternalID']),
  ...jsonFields('jn', 'expense', ['amount', 'modifiedAmount', 'originalAmount', 'originalCurrencyAmount']),
  ...jsonFields('jn', 'expense', ['convertedAmount', 'taxAmount']),
  ...jsonFields('jb', 'expense', ['billable', 'reimbursable', 'split']),
];

const reportTemplates: Readonly<Record<Exclude<ExportTemplateName, 'CARD_TRANSACTIONS_CSV'>, string>> = {
  EXPENSES_CSV: expensesTemplate(EXPENSE_COLUMNS),
  ACCOUNTING_CSV: expensesTemplate(ACCOUNTING_COLUMNS),
  JSON: reportTemplate,
};

const cardTemplates: Readonly<Partial<Record<ExportTemplateName, string>>> = {
  CARD_TRANSACTIONS_CSV: `${CSV_FUNCTIONS}
${CARD_FUNCTIONS}
${header(CARD_COLUMNS)}
<#list cards as card, reports>
<#list reports as report>
<#if (report.transactionList)?? && report.transactionList?is_enumerable><#list report.transactionList as expense><#t>
${line(CARD_COLUMNS)}
</#list></#if><#t>
</#list>
</#list>
`,
  // Lines as those of reports, so that one reader finds out whether the file is whole.
  JSON: `${JSON_FUNCTIONS}
<#if addHeader!true>
{"kind":"header","schema":1}<#lt>
</#if>
<#list cards as card, reports>
<#list reports as report>
<#if (report.transactionList)?? && report.transactionList?is_enumerable><#list report.transactionList as expense><#t>
{"kind":"report",<#t>
${CARD_FIELDS.map((field, index) => `${field}${index < CARD_FIELDS.length - 1 ? ',' : ''}<#t>`).join('\n')}
}<#lt>
</#list></#if><#t>
</#list>
</#list>
{"kind":"end"}<#lt>
`,
};

/** The form field `template` of an export of reports. PDFs take none; a word stands for it all the same, as others send it. */
export function reportTemplateSource(template: ExportTemplate | null): string {
  if (template === null) return 'default';
  if (template.kind === 'OWN') return template.source;
  return reportTemplates[template.name as keyof typeof reportTemplates];
}

/** The form field `template` of a reconciliation, which has another data model. */
export function cardTemplateSource(template: ExportTemplate): string {
  return template.kind === 'OWN' ? template.source : (cardTemplates[template.name] ?? '');
}

/** Prints which reports there are, and whose: what a selection finds. */
export const foundReportsTemplate = `${JSON_FUNCTIONS}
<#if addHeader!true>
{"kind":"header","schema":1}<#lt>
</#if>
<#list reports as report>
{"kind":"report","reportID":\${js((report.reportID)!)},"oldReportID":\${js((report.oldReportID)!)},"accountEmail":\${js((report.accountEmail)!)}}<#lt>
</#list>
{"kind":"end"}<#lt>
`;

/** Of a job that is run for what it does to reports, not for its file. */
export const shortestTemplate = '<#list reports as report>\n</#list>\nmarked\n';

function expensesTemplate(columns: readonly Column[]): string {
  return `${CSV_FUNCTIONS}
${EFFECTIVE_AMOUNT}
${header(columns)}
<#list reports as report>
<#if (report.transactionList)?? && report.transactionList?is_enumerable><#list report.transactionList as expense><#t>
${line(columns)}
</#list></#if><#t>
</#list>
`;
}

function header(columns: readonly Column[]): string {
  return `<#if addHeader!true>\n${columns.map(([heading]) => heading).join(',')}<#lt>\n</#if>`;
}

function line(columns: readonly Column[]): string {
  const cells = columns.map(([, expression]) => `\${${expression}}`);
  return [...cells.slice(0, -1).map((cell) => `${cell},<#t>`), `${cells.at(-1)}<#lt>`].join('\n');
}

function jsonFields(print: 'js' | 'jn' | 'jb', owner: string, names: readonly string[], prefix = ''): string[] {
  return names.map((name) => {
    const key = prefix === '' ? name : prefix + name.charAt(0).toUpperCase() + name.slice(1);
    return `"${key}":\${${print}((${owner}.${name})!)}`;
  });
}
