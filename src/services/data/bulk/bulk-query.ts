import { BadUserInputError } from '../../../errors';

/** What a bulk query asks for, its parts as they were written. */
export interface BulkQuery {
  readonly resource: string;
  readonly where: string | null;
  readonly fields: string | null;
}

const FORM = /^\s*select\s+(\*|[^*]+?)\s+from\s+`?([\w-]+)`?(?:\s+where\s+([\s\S]*?))?\s*;?\s*$/i;
const LONGEST = 8_000;

/** Reads `select * from bills where …`. Throws a `BadUserInputError` that says what it should look like. */
export function parseBulkQuery(text: string): BulkQuery {
  const [, fields = '', resource = '', where] = (text.length <= LONGEST && FORM.exec(text)) || [];
  if (resource !== '') return { resource, where: where ?? null, fields: fields === '*' ? null : fields };
  throw new BadUserInputError(
    '`q` is no bulk query. It looks like: select * from reports where total > 1000; instead of *, members joined by commas.',
    { path: ['q'] },
  );
}
