import { compileTemplate, TemplateError, type Template } from './freemarker';
import { JobError } from './job-error';

/** The form field `template`. Throws a `JobError` that names what it cannot read, and the line. */
export function compileGiven(source: string | undefined): Template {
  if (source === undefined) throw new JobError(410, "Required parameter 'template' is missing");
  try {
    return compileTemplate(source);
  } catch (error) {
    throw asJobError(error);
  }
}

/** Errors of templates are answers; others stay what they are. */
export function asJobError(error: unknown): unknown {
  return error instanceof TemplateError ? new JobError(500, error.message) : error;
}
