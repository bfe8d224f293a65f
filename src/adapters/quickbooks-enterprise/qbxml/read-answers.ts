import type { AgentAnswer } from '../../agent';
import { VendorProtocolError } from '../../vendor-error';
import { AnswerParser } from './answer-parser';
import type { AnswerEvent } from './answer-event';

/** So much of an answer is looked at before what is in it is told: what is told late takes memory. */
const PIECE = 64 * 1024;

/**
 * What a document of QuickBooks says, as it comes in: of each request how it went, then what it found, one object after
 * the other. Lenient in what is there: order, unknown elements, absent attributes and declarations do not matter.
 *
 * @throws {VendorProtocolError} for what is cut off, no XML, no qbXML, or more than any answer is
 */
export async function* readAnswers(answer: AgentAnswer): AsyncGenerator<AnswerEvent> {
  const parser = new AnswerParser();
  for await (const chunk of answer) {
    for (let place = 0; place < chunk.length; place += PIECE) {
      yield* parser.write(chunk.slice(place, place + PIECE));
    }
  }
  yield* parser.end();
}

/** Reads an answer to its end, of one that cannot be large: an answer that is not read whole is none. */
export async function collectAnswers(answer: AgentAnswer): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of readAnswers(answer)) events.push(event);
  if (events.length === 0) throw new VendorProtocolError("QuickBooks' answer is empty.");
  return events;
}
