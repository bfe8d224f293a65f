import { parse } from 'csv-parse/sync';
import writeWorkbook from 'write-excel-file/node';

/** For workbooks that are asked for without a template. */
export const DEFAULT_WORKBOOK_TEMPLATE = `<#if addHeader>
Timestamp,Merchant,Amount,Category,Tag,Description,Report<#lt>
</#if>
<#list reports as report>
<#list report.transactionList as expense>
<#if expense.modifiedAmount?has_content><#assign amount = expense.modifiedAmount><#else><#assign amount = expense.amount></#if>
\${expense.created},<#t>
"\${(expense.modifiedMerchant?has_content?then(expense.modifiedMerchant, expense.merchant))?replace('"', '""')}",<#t>
\${(amount / 100)?string("0.00")},<#t>
"\${expense.category?replace('"', '""')}",<#t>
"\${expense.tag?replace('"', '""')}",<#t>
"\${expense.comment?replace('"', '""')}",<#t>
\${report.reportID}<#lt>
</#list>
</#list>
`;

type Cell = string | number;

/** Comma-separated values as a workbook of one sheet. */
export function toWorkbook(values: string): Promise<Buffer> {
  return writeWorkbook(toCells(values), { sheet: 'Export' }).toBuffer();
}

/**
 * Likewise for `xls`, whose inside the vendor documents nowhere: the XML form of 2003, which spreadsheet programs open
 * under that name.
 */
export function toOldWorkbook(values: string): Buffer {
  const rows = toCells(values).map((row) => `<Row>${row.map(toXmlCell).join('')}</Row>`);
  const namespace = 'urn:schemas-microsoft-com:office:spreadsheet';
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n` +
      `<Workbook xmlns="${namespace}" xmlns:ss="${namespace}"><Worksheet ss:Name="Export"><Table>\n` +
      `${rows.join('\n')}\n</Table></Worksheet></Workbook>\n`,
  );
}

function toCells(values: string): Cell[][] {
  const rows = parse(values, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  return rows.map((row) => row.map(toCell));
}

/** Numbers as such, unless a spreadsheet would lose digits or zeros of them. */
function toCell(text: string): Cell {
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(text) && text.length <= 16 ? Number(text) : text;
}

function toXmlCell(cell: Cell): string {
  if (typeof cell === 'number') return `<Cell><Data ss:Type="Number">${cell}</Data></Cell>`;
  const escaped = cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<Cell><Data ss:Type="String">${escaped}</Data></Cell>`;
}
