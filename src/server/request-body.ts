import type { IncomingMessage } from 'node:http';

/** The body is longer than this route takes. */
export class PayloadTooLargeError extends Error {
  constructor(readonly limitBytes: number) {
    super(`The request body is longer than ${limitBytes} bytes.`);
    this.name = new.target.name;
  }
}

/** The connection ended before the body did: there is nobody left to answer. */
export class RequestAbortedError extends Error {
  constructor() {
    super('The connection was closed before the whole request body had arrived.');
    this.name = new.target.name;
  }
}

/**
 * The whole body. Rejects with `PayloadTooLargeError` as soon as it is known to be longer than `limitBytes`; what is
 * left of it is then thrown away unread, so that the client, still sending, can read the answer.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length']) > limitBytes) {
      reject(new PayloadTooLargeError(limitBytes));
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limitBytes) chunks.push(chunk);
      else reject(new PayloadTooLargeError(limitBytes));
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('close', () => {
      if (!request.complete) reject(new RequestAbortedError());
    });
    request.on('error', () => reject(new RequestAbortedError()));
  });
}
