import type { HTTPGraphQLResponse } from '@apollo/server';

interface ErrorAnswer {
  readonly errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
}

/**
 * Names the request in the errors of an answer that do not. Apollo refuses what never becomes an operation (no query, a
 * batch, a request that another site could have sent) without asking whose it is.
 */
export function nameRequest(
  answer: HTTPGraphQLResponse,
  { requestId }: { readonly requestId: string },
): HTTPGraphQLResponse {
  if (answer.status === undefined || answer.status < 400 || answer.body.kind !== 'complete') return answer;
  const content: unknown = JSON.parse(answer.body.string);
  if (!isErrorAnswer(content)) return answer;
  const errors = content.errors.map((error) => ({ ...error, extensions: { requestId, ...error.extensions } }));
  return { ...answer, body: { kind: 'complete', string: JSON.stringify({ ...content, errors }) } };
}

function isErrorAnswer(content: unknown): content is ErrorAnswer {
  return typeof content === 'object' && content !== null && 'errors' in content && Array.isArray(content.errors);
}
