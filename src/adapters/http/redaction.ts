import { types } from 'node:util';
import { VendorError } from '../vendor-error';

const MASK = '********';

/** Shorter values are no secrets worth the name, and would blank out parts of ordinary words. */
const SHORTEST_SECRET = 4;

/** Names of query parameters whose values are never shown. */
const SECRET_PARAMETER = /secret|token|key|password|passwd|pwd|signature|credential|auth|code|nonce|session/i;

/** Takes secrets out of what is logged or told. */
export interface Redactor {
  text(text: string): string;
  /** The address with neither secrets nor the values of parameters that look like some; no user name, no fragment. */
  url(url: string): string;
  /** Cleans the error itself, its vendor's words, its stack and its causes; returns it. */
  error(error: unknown): unknown;
}

/** `secrets` are masked in the forms in which they travel: plain, in a URL or form, in JSON, in XML, and in base64. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(formsOf))];
  // Longest first: a secret may begin with another one.
  forms.sort((a, b) => b.length - a.length);
  const text = (value: string): string => forms.reduce((masked, form) => masked.split(form).join(MASK), value);
  return { text, url: (url) => text(maskedUrl(url)), error: (error) => redactError(error, text) };
}

function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    escapeXml(secret),
    Buffer.from(secret).toString('base64'),
  ];
}

function escapeXml(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function maskedUrl(text: string): string {
  if (!URL.canParse(text)) return MASK;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.hash = '';
  for (const name of new Set(url.searchParams.keys())) {
    if (SECRET_PARAMETER.test(name)) url.searchParams.set(name, MASK);
  }
  return url.href;
}

function redactError(error: unknown, text: (value: string) => string, depth = 0): unknown {
  if (!types.isNativeError(error) || depth > 5) return error;
  // The stack repeats the message; it must go first, as some engines compute it when it is first read.
  if (error.stack !== undefined) error.stack = text(error.stack);
  error.message = text(error.message);
  if (error instanceof VendorError) {
    Object.assign(error, {
      vendorCode: error.vendorCode === null ? null : text(error.vendorCode),
      vendorMessage: error.vendorMessage === null ? null : text(error.vendorMessage),
    });
  }
  redactError(error.cause, text, depth + 1);
  return error;
}
