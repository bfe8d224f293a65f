import { BadUserInputError } from '../../../errors';

/** What a bulk query asks for, its parts as they were written. */
export interface BulkQuery {
  readonly resource: string;
  readonly where: string | null;
  readonly fields: string | null;
}

const SELECT = /^select\s([\s\S]*)$/i;
const FROM = /\sfrom\s/i;
const SOURCE = /^`?([\w-]+)`?(?:\s+where\s([\s\S]*))?$/i;
const LONGEST = 8_000;

/** Reads `select * from bills where …`. Throws a `BadUserInputError` that says what it should look like. */
export function parseBulkQuery(text: string): BulkQuery {
  const query = text.length <= LONGEST ? read(text.trim().replace(/;$/, '').trim()) : null;
  if (query !== null) return query;
  throw new BadUserInputError(
    '`q` is no bulk query. It looks like: select * from reports where total > 1000; instead of *, members joined by commas.',
    { path: ['q'] },
  );
}

/** Part by part: one pattern for all of it would try every way to share out a long row of spaces. */
function read(text: string): BulkQuery | null {
  const [, asked = ''] = SELECT.exec(text) ?? [];
  const from = FROM.exec(asked);
  if (from === null) return null;
  const fields = asked.slice(0, from.index).trim();
  const [, resource, where] = SOURCE.exec(asked.slice(from.index + from[0].length).trim()) ?? [];
  if (resource === undefined || fields === '' || (fields !== '*' && fields.includes('*'))) return null;
  return { resource, where: where?.trim() ?? null, fields: fields === '*' ? null : fields };
}
