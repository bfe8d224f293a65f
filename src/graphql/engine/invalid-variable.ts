import type { GraphQLError } from 'graphql';

const REFUSED = /^(Variable "\$\w+" got) invalid value (.*)$/s;
const PLACE = / at "[^"\\]*"$/;
const BUILT_IN_SCALAR = /^((?:String|Int|Float|Boolean|ID) cannot represent [\w -]+): .*$/s;

/**
 * The message of an error, without the value of a variable that it refuses: graphql-js repeats it, and it may be a form
 * full of secrets. Where it was and what is wrong with it stay. Other messages are as they were.
 */
export function messageWithoutValue(error: GraphQLError): string {
  const [, start, rest] = REFUSED.exec(error.message) ?? [];
  if (start === undefined || rest === undefined) return error.message;
  const reason = reasonWithin(error, rest);
  const value = reason === null ? rest : rest.slice(0, -reason.length - 2);
  const place = PLACE.exec(value)?.[0] ?? '';
  return `${start} an invalid value${place}${reason === null ? '.' : `; ${reason.replace(BUILT_IN_SCALAR, '$1.')}`}`;
}

/** Told by what the error was made of, not by its text, which a value can imitate. */
function reasonWithin(error: GraphQLError, rest: string): string | null {
  for (let cause: unknown = error.originalError; cause instanceof Error; cause = originalOf(cause)) {
    if (rest.endsWith(`; ${cause.message}`)) return cause.message;
  }
  return null;
}

function originalOf(error: Error): unknown {
  return 'originalError' in error ? error.originalError : undefined;
}
