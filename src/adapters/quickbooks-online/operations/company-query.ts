import type { VendorConnection } from '../../adapter';
import { VendorProtocolError } from '../../vendor-error';
import { callCompany, type QuickbooksObject } from '../client';
import { fromFault } from '../errors';
import { faultOf } from '../fault';
import { isRawObject, objectsOf, type RawObject } from '../mapping/raw-object';

/** What a statement selects from, and the statement. */
export interface Question {
  readonly entity: string;
  readonly statement: string;
}

/** Characters of a statement that are sure to fit into an address, as they are written there. */
const LONGEST_IN_ADDRESS = 4_000;

/** One statement, one call. */
export async function ask(connection: VendorConnection, purpose: string, question: Question): Promise<RawObject[]> {
  const { entity, statement } = question;
  const call = { purpose, path: 'query', repeatable: true };
  const isShort = encodeURIComponent(statement).length <= LONGEST_IN_ADDRESS;
  const answer = isShort
    ? await callCompany(connection, { ...call, method: 'GET', query: { query: statement } })
    : await callCompany(connection, { ...call, method: 'POST', body: statement, contentType: 'application/text' });
  return rowsOf(answer, entity);
}

/** Several statements in one call, in their order; an error stands for one that QuickBooks did not answer. */
export async function askAll(
  connection: VendorConnection,
  purpose: string,
  questions: readonly Question[],
): Promise<(RawObject[] | Error)[]> {
  const items = questions.map(({ statement }, index) => ({ bId: String(index), Query: statement }));
  const body = JSON.stringify({ BatchItemRequest: items });
  // Statements change nothing, so that the batch may be sent again.
  const answer = await callCompany(connection, { purpose, method: 'POST', path: 'batch', body, repeatable: true });
  const answers = new Map(objectsOf(answer.BatchItemResponse).map((item) => [item.bId, item]));
  return questions.map(({ entity }, index) => {
    const item = answers.get(String(index));
    if (item === undefined) throw new VendorProtocolError(`QuickBooks' answer leaves out the ${entity} objects.`);
    const fault = faultOf(item);
    return fault === null ? rowsOf(item, entity) : fromFault(200, fault);
  });
}

/** Nothing that matches is an empty answer, not a missing one. */
function rowsOf(answer: QuickbooksObject, entity: string): RawObject[] {
  if (!isRawObject(answer.QueryResponse)) {
    throw new VendorProtocolError(`QuickBooks' answer to a query for ${entity} objects has no "QueryResponse".`);
  }
  return objectsOf(answer.QueryResponse[entity]);
}
