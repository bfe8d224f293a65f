import type { AgentAnswer, AgentCall, AgentDelivery } from '../../adapters/agent';
import { VendorProtocolError } from '../../adapters/vendor-error';
import { ElementsError } from '../../errors';

/** The body of a call, as it comes in. */
export interface AgentCallBody extends AsyncIterable<Buffer> {
  /** It is longer than a call may be: reading it has failed, or will. */
  readonly isTooLong: boolean;
}

type Delivery = Extract<AgentCall, { readonly kind: 'DELIVER' }>;

/**
 * Opens an answer so that all that can be wrong with it shows when it is read: whoever reads it decides what becomes of the
 * work. One that is too long is so each time it is asked for, and no accident of the line.
 */
export async function openAnswer(call: Delivery, body: AgentCallBody, maxBytes: number): Promise<AgentDelivery> {
  const inOurWords = (error: unknown): unknown =>
    body.isTooLong
      ? new VendorProtocolError(`The answer has more than ${maxBytes} bytes, which is the most that is taken.`)
      : error;
  try {
    const delivery = await call.open();
    if (delivery.kind === 'FAILURE') return delivery;
    return { kind: 'ANSWER', document: reading(delivery.document, inOurWords) };
  } catch (error) {
    const reason = inOurWords(error);
    if (!(reason instanceof ElementsError)) throw reason;
    return { kind: 'ANSWER', document: broken(reason) };
  }
}

async function* reading(document: AgentAnswer, inOurWords: (error: unknown) => unknown): AgentAnswer {
  try {
    yield* document;
  } catch (error) {
    throw inOurWords(error);
  }
}

function broken(reason: Error): AgentAnswer {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(reason) }) };
}
