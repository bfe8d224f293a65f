import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it came over the wire. */
export interface ReceivedCall {
  /** Of the SOAPAction header. */
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a method answers: a result, a list of strings, a whole body, or whatever a function does with the response. */
export type SoapReply =
  | string
  | number
  | readonly string[]
  | { readonly body: string | Buffer; readonly status?: number; readonly contentType?: string }
  | ((response: ServerResponse, call: ReceivedCall) => void);

const METHODS_WITHOUT_SCRIPT: Readonly<Record<string, SoapReply>> = {
  serverVersion: '1.0',
  clientVersion: '',
  authenticate: ['ticket-1', ''],
  getLastError: 'Nothing is known of it',
  connectionError: 'done',
  closeConnection: 'OK',
};

/**
 * A service on the cloud side that answers what a test wrote down: for each method its replies in turn, the last one for
 * all that follow. Every GET, of whatever path, is answered with `supportStatus`.
 */
export class SoapService {
  readonly received: ReceivedCall[] = [];
  supportStatus = 200;
  /** Calls of this method are answered before their body is read, with 413 and the end of the connection. */
  refusedUnread = '';
  private replies = new Map<string, SoapReply[]>();

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async start(): Promise<SoapService> {
    const server = createServer();
    const service = new SoapService(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      service.respond(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return service;
  }

  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}/web-connector`;
  }

  get methods(): string[] {
    return this.received.map(({ method }) => method);
  }

  answer(replies: Readonly<Record<string, readonly SoapReply[]>>): void {
    this.replies = new Map(Object.entries(replies).map(([method, list]) => [method, [...list]]));
  }

  bodyOf(method: string, nth = 1): string {
    return this.received.filter((call) => call.method === method)[nth - 1]?.body ?? '';
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      response.writeHead(this.supportStatus).end('Support');
      return;
    }
    const method = /([A-Za-z]+)"?$/.exec(String(request.headers.soapaction))?.[1] ?? '';
    if (method === this.refusedUnread) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = { method, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    this.received.push(call);
    reply(this.next(method), call, response);
  }

  private next(method: string): SoapReply {
    const list = this.replies.get(method) ?? [];
    return (list.length > 1 ? list.shift() : list[0]) ?? METHODS_WITHOUT_SCRIPT[method] ?? '';
  }
}

function reply(answer: SoapReply, call: ReceivedCall, response: ServerResponse): void {
  if (typeof answer === 'function') return answer(response, call);
  const whole = typeof answer === 'object' && 'body' in answer ? answer : { body: envelope(call.method, answer) };
  response.writeHead(whole.status ?? 200, {
    'content-type': whole.contentType ?? 'text/xml; charset=utf-8',
    'content-length': Buffer.byteLength(whole.body),
  });
  response.end(whole.body);
}

/** A proper answer; `result` may also be the XML inside of the result, as `{ xml }`. */
export function envelope(
  method: string,
  result: string | number | readonly string[] | { readonly xml: string },
): string {
  const content =
    typeof result === 'object' && 'xml' in result
      ? result.xml
      : typeof result === 'object'
        ? result.map((one) => `<string>${escape(one)}</string>`).join('')
        : escape(String(result));
  return soapBody(
    `<${method}Response xmlns="http://developer.intuit.com/"><${method}Result>${content}</${method}Result></${method}Response>`,
  );
}

/** An envelope with this in its body. */
export function soapBody(content: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${content}</soap:Body></soap:Envelope>`
  );
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
