import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { RestError } from './rest-error';
import type { RequestSchemas } from './rest-route';

type Part = keyof RequestSchemas;

const PART_NAMES: Readonly<Record<Part, string>> = {
  params: 'The path',
  query: 'The query',
  headers: 'The headers',
  body: 'The body',
};

/** The parameters of the path, else 404: there is nothing at a path that does not fit. */
export function checkParams(schemas: RequestSchemas, params: Readonly<Record<string, string | undefined>>): object {
  const parsed = (schemas.params ?? z.object({})).safeParse(params);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new RestError(404, `There is nothing with this ${String(first?.path[0] ?? 'name')}: ${wordsOf(first!)}.`);
}

export function checkQuery(schemas: RequestSchemas, request: IncomingMessage): object {
  const schema = (schemas.query ?? z.object({})).strict();
  const names = Object.keys(schema.shape);
  return checked('query', schema, queryObject(new URL(request.url ?? '/', 'http://localhost').searchParams, names));
}

export function checkHeaders(schemas: RequestSchemas, request: IncomingMessage): object {
  return checked('headers', schemas.headers ?? z.object({}), request.headers) as object;
}

export function checkBody(schema: z.ZodType, body: unknown): unknown {
  return checked('body', schema, body);
}

/** A name that ends on `[]` has all its values, every other one the only value that it may have. */
function queryObject(given: URLSearchParams, names: readonly string[]): Record<string, string | string[]> {
  const entries = [...new Set(given.keys())].map((name): [string, string | string[]] => {
    const list = [name, `${name}[]`].find((one) => one.endsWith('[]') && names.includes(one));
    if (list !== undefined) return [list, [...given.getAll(list), ...given.getAll(list.slice(0, -2))]];
    const values = given.getAll(name);
    if (values.length > 1)
      throw new RestError(400, `The query has ${JSON.stringify(name.slice(0, 100))} more than once.`);
    return [name, values[0] ?? ''];
  });
  return Object.fromEntries(entries);
}

function checked(part: Part, schema: z.ZodType, value: unknown): object {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as object;
  throw new RestError(400, `${PART_NAMES[part]} is wrong: ${parsed.error.issues.map(wordsOf).join('; ')}.`);
}

/** What is wrong and where; values are not repeated, as they may be secrets. */
function wordsOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.length === 0 ? '' : `\`${issue.path.map(String).join('.')}\`: `;
  if (issue.code !== 'unrecognized_keys') return place + issue.message.replace(/^I(?=nvalid)/, 'i');
  return `${place}unknown ${issue.keys.map((key) => JSON.stringify(key.slice(0, 100))).join(', ')}`;
}
