import { asJobError, compileGiven } from '../compiled-template';
import type { StoredReport } from '../data/records';
import { parseOutput, writeExport } from '../export-output';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import { deliver, parseOnFinish, type FinishAction } from '../on-finish';
import { checkGrant } from '../policy-access';
import { selectReports } from '../report-filter';
import { SelectedReports } from '../selected-reports';

/** `file` / `combinedReportData`: renders the reports that match, answers the names of the files, then finishes. */
export async function exportReports(context: JobContext): Promise<JobAnswer> {
  const { description, reports, faults, company } = context;
  checkOnReceive(context);
  const email = description.inputSettings.optionalText('employeeEmail');
  if (email !== null && email !== '') checkGrant(company, faults, email);
  const select = selectReports(description.inputSettings, reports, faults, context.now());
  const actions = parseOnFinish(description.top, ['email', 'markAsExported', 'sftpUpload']);
  const output = parseOutput(description.section('outputSettings'));
  const names = await writeExport(context, new SelectedReports(context, select), output);
  // The text "true" alone makes it a dry run: what a boolean does there is not known, and the worse is assumed.
  if (description.top.optionalText('test') !== 'true') finish(context, actions, names, select);
  return { kind: 'text', text: names.join(',') };
}

/** Leaving it out blocks and then fails, says one source; another saw a 410. */
function checkOnReceive({ description, faults }: JobContext): void {
  const answers = description.section('onReceive')?.optionalTexts('immediateResponse');
  if (answers?.length === 1 && answers[0] === 'returnRandomFileName') return;
  if (faults.has('on-receive-missing')) throw new JobError(410, "Argument 'onReceive' is missing or malformed");
  throw new JobError(500, 'Server error');
}

function finish(
  context: JobContext,
  actions: readonly FinishAction[],
  names: readonly string[],
  select: () => Generator<StoredReport>,
): void {
  // Before anything is done, so that a message that cannot be read leaves no marks behind.
  const messages = actions.map((action) => messageOf(action, names, context));
  const marking = actions.some(({ kind }) => kind === 'markAsExported');
  // All before the first mark: marks are themselves looked at by the selection.
  const ids = marking ? Array.from(select(), ({ reportID }) => reportID) : [];
  actions.forEach((action, index) => {
    if (action.kind === 'markAsExported') context.reports.mark(ids, action.label);
    else deliver(action, messages[index]!, names, context);
  });
}

/** Messages are templates as well, with the names of the files in scope. */
function messageOf(action: FinishAction, filenames: readonly string[], { now }: JobContext): string {
  if (action.kind !== 'email') return '';
  try {
    return [...compileGiven(action.message).render({ filenames }, now())].join('');
  } catch (error) {
    throw asJobError(error);
  }
}
