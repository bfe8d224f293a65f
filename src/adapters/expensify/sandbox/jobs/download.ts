import { FILE_SYSTEMS } from '../export-files';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';

/** `download`: the bytes of an exported file. Its keys stand at the top level; `inputSettings` is refused. */
export async function download({ description, files, faults }: JobContext): Promise<JobAnswer> {
  const { top } = description;
  if (top.has('inputSettings')) throw new JobError(410, "Argument 'inputSettings' is not supported for this job");
  const fileName = top.requiredText('fileName');
  // Older clients leave it out.
  const given = top.optionalText('fileSystem') ?? 'integrationServer';
  const fileSystem = FILE_SYSTEMS.find((known) => known === given);
  const path = fileSystem === undefined ? null : await files.find(fileSystem, fileName);
  if (path === null) throw new JobError(faults.has('unknown-file') ? 500 : 404, 'File not found');
  const ready = !faults.has('not-ready') && !files.takeDelay(fileName);
  return ready ? { kind: 'file', path } : { kind: 'text', text: '' };
}
