import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { VendorProtocolError } from '../vendor-error';

/** What we can read; sent as `accept-encoding`. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The bytes as they were before `content-encoding`. Errors of the source and of decoding are thrown while iterating; to
 * stop early ends the source as well.
 */
export function decodeContent(
  source: AsyncIterable<Buffer>,
  contentEncoding: string | undefined,
): AsyncIterable<Buffer> {
  const decoders = decodersFor(contentEncoding ?? '');
  const last = decoders.at(-1);
  if (last === undefined) return source;
  // The callback has nothing to do: an error also reaches whoever reads the last stream.
  pipeline([Readable.from(source, { objectMode: false }), ...decoders], () => undefined);
  return last;
}

/** In the order of undoing: the last encoding was applied last. */
function decodersFor(contentEncoding: string): Transform[] {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  return names.reverse().map((name) => {
    const create = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
    if (create === undefined) {
      throw new VendorProtocolError(
        `The answer has the content encoding ${JSON.stringify(name)}, which was not asked for.`,
      );
    }
    return create();
  });
}
