import type { VendorConnection } from '../adapter';
import { VendorNotFoundError, VendorPermissionError } from '../vendor-error';
import { getPolicies, type PolicyField } from './client';
import { isRawRecord, type RawRecord } from './raw-record';
import { toRole } from './role';

/** A policy in the list, by our ID and by Expensify's own spelling of it. */
export interface PolicyEntry {
  readonly remoteId: string;
  readonly vendorId: string;
  readonly raw: RawRecord;
}

export interface SectionsOf {
  readonly entry: PolicyEntry;
  /** Only those that may be read. */
  readonly sections: RawRecord;
}

/** Policies asked for in one request; their sections may hold thousands of tags and members. */
const CHUNK = 20;

const OPEN_FIELDS: readonly PolicyField[] = ['categories', 'reportFields', 'tags'];
const ADMIN_FIELDS: readonly PolicyField[] = [...OPEN_FIELDS, 'tax'];

/**
 * Reads the sections of policies, some policies a request. One forbidden section fails the whole request, so members
 * and taxes are asked for only where the account is an admin, and left out where they are refused all the same.
 */
export async function* readSections(
  connection: VendorConnection,
  purpose: string,
  entries: readonly PolicyEntry[],
  { withEmployees }: { readonly withEmployees: boolean },
): AsyncGenerator<SectionsOf[]> {
  const all: readonly PolicyField[] = withEmployees ? [...ADMIN_FIELDS, 'employees'] : ADMIN_FIELDS;
  const restricted = entries.filter(isRestricted);
  const open = entries.filter((entry) => !isRestricted(entry));
  for (const chunk of chunksOf(open)) yield readChunk(connection, purpose, chunk, [all, OPEN_FIELDS]);
  for (const chunk of chunksOf(restricted)) yield readChunk(connection, purpose, chunk, [OPEN_FIELDS]);
}

/** Roles are an open list: of those that are not known, the vendor's refusal tells. */
function isRestricted({ raw }: PolicyEntry): boolean {
  const role = toRole(raw.role);
  return role === 'MEMBER' || role === 'AUDITOR';
}

/**
 * Tries the sets of fields one after another until one is allowed. Where one policy makes the vendor refuse several, the
 * halves are asked for on their own, so that it does not cost the others their sections.
 */
async function readChunk(
  connection: VendorConnection,
  purpose: string,
  chunk: readonly PolicyEntry[],
  fieldSets: readonly (readonly PolicyField[])[],
): Promise<SectionsOf[]> {
  const [fields, ...lesser] = fieldSets;
  if (fields === undefined) return chunk.map((entry) => ({ entry, sections: {} }));
  try {
    const policyIds = chunk.map((entry) => entry.vendorId);
    const info = await getPolicies(connection, purpose, policyIds, fields);
    return chunk.map((entry) => ({ entry, sections: toSections(info[entry.vendorId]) }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (chunk.length === 1) return readChunk(connection, purpose, chunk, lesser);
    const middle = Math.ceil(chunk.length / 2);
    const first = await readChunk(connection, purpose, chunk.slice(0, middle), fieldSets);
    return [...first, ...(await readChunk(connection, purpose, chunk.slice(middle), fieldSets))];
  }
}

/** Whether a policy that the account cannot see is left out or refused is not documented. */
function isRefusal(error: unknown): boolean {
  return error instanceof VendorPermissionError || error instanceof VendorNotFoundError;
}

function toSections(value: unknown): RawRecord {
  return isRawRecord(value) ? value : {};
}

function* chunksOf(entries: readonly PolicyEntry[]): Generator<PolicyEntry[]> {
  for (let start = 0; start < entries.length; start += CHUNK) yield entries.slice(start, start + CHUNK);
}
