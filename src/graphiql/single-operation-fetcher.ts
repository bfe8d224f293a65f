import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { Kind, parse } from 'graphql';

/**
 * A fetcher that names the operation only where a document has several. GraphiQL learns the name a moment after a tab
 * was chosen: whoever presses Run before that would send the new document with the name of the old one.
 */
export function singleOperationFetcher(send: Fetcher): Fetcher {
  return (params, options) =>
    send(isSingleOperation(params) ? { ...params, operationName: undefined } : params, options);
}

function isSingleOperation({ query }: FetcherParams): boolean {
  try {
    return parse(query).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length === 1;
  } catch {
    // The server says better what is wrong with it.
    return false;
  }
}
