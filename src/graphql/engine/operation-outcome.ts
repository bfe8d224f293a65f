import type { GraphQLRequestContextWillSendResponse } from '@apollo/server';

/** `ok`: no errors. `partial`: data and errors. `error`: no data. */
export type OperationOutcome = 'ok' | 'partial' | 'error';

type Answered = Pick<GraphQLRequestContextWillSendResponse<object>, 'response'>;

export function outcomeOf({ response }: Answered): OperationOutcome {
  if (response.body.kind !== 'single') return 'ok';
  const { data, errors } = response.body.singleResult;
  if (!errors?.length) return 'ok';
  return data === null || data === undefined ? 'error' : 'partial';
}

/** The codes of an answer's errors, each once. */
export function errorCodesOf({ response }: Answered): string[] {
  if (response.body.kind !== 'single') return [];
  const codes = (response.body.singleResult.errors ?? []).map((error) => String(error.extensions?.['code']));
  return [...new Set(codes)].sort();
}
