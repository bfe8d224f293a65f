import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { sendError, sendJson } from '../json-response';
import { PayloadTooLargeError, readBody } from '../request-body';
import type { Exchange, Route } from '../route';

/** What a vendor's message is handed to. */
export interface VendorMessages {
  /** The longest message of this vendor; null when the vendor sends none. */
  maxBytesOf(vendor: string): number | null;
  receive(
    message: { readonly vendor: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer },
    exchange: Exchange,
  ): Promise<
    | { readonly kind: 'ACCEPTED' }
    | { readonly kind: 'UNSIGNED' }
    | { readonly kind: 'MALFORMED'; readonly message: string }
  >;
}

/**
 * Where vendors tell of changes. Answers as soon as what they tell is kept: they wait for seconds, and give up on those who
 * answer late.
 */
export function vendorWebhooksRoute(messages: VendorMessages): Route {
  return {
    methods: ['POST'],
    path: '/webhooks/:vendor',
    async handle(request, response, exchange) {
      const vendor = exchange.params.vendor ?? '';
      const maxBytes = messages.maxBytesOf(vendor);
      if (maxBytes === null) return sendError(response, 404, 'NOT_FOUND', 'Nobody sends messages here.');
      const body = await read(request, maxBytes);
      if (body === null) {
        return sendError(response, 413, 'LIMIT_EXCEEDED', `A message has ${maxBytes} bytes at most.`);
      }
      const outcome = await messages.receive({ vendor, headers: request.headers, body }, exchange);
      if (outcome.kind === 'ACCEPTED') return sendJson(response, 200, { received: true });
      if (outcome.kind === 'MALFORMED') return sendError(response, 400, 'BAD_USER_INPUT', outcome.message);
      return sendError(response, 401, 'UNAUTHENTICATED', 'The signature is missing, or not one of whom it is about.');
    },
  };
}

/** Null when it is too long. */
async function read(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  try {
    return await readBody(request, maxBytes);
  } catch (error) {
    if (error instanceof PayloadTooLargeError) return null;
    throw error;
  }
}
