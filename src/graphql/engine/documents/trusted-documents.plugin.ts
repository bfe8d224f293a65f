import type { ApolloServerPlugin, BaseContext, GraphQLRequest } from '@apollo/server';
import { documentIdOf } from './document-id';
import { GatewayDocuments } from './gateway-document';
import { refuseDocument } from './refuse-document';
import { trustedDocumentRequired, unknownDocument } from './trusted-document-error';

export interface TrustedDocumentsOptions {
  /** By id. */
  readonly documents: ReadonlyMap<string, string>;
  /** Nothing else is run, but what a gateway asks for. */
  readonly isOnly: boolean;
  /** Of a document that is parsed. */
  readonly maxTokens: number;
}

const HASH_PREFIX = 'sha256:';

/**
 * Finds the documents that requests name by id. Where they are the only ones, a request may also send one of them as text.
 * A gateway writes its documents itself: those for `_entities` and `_service` are let through, its other root fields have
 * to be locked at the gateway.
 */
export function trustedDocumentsPlugin<TContext extends BaseContext>(
  options: TrustedDocumentsOptions,
): ApolloServerPlugin<TContext> {
  const { documents, isOnly, maxTokens } = options;
  const texts = new Set(documents.values());
  const gateways = new GatewayDocuments(maxTokens);
  const isAllowed = (text: string): boolean => !isOnly || texts.has(text) || gateways.includes(text);

  return {
    async requestDidStart({ request }) {
      const id = documentIdOf(request);
      const trusted = id === undefined ? undefined : find(documents, id);
      if (trusted !== undefined) return useDocument(request, trusted);
      if (request.query) {
        return isAllowed(request.query) ? undefined : refuseDocument(request, trustedDocumentRequired());
      }
      // Without a list of one's own, a hash is looked up among the queries that clients have sent before.
      const isAnswerable = id === undefined || (!isOnly && isAutomatic(request));
      return isAnswerable ? undefined : refuseDocument(request, unknownDocument(id));
    },
  };
}

/** graphql-codegen writes the hash's name before it, Apollo's clients send it without. */
function find(documents: ReadonlyMap<string, string>, id: string): string | undefined {
  const bare = id.startsWith(HASH_PREFIX) ? id.slice(HASH_PREFIX.length) : id;
  return documents.get(id) ?? documents.get(bare) ?? documents.get(`${HASH_PREFIX}${bare}`);
}

/** The id decides: a text beside it is not looked at, nor is the hash that the id may have been. */
function useDocument(request: GraphQLRequest, document: string): undefined {
  request.query = document;
  if (request.extensions?.['persistedQuery'] === undefined) return;
  const { persistedQuery: _, ...rest } = request.extensions;
  request.extensions = rest;
}

function isAutomatic({ extensions }: GraphQLRequest): boolean {
  return extensions?.['persistedQuery'] !== undefined;
}
