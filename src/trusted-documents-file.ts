import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StartupError } from './startup-error';

/** Documents by id. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** As graphql-codegen and Relay write it. */
const BY_ID = z.record(z.string().min(1), z.string().min(1));

/** As Apollo's `generate-persisted-query-manifest` writes it. */
const APOLLO_MANIFEST = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});

const FORMS =
  'It must be a JSON object of ids and documents, as graphql-codegen (`persistedDocuments`) and Relay (`persistConfig`) ' +
  'write it, or an `apollo-persisted-query-manifest` of version 1.';

/** Reads the manifest of the documents that frontends were built with. Throws a `StartupError` that says what is wrong. */
export function loadTrustedDocuments(path: string): TrustedDocuments {
  const content = parse(path, read(path));
  const manifest = APOLLO_MANIFEST.safeParse(content);
  if (manifest.success) return new Map(manifest.data.operations.map(({ id, body }) => [id, body]));
  const byId = BY_ID.safeParse(content);
  if (byId.success) return new Map(Object.entries(byId.data));
  throw refused(path, `does not hold documents by id. ${FORMS}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw refused(path, `cannot be read: ${(error as Error).message}.`, error);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(path, `is not JSON: ${(error as Error).message}. ${FORMS}`, error);
  }
}

function refused(path: string, what: string, cause?: unknown): StartupError {
  return new StartupError(`The file that TRUSTED_DOCUMENTS names, ${path}, ${what}`, { cause });
}
