import type { StoredReport } from '../data/records';
import { compileTemplate, LazySequence, TemplateError, type Hash, type Template } from '../freemarker';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import type { JsonSection } from '../job-description';
import { toPdf } from '../pdf';
import type { ReportStore } from '../report-store';
import { selectReports } from '../report-filter';
import { TemplateModel } from '../template-model';
import { asTyped, encodeEntities } from '../text-encoding';

const EXTENSIONS = ['csv', 'txt', 'json', 'xml', 'pdf'];
// The vendor makes these; how it gets from a rendering to a workbook is not documented.
const WORKBOOKS = ['xls', 'xlsx'];

/** `file` / `combinedReportData`: renders the reports that match, answers the names of the files, and marks them. */
export async function exportReports(context: JobContext): Promise<JobAnswer> {
  const { description, reports, faults } = context;
  checkOnReceive(context);
  checkEmployee(context);
  const select = selectReports(description.inputSettings, reports, faults, context.now());
  const labels = parseOnFinish(description.top);
  const { basename, extensions } = parseOutput(description.section('outputSettings'));
  const selected = new SelectedReports(context, select);
  const names: string[] = [];
  for (const extension of extensions) names.push(...(await writeFiles(context, selected, basename, extension)));
  // The text "true" alone makes it a dry run: what a boolean does there is not known, and the worse is assumed.
  if (description.top.optionalText('test') !== 'true') markAll(select(), labels, reports);
  return { kind: 'text', text: names.join(',') };
}

function markAll(selected: Iterable<StoredReport>, labels: readonly string[], reports: ReportStore): void {
  if (labels.length === 0) return;
  // All before the first mark: marks are themselves looked at by the selection.
  const ids = Array.from(selected, ({ reportID }) => reportID);
  for (const label of labels) reports.mark(ids, label);
}

/** Leaving it out blocks and then fails, says one source; another saw a 410. */
function checkOnReceive({ description, faults }: JobContext): void {
  const answers = description.section('onReceive')?.optionalTexts('immediateResponse');
  if (answers?.length === 1 && answers[0] === 'returnRandomFileName') return;
  if (faults.has('on-receive-missing')) throw new JobError(410, "Argument 'onReceive' is missing or malformed");
  throw new JobError(500, 'Server error');
}

/** Our account may act for the people of its own domain, and for nobody else. */
function checkEmployee({ description, company }: JobContext): void {
  const email = description.inputSettings.optionalText('employeeEmail');
  if (email === null || email === '' || company.findEmployee(email) !== undefined) return;
  throw new JobError(500, `Not authorized to authenticate as user ${email}`);
}

/** Labels of the `markAsExported` actions. The other actions send mails and files, which a sandbox does not. */
function parseOnFinish(top: JsonSection): string[] {
  return top.objects('onFinish').flatMap((action) => {
    const name = action.requiredText('actionName');
    return name === 'markAsExported' ? [action.requiredText('label')] : [];
  });
}

function parseOutput(settings: JsonSection | null): { basename: string; extensions: string[] } {
  const extensions = settings?.optionalTexts('fileExtension') ?? settings?.optionalList('fileExtension') ?? [];
  const workbook = extensions.find((extension) => WORKBOOKS.includes(extension));
  if (workbook !== undefined)
    throw new JobError(410, `This sandbox makes no ${workbook} files: ${EXTENSIONS.join(', ')}`);
  if (extensions.length === 0 || !extensions.every((extension) => EXTENSIONS.includes(extension))) {
    throw new JobError(410, "Argument 'fileExtension' is missing or malformed");
  }
  const basename = settings?.optionalText('fileBasename') || 'export';
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(basename)) throw new JobError(410, "Argument 'fileBasename' is malformed");
  return { basename, extensions };
}

/** The root variable `reports`: each report is made when the template comes to it, and forgotten after. */
class SelectedReports extends LazySequence {
  readonly model: TemplateModel;

  constructor(
    private readonly context: JobContext,
    readonly select: () => Generator<StoredReport>,
  ) {
    super();
    const { faults } = context;
    this.model = new TemplateModel(context.company, {
      encode: faults.has('entities') ? asTyped : encodeEntities,
      status: (faults.word('status') as 'upper' | 'archived' | undefined) ?? 'label',
      dates: faults.has('date-length') ? 'day' : 'time',
      sparse: faults.has('missing-attributes'),
    });
  }

  *[Symbol.iterator](): Iterator<Hash> {
    for (const report of this.select()) yield this.model.report(this.context.reports.read(report));
  }

  /** Every second report, from the first or from the second. */
  half(first: boolean): LazySequence {
    return new HalfOf(this, first);
  }

  override get length(): number {
    let length = 0;
    for (const _report of this.select()) length++;
    return length;
  }
}

class HalfOf extends LazySequence {
  constructor(
    private readonly whole: LazySequence,
    private readonly first: boolean,
  ) {
    super();
  }

  *[Symbol.iterator]() {
    let even = true;
    for (const item of this.whole) {
      if (even === this.first) yield item;
      even = !even;
    }
  }
}

async function writeFiles(
  context: JobContext,
  reports: SelectedReports,
  basename: string,
  extension: string,
): Promise<string[]> {
  if (extension === 'pdf') return writePdfs(context, reports, basename);
  const name = context.files.newName(basename, extension);
  const template = compile(context.parameters.get('template'));
  await write(context, name, pieces(context, template, reports));
  return [name];
}

async function write({ files, faults }: JobContext, name: string, content: Iterable<string | Buffer>): Promise<void> {
  try {
    await files.write('integrationServer', name, content);
  } catch (error) {
    throw error instanceof TemplateError ? new JobError(500, error.message) : error;
  }
  files.delay(name, faults.number('not-ready') ?? 0);
}

function compile(source: string | undefined): Template {
  if (source === undefined) throw new JobError(410, "Required parameter 'template' is missing");
  try {
    return compileTemplate(source);
  } catch (error) {
    throw error instanceof TemplateError ? new JobError(500, error.message) : error;
  }
}

function* pieces({ faults, now }: JobContext, template: Template, reports: SelectedReports): Generator<string> {
  if (faults.has('empty')) return;
  if (faults.has('no-reports') && reports.select().next().done) return;
  if (faults.has('two-renderings')) {
    yield* template.render({ reports: reports.half(true), addHeader: true }, now());
    yield* template.render({ reports: reports.half(false), addHeader: false }, now());
    return;
  }
  yield* template.render({ reports, addHeader: true }, now());
}

/** One file a report, whatever the template says. */
async function writePdfs(context: JobContext, reports: SelectedReports, basename: string): Promise<string[]> {
  const names: string[] = [];
  for (const report of reports.select()) {
    const name = context.files.newName(basename, 'pdf');
    await write(context, name, [toPdf([report.name, report.reportID, report.accountEmail, report.state])]);
    names.push(name);
  }
  return names;
}
