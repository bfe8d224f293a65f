import type { Fetcher } from '@graphiql/toolkit';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';

/**
 * A fetcher that names the operation as its document does, where that has one only. GraphiQL learns the name a moment
 * after a tab was chosen: whoever presses Run before that would send the new document with the name of the old one, and a
 * subscription would be taken for what stood there before.
 */
export function singleOperationFetcher(send: Fetcher): Fetcher {
  return (params, options) => {
    const documentAST = parsed(params.query);
    const operations = (documentAST?.definitions ?? []).filter(isOperation);
    if (documentAST === undefined || operations.length !== 1) return send(params, options);
    return send({ ...params, operationName: operations[0]!.name?.value }, { ...options, documentAST });
  };
}

function isOperation(definition: DocumentNode['definitions'][number]): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}

function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    // The server says better what is wrong with it.
    return undefined;
  }
}
