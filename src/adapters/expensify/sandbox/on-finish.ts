import type { JobContext } from './job';
import { JobError } from './job-error';
import type { JsonSection } from './job-description';

/** What is to be done once a job has succeeded, in the order as sent. */
export type FinishAction =
  | { readonly kind: 'email'; readonly recipients: readonly string[]; readonly message: string }
  | { readonly kind: 'markAsExported'; readonly label: string }
  | { readonly kind: 'sftp'; readonly host: string; readonly port: number; readonly login: string };

/** Throws for an action that is malformed or that this job does not have. */
export function parseOnFinish(top: JsonSection, allowed: readonly string[]): FinishAction[] {
  return top.objects('onFinish').map((action) => {
    const name = action.requiredText('actionName');
    if (!allowed.includes(name)) throw new JobError(410, `Action '${name}' is not supported`);
    return parseAction(name, action);
  });
}

function parseAction(name: string, action: JsonSection): FinishAction {
  if (name === 'markAsExported') return { kind: 'markAsExported', label: action.requiredText('label') };
  if (name === 'sftpUpload') return parseUpload(action.section('sftpData'));
  const recipients = action.optionalList('recipients');
  if (recipients === null) throw new JobError(410, "Required parameter 'recipients' is missing");
  return { kind: 'email', recipients, message: action.optionalText('message') ?? '' };
}

function parseUpload(data: JsonSection | null): FinishAction {
  if (data === null) throw new JobError(410, "Argument 'sftpData' is missing or malformed");
  // Looked at and forgotten: what is not kept cannot leak.
  data.requiredText('password');
  const port = data.optionalInteger('port');
  if (port === null || port < 1 || port > 65_535) throw new JobError(410, "Argument 'port' is missing or malformed");
  return { kind: 'sftp', host: data.requiredText('host'), login: data.requiredText('login'), port };
}

/** Puts a mail or an upload into the outbox; `markAsExported` is for the export itself to do. */
export function deliver(
  action: FinishAction,
  message: string,
  fileNames: readonly string[],
  context: JobContext,
): void {
  const at = context.now().getTime();
  if (action.kind === 'email') context.outbox.add({ ...action, at, message, fileNames });
  else if (action.kind === 'sftp') context.outbox.add({ ...action, at, fileNames });
}
