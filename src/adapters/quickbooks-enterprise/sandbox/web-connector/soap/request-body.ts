import type { Clock } from '../../../../../clock';
import type { WebConnectorBehaviour } from '../behaviour';
import { RunCutError } from '../run-interruption';

/** The body of one request as it goes out. */
export interface RequestBody {
  /** Null: its length is not known before it is sent. */
  readonly length: number | null;
  readonly pieces: Iterable<Buffer> | AsyncIterable<Buffer>;
}

export interface SendingContext {
  readonly behaviour: WebConnectorBehaviour;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Only half of it gets out. */
  readonly cutInTheMiddle: boolean;
}

/** As the switches want it; without any, one copy of the bytes is held for their length to be known. */
export function toRequestBody(encoded: Iterable<Buffer>, context: SendingContext): RequestBody {
  const { chunkedTransfer, slowBody } = context.behaviour;
  const altered = slowBody !== undefined || context.cutInTheMiddle;
  if (chunkedTransfer === true && !altered) return { length: null, pieces: encoded };
  const held = [...encoded];
  const length = held.reduce((sum, piece) => sum + piece.length, 0);
  const pieces = altered ? sendOddly(Buffer.concat(held), context) : held;
  return { length: chunkedTransfer === true ? null : length, pieces };
}

async function* sendOddly(body: Buffer, context: SendingContext): AsyncIterable<Buffer> {
  const { pieces = 1, pauseMs = 0 } = context.behaviour.slowBody ?? {};
  const end = context.cutInTheMiddle ? Math.floor(body.length / 2) : body.length;
  const size = Math.max(1, Math.ceil(body.length / pieces));
  for (let start = 0; start < end; start += size) {
    if (pauseMs > 0) await context.clock.sleep(pauseMs, context.signal);
    yield body.subarray(start, Math.min(start + size, end));
  }
  if (!context.cutInTheMiddle) return;
  // The half has to have left before the connection breaks.
  await new Promise((resolve) => setImmediate(resolve));
  throw new RunCutError('in the middle of a request');
}
