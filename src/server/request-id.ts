import { v7 as uuidv7 } from 'uuid';

/** Short enough for a log line, and nothing that a log or a header could take for its own syntax. */
const SANE = /^[A-Za-z0-9._:/+=-]{1,128}$/;

/** The id that a caller or a proxy gave the request, when it is a sane one; else a new UUIDv7. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && SANE.test(header) ? header : uuidv7();
}
