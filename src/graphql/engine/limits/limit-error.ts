import { GraphQLError, type ASTNode } from 'graphql';

/** Stable names of the bounds, in `extensions.limit`. */
export type LimitName = 'DEPTH' | 'ALIASES' | 'DIRECTIVES' | 'NESTING' | 'COST';

/**
 * An operation that is too large to be run. From a validation rule Apollo gives it the code
 * `GRAPHQL_VALIDATION_FAILED`; elsewhere `BAD_USER_INPUT` stands. Always with HTTP status 400.
 */
export function limitError(
  limit: LimitName,
  message: string,
  sizes: { readonly allowed: number; readonly actual: number },
  node?: ASTNode,
): GraphQLError {
  return new GraphQLError(message, {
    ...(node && { nodes: node }),
    extensions: { code: 'BAD_USER_INPUT', limit, ...sizes, http: { status: 400 } },
  });
}
