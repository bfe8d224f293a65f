import { ElementsError, ElementsErrors, UnauthenticatedError } from '../../errors';
import type { RequestContext } from '../../request-context';
import { requireCaller } from '../../services/caller-scope';
import { toUserError, type UserErrorValue } from './to-user-error';

type Payload<Result> = Result & { readonly errors: readonly UserErrorValue[] };

/**
 * Runs a mutation whose expected failures are data: what a caller can act on becomes `errors` of the payload. Faults,
 * and a caller nobody knows, stay top-level errors; nobody is told anything about the input before that.
 */
export async function withPayloadErrors<Result extends object>(
  request: RequestContext,
  run: () => Promise<Result>,
): Promise<Payload<Result> | Payload<object>> {
  requireCaller(request);
  try {
    return { ...(await run()), errors: [] };
  } catch (error) {
    return { errors: actionable(error).map(toUserError) };
  }
}

function actionable(error: unknown): readonly ElementsError[] {
  if (error instanceof ElementsErrors) return error.errors;
  if (error instanceof ElementsError && !(error instanceof UnauthenticatedError)) return [error];
  throw error;
}
