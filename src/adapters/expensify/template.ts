/*
 * The FreeMarker template that Expensify fills with reports: newline-delimited JSON, one report a line, between a
 * header line and an end line. One line a report rather than one array, because nothing says that a large export is
 * rendered in one go: renderings put one after another are still lines. An answer without the end line is one that
 * was cut short, or is still being written.
 */

/**
 * Which of an attribute's types holds is not documented, and a missing one aborts the whole rendering, so each value
 * goes through one of these: `js` prints text or null (ids stay text even where they are numbers there), `jn` a
 * number or null, `jb` true, false or null; `sub` takes a member of what may be no hash.
 */
export const JSON_FUNCTIONS = `
<#function js v="">
<#if v?is_boolean><#return '"' + v?string("true","false") + '"'></#if>
<#if v?is_number><#return '"' + v?c + '"'></#if>
<#if v?is_date><#return '"' + v?string("yyyy-MM-dd HH:mm:ss") + '"'></#if>
<#if v?is_string && v?has_content><#return '"' + v?json_string + '"'></#if>
<#return "null">
</#function>
<#function jn v="">
<#if v?is_number><#return v?c></#if>
<#if v?is_string && v?matches("-?[0-9]+(\\\\.[0-9]+)?")><#return v?number?c></#if>
<#return "null">
</#function>
<#function jb v="">
<#if v?is_boolean><#return v?string("true","false")></#if>
<#if v?is_string && (v == "true" || v == "false")><#return v></#if>
<#return "null">
</#function>
<#function sub o="" k="">
<#if o?is_hash><#return (o[k])!""></#if>
<#return "">
</#function>
`.trim();

const REPORT_FIELDS = [
  ...attributes('js', 'report', ['reportID', 'oldReportID', 'reportName', 'policyID', 'policyName']),
  ...attributes('js', 'report', ['accountEmail', 'accountID', 'submitterEmail', 'submitterUserID']),
  ...attributes('js', 'report', ['submitterPayrollID', 'employeeCustomField1', 'employeeCustomField2']),
  ...attributes('js', 'report', ['managerEmail', 'managerUserID', 'managerPayrollID', 'status', 'state', 'currency']),
  ...attributes('js', 'report', ['created', 'submitted', 'approved', 'reimbursed', 'entryID']),
  ...attributes('jn', 'report', ['stateNum', 'total']),
  ...attributes('jb', 'report', ['isACHReimbursed']),
  member('submitterFullName', 'report.submitter', 'fullName'),
  member('managerFullName', 'report.manager', 'fullName'),
];

const EXPENSE_FIELDS = [
  ...attributes('js', 'expense', ['transactionID', 'reportID', 'type', 'created', 'modifiedCreated', 'inserted']),
  ...attributes('js', 'expense', ['merchant', 'modifiedMerchant', 'currency', 'currencyConversionRate', 'category']),
  ...attributes('js', 'expense', ['categoryGlCode', 'categoryPayrollCode', 'tag', 'tagGlCode', 'comment']),
  ...attributes('js', 'expense', ['externalID', 'taxName', 'taxRate', 'taxRateName', 'taxCode', 'mcc', 'modifiedMCC']),
  ...attributes('js', 'expense', ['bank', 'cardID', 'cardName', 'receiptID', 'receiptFilename']),
  ...attributes('jn', 'expense', ['amount', 'modifiedAmount', 'convertedAmount', 'taxAmount', 'modifiedTaxAmount']),
  ...attributes('jb', 'expense', ['billable', 'reimbursable', 'hasTax', 'isDistance']),
  member('receiptURL', 'expense.receiptObject', 'url'),
  member('receiptThumbnail', 'expense.receiptObject', 'thumbnail'),
  member('receiptType', 'expense.receiptObject', 'type'),
  member('receiptState', 'expense.receiptObject', 'state'),
  member('source', 'expense.nameValuePairs', 'source'),
  `"units":{${members('(expense.units)!', ['count', 'rate', 'unit'])}}`,
];

/** The form field `template` of every export that we ask for. */
export const reportTemplate = `${JSON_FUNCTIONS}
<#if addHeader!true>
{"kind":"header","schema":1}<#lt>
</#if>
<#list reports as report>
{"kind":"report",<#t>
${fieldLines(REPORT_FIELDS)}
"customField":{<#t>
<#if (report.customField)?? && report.customField?is_hash_ex><#list report.customField?keys as k>"\${k?json_string}":\${js((report.customField[k])!)}<#if k_has_next>,</#if></#list></#if><#t>
},"approvers":[<#t>
${list('report.approvers', ['email', 'date', 'fullName', 'employeeUserID', 'employeePayrollID'])}
],"actionList":[<#t>
${list('report.actionList', ['action', 'accountEmail', 'created'], [`"message":\${js(sub(sub(a,"details"),"message"))}`])}
],"transactionList":[<#t>
<#if (report.transactionList)?? && report.transactionList?is_enumerable><#list report.transactionList as expense><#t>
{<#t>
${fieldLines(EXPENSE_FIELDS)}
"ntags":[<#list 1..10 as i>{"name":\${js((expense["ntag" + i?c])!)},"glCode":\${js((expense["ntag" + i?c + "GlCode"])!)}}<#if i_has_next>,</#if></#list>],<#t>
"attendees":[<#t>
${list('expense.attendees', ['email', 'displayName'])}
]}<#if expense_has_next>,</#if><#t>
</#list></#if><#t>
]}<#lt>
</#list>
{"kind":"end"}<#lt>
`;

function attributes(print: 'js' | 'jn' | 'jb', owner: string, names: readonly string[]): string[] {
  return names.map((name) => `"${name}":\${${print}((${owner}.${name})!)}`);
}

function member(name: string, owner: string, key: string): string {
  return `"${name}":\${js(sub((${owner})!,"${key}"))}`;
}

function members(owner: string, keys: readonly string[]): string {
  return keys.map((key) => `"${key}":\${js(sub(${owner},"${key}"))}`).join(',');
}

function fieldLines(fields: readonly string[]): string {
  return fields.map((field) => `${field},<#t>`).join('\n');
}

function list(path: string, keys: readonly string[], further: readonly string[] = []): string {
  const item = [members('a', keys), ...further].join(',');
  return `<#if (${path})?? && ${path}?is_enumerable><#list ${path} as a>{${item}}<#if a_has_next>,</#if></#list></#if><#t>`;
}
