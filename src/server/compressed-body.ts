import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { acceptedEncoding, type ContentCoding } from './accepted-encoding';

/** What fits into a packet or two arrives no sooner for being shorter. */
const THRESHOLD_BYTES = 2_048;

/** UTF-8 takes at most three bytes for a unit of a text. */
export function isTooShortToCompress(text: string): boolean {
  return text.length * 3 < THRESHOLD_BYTES;
}

/**
 * The fast end of the scale: of 258 kB of JSON, Brotli 1 makes 29 kB in 0.5 ms, Brotli 4 26 kB in 1.1 ms, gzip 1 33 kB in
 * 0.7 ms and gzip 6 29 kB in 1.5 ms.
 */
const COMPRESS: Readonly<Record<ContentCoding, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => promisify(gzip)(body, { level: constants.Z_BEST_SPEED }),
};

/**
 * Ends the response with this body, compressed where the client takes that and it is long enough to be worth it. Status
 * and headers have been set on the response before. Compression runs beside the main thread.
 */
export async function sendBody(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
  if (body.length < THRESHOLD_BYTES) return void response.end(body);
  response.appendHeader('vary', 'Accept-Encoding');
  const coding = acceptedEncoding(request.headers['accept-encoding']);
  if (coding === null) return void response.end(body);
  const compressed = await COMPRESS[coding](body);
  response.setHeader('content-encoding', coding);
  response.setHeader('content-length', compressed.length);
  response.end(compressed);
}
