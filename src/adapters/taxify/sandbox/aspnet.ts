import type { ServerResponse } from 'node:http';

/*
 * How an ASP.NET JSON service answers what never reaches its code. Generic to ASP.NET, not observed at Taxify.
 */

export type ServiceVersion = '1.0' | '1.1';

/** A request that the serializer or the router refuses: HTTP 500 with an object that names the exception. */
export class AspNetError extends Error {
  constructor(
    readonly exceptionType: 'System.InvalidOperationException' | 'System.ArgumentException' | 'System.FormatException',
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

const HEADERS = {
  'cache-control': 'private, max-age=0',
  server: 'Microsoft-IIS/7.0',
  'x-aspnet-version': '4.0.30319',
  'x-powered-by': 'ASP.NET',
};
const JSON_TYPE = 'application/json; charset=utf-8';

export function respondWithJson(response: ServerResponse, body: Buffer | string): void {
  send(response, 200, { 'content-type': JSON_TYPE }, Buffer.from(body));
}

/** Starts an answer, sends half of it, and ends the connection. */
export async function respondWithHalf(response: ServerResponse, body: string): Promise<void> {
  const bytes = Buffer.from(body);
  response.writeHead(200, { ...HEADERS, 'content-type': JSON_TYPE, 'content-length': bytes.length });
  const half = bytes.subarray(0, bytes.length >> 1);
  await new Promise<void>((resolve) => response.write(half, () => resolve()));
  response.destroy();
}

export function respondWithException(response: ServerResponse, error: AspNetError): void {
  const body = JSON.stringify({
    Message: error.message,
    StackTrace: '   at System.Web.Script.Services.WebServiceMethodData.CallMethodFromRawParams()',
    ExceptionType: error.exceptionType,
  });
  send(response, 500, { 'content-type': JSON_TYPE, jsonerror: 'true' }, Buffer.from(body));
}

/** For requests that no JSON was expected of: another method, content type or operation. */
export function respondWithText(response: ServerResponse, status: number, text: string): void {
  send(response, status, { 'content-type': 'text/plain; charset=utf-8' }, Buffer.from(`${text}\n`));
}

export function respondWithPage(response: ServerResponse, status: number, title: string, content = ''): void {
  const page = `<!DOCTYPE html>
<html><head><title>${title}</title></head>
<body><h1>${title}</h1>${content}</body></html>
`;
  send(response, status, { 'content-type': 'text/html; charset=utf-8' }, Buffer.from(page));
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...HEADERS, ...headers, 'content-length': body.length });
  response.end(body);
}
