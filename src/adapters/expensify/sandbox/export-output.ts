import { asJobError, compileGiven } from './compiled-template';
import type { Template } from './freemarker';
import type { JobContext } from './job';
import { JobError } from './job-error';
import type { JsonSection } from './job-description';
import { toPdf } from './pdf';
import { reportPages } from './report-document';
import type { SelectedReports } from './selected-reports';
import { DEFAULT_WORKBOOK_TEMPLATE, toOldWorkbook, toWorkbook } from './workbook';

const EXTENSIONS = ['csv', 'xls', 'xlsx', 'txt', 'pdf', 'json', 'xml'];

/** `outputSettings` of an export. */
export interface ExportOutput {
  readonly basename: string;
  readonly extensions: readonly string[];
  readonly withReceipts: boolean;
}

export function parseOutput(settings: JsonSection | null): ExportOutput {
  const given = settings?.optionalTexts('fileExtension') ?? settings?.optionalList('fileExtension') ?? [];
  // A workbook kept at the vendor makes it a workbook, whatever else is asked for.
  const extensions = settings?.optionalText('spreadsheetFilename') ? ['xlsx'] : given;
  if (extensions.length === 0 || !extensions.every((extension) => EXTENSIONS.includes(extension))) {
    throw new JobError(410, "Argument 'fileExtension' is missing or malformed");
  }
  const basename = settings?.optionalText('fileBasename') || 'export';
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(basename)) throw new JobError(410, "Argument 'fileBasename' is malformed");
  return { basename, extensions, withReceipts: settings?.optionalBoolean('includeFullPageReceiptsPdf') ?? false };
}

/** Writes the files that are asked for; the names of all of them, in that order. */
export async function writeExport(
  context: JobContext,
  reports: SelectedReports,
  output: ExportOutput,
): Promise<string[]> {
  const names: string[] = [];
  for (const extension of output.extensions) names.push(...(await writeFiles(context, reports, output, extension)));
  return names;
}

async function writeFiles(
  context: JobContext,
  reports: SelectedReports,
  output: ExportOutput,
  extension: string,
): Promise<string[]> {
  if (extension === 'pdf') return writePdfs(context, reports, output);
  const name = context.files.newName(output.basename, extension);
  if (extension === 'xlsx' || extension === 'xls') await writeWorkbook(context, reports, name, extension);
  else await write(context, name, render(context, compileGiven(context.parameters.get('template')), reports));
  return [name];
}

async function write({ files, faults }: JobContext, name: string, content: Iterable<string | Buffer>): Promise<void> {
  try {
    await files.write('integrationServer', name, content);
  } catch (error) {
    throw asJobError(error);
  }
  files.delay(name, faults.number('not-ready') ?? 0);
}

function* render({ faults, now }: JobContext, template: Template, reports: SelectedReports): Generator<string> {
  if (faults.has('empty')) return;
  if (faults.has('no-reports') && reports.select().next().done) return;
  if (faults.has('two-renderings')) {
    yield* template.render({ reports: reports.half(true), addHeader: true }, now());
    yield* template.render({ reports: reports.half(false), addHeader: false }, now());
    return;
  }
  yield* template.render({ reports, addHeader: true }, now());
}

/** What the template prints is read as comma-separated values. Without a template, or with "default", it is ours. */
async function writeWorkbook(
  context: JobContext,
  reports: SelectedReports,
  name: string,
  extension: 'xls' | 'xlsx',
): Promise<void> {
  const given = context.parameters.get('template');
  const template = compileGiven(given === undefined || given === 'default' ? DEFAULT_WORKBOOK_TEMPLATE : given);
  let printed = '';
  try {
    for (const piece of render(context, template, reports)) {
      printed += piece;
      await new Promise(setImmediate);
    }
  } catch (error) {
    throw asJobError(error);
  }
  await write(context, name, [extension === 'xlsx' ? await toWorkbook(printed) : toOldWorkbook(printed)]);
}

/** One file a report, whatever the template says. */
async function writePdfs(context: JobContext, reports: SelectedReports, output: ExportOutput): Promise<string[]> {
  const names: string[] = [];
  for (const report of reports.select()) {
    const name = context.files.newName(output.basename, 'pdf');
    await write(context, name, [toPdf(reportPages(context.reports.read(report), output.withReceipts))]);
    names.push(name);
  }
  return names;
}
