import { z } from 'zod';

const STORED_DOCUMENT = z.object({
  state: z.enum(['DRAFT', 'COMMITTED', 'CANCELLED']),
  /** `yyyy-MM-dd`. */
  taxDate: z.string(),
  /** Tax, as a decimal. */
  total: z.string(),
  lines: z.number().int(),
  changedAt: z.string(),
});

const SCHEMA = z.object({
  version: z.literal(1),
  /** By API key, then by document key. */
  documents: z.record(z.string(), z.record(z.string(), STORED_DOCUMENT)),
});

/** What is kept of a document; nobody can ask for more. */
export type StoredDocument = Readonly<z.infer<typeof STORED_DOCUMENT>>;

/** What is kept between two starts. */
export type SandboxState = z.infer<typeof SCHEMA>;

/** A new one for anything that is not a state of ours. */
export function parseState(document: unknown): SandboxState {
  const parsed = SCHEMA.safeParse(document);
  return parsed.success ? parsed.data : { version: 1, documents: {} };
}
