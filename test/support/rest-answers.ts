import { isDeepStrictEqual } from 'node:util';
import type { RestRoute } from '../../src/server/rest/rest-route';

const answered = new Set<string>();

/** Throws unless an answer is what the route's own schema says, and nothing besides. */
export function checkRestAnswer({ operationId, response }: RestRoute, body: unknown): void {
  answered.add(operationId);
  const sent: unknown = JSON.parse(JSON.stringify(body));
  const parsed = response.safeParse(sent);
  if (!parsed.success) throw new Error(`${operationId} does not answer what it says: ${parsed.error.message}`);
  if (!isDeepStrictEqual(parsed.data, sent)) throw new Error(`${operationId} answers more than it says.`);
}

/** The routes that answered in this test file, by their operation. */
export function answeredOperations(): ReadonlySet<string> {
  return answered;
}
