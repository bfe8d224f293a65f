import { parse } from 'lossless-json';
import type { VendorConnection } from '../adapter';
import type { VendorRequest, VendorResponse } from '../http/vendor-http';
import { signedHeader } from '../oauth/oauth1-signature';
import type { Settings } from '../oauth/vendor-oauth';
import { VendorAuthenticationError, VendorProtocolError } from '../vendor-error';
import { endpointsOf } from './endpoints';
import { fromFault, toVendorError } from './errors';
import { faultOf } from './fault';
import { oauth1CredentialsOf } from './oauth1';
import { ACCESS_TOKEN, ACCESS_TOKEN_SECRET, REALM } from './settings';

/** Values 1 to 74 are ignored since August 2025; this is the least and the default. */
const MINOR_VERSION = '75';
/** Intuit ends a request after two minutes. */
const TIMEOUT_MS = 125_000;

/** An object as it comes: numbers are `LosslessNumber`s, so that an amount keeps its digits. */
export type QuickbooksObject = Readonly<Record<string, unknown>>;

export interface CompanyRequest {
  /** What for, as the call log shows it. */
  readonly purpose: string;
  readonly method: 'GET' | 'POST';
  /** Below the company, such as `query` or `purchase/144`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Default: JSON. */
  readonly contentType?: string;
  /** May be sent again when it is unknown whether it was carried out: reads, and writes with a `requestid`. */
  readonly repeatable: boolean;
}

/** One request for the company of the connection. Tokens that QuickBooks does not take are renewed, once. */
export async function callCompany(connection: VendorConnection, request: CompanyRequest): Promise<QuickbooksObject> {
  const settings = (await connection.grant?.current()) ?? connection.configuration;
  try {
    return await send(connection, settings, request);
  } catch (error) {
    if (!isTokenRefused(error) || connection.grant === undefined) throw error;
    return send(connection, await connection.grant.renewed(settings), request);
  }
}

/** The gateway refuses a token before anything is done: the same request may follow with another. */
function isTokenRefused(error: unknown): boolean {
  return error instanceof VendorAuthenticationError && error.vendorCode !== '120';
}

function send(connection: VendorConnection, settings: Settings, request: CompanyRequest): Promise<QuickbooksObject> {
  const { purpose, method, body, repeatable } = request;
  const url = urlOf(settings, request);
  const headers = {
    // Without it, the answer is XML.
    accept: 'application/json',
    // Anew for each try: a signature of OAuth 1.0a is good once.
    get authorization() {
      return authorizationOf(settings, method, url, connection.clock.now());
    },
    ...(body !== undefined && { 'content-type': request.contentType ?? 'application/json' }),
  };
  const vendorRequest: VendorRequest = { purpose, method, url, headers, body, repeatable, timeoutMs: TIMEOUT_MS };
  return connection.http.call(vendorRequest, (response) => read(connection, response));
}

function urlOf(settings: Settings, { path, query = {} }: CompanyRequest): string {
  const realm = encodeURIComponent(settings[REALM] ?? '');
  const url = new URL(`${endpointsOf(settings).api}/v3/company/${realm}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  url.searchParams.set('minorversion', MINOR_VERSION);
  // Intuit's signature check and query parser both take %20, and only one of them a plus sign.
  return url.href.replace(/\+/g, '%20');
}

function authorizationOf(settings: Settings, method: string, url: string, now: Date): string {
  if (settings[ACCESS_TOKEN_SECRET] === undefined) return `Bearer ${settings[ACCESS_TOKEN] ?? ''}`;
  return signedHeader(oauth1CredentialsOf(settings), method, url, now);
}

/** A fault may come with 200, and a page where JSON was asked for: the body decides. */
async function read(connection: VendorConnection, response: VendorResponse): Promise<QuickbooksObject> {
  const body = await response.text();
  const isObject = body.trimStart().startsWith('{');
  if (response.status !== 200 || !isObject) throw toVendorError(response, body, connection.clock.now());
  const parsed = parseObject(body);
  const fault = faultOf(parsed);
  if (fault === null) return parsed;
  throw fromFault(response.status, fault, { vendorRequestId: response.headers.intuit_tid ?? null });
}

function parseObject(body: string): QuickbooksObject {
  try {
    return parse(body) as QuickbooksObject;
  } catch (error) {
    throw new VendorProtocolError("QuickBooks' answer is cut off or no JSON.", { cause: error });
  }
}
