import type { GraphQLRequest } from '@apollo/server';

/**
 * How a request names its document instead of sending it: by `documentId`, as GraphQL over HTTP has it, or by the hash of
 * automatic persisted queries. Undefined when it names none.
 */
export function documentIdOf({ http, extensions }: GraphQLRequest): string | undefined {
  const id = http?.method === 'GET' ? new URLSearchParams(http.search).get('documentId') : idIn(http?.body);
  return id || hashIn(extensions?.['persistedQuery']);
}

function idIn(body: unknown): string | undefined {
  return textIn(body, 'documentId');
}

function hashIn(persistedQuery: unknown): string | undefined {
  return textIn(persistedQuery, 'sha256Hash');
}

function textIn(value: unknown, field: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = (value as Readonly<Record<string, unknown>>)[field];
  return typeof text === 'string' && text !== '' ? text : undefined;
}
