/** An answer before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

type Headers = Readonly<Record<string, string>>;

// As recorded on the token endpoint.
const NEVER_CACHED = { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' };

export function jsonReply(status: number, value: unknown, headers: Headers = {}): Reply {
  const type = { 'content-type': 'application/json;charset=UTF-8' };
  return { status, headers: { ...type, ...NEVER_CACHED, ...headers }, body: JSON.stringify(value) };
}

export function formReply(status: number, fields: Readonly<Record<string, string>>, headers: Headers = {}): Reply {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(fields).toString();
  return { status, headers: { ...type, ...NEVER_CACHED, ...headers }, body };
}

export function textReply(status: number, text: string, headers: Headers = {}): Reply {
  return { status, headers: { 'content-type': 'text/plain;charset=utf-8', ...headers }, body: text };
}

export function xmlReply(status: number, xml: string, headers: Headers = {}): Reply {
  return { status, headers: { 'content-type': 'application/xml;charset=UTF-8', ...headers }, body: xml };
}

/** A page as gateways make it. */
export function gatewayPage(status: number, title: string): Reply {
  const body = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html;charset=utf-8' }, body };
}

/** After a form: the browser goes there with GET. */
export function redirectReply(location: string): Reply {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' };
}
