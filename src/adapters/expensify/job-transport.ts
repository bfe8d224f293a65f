import type { VendorConnection } from '../adapter';
import type { VendorRequest, VendorResponse } from '../http/vendor-http';
import type { VendorError } from '../vendor-error';
import { parseEnvelope, type Envelope } from './envelope';
import { toVendorError, type JobNeeds } from './errors';

/*
 * Expensify's wire format: every job is a POST to one address with a form field `requestJobDescription` that holds a
 * JSON object, credentials included. The outcome is in the body; the HTTP status is 200 for failures too.
 */

const DEFAULT_TIMEOUT_MS = 60_000;

/** What Expensify is asked to do: the JSON object without the credentials. */
export interface Job {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** One job on its way. */
export interface JobCall {
  /** As the call log shows it. */
  readonly purpose: string;
  readonly job: Job;
  /** Whether it may be sent again when nobody knows what became of it. */
  readonly repeatable: boolean;
  readonly timeoutMs?: number;
  /** Form fields beside the job: `template`, `data`, `file`. */
  readonly formFields?: Readonly<Record<string, string>>;
  /** What it takes at Expensify, for the errors. */
  readonly needs?: JobNeeds;
  /** Codes of success. Default: 200. */
  readonly accepts?: readonly number[];
}

/**
 * Runs a job that answers an envelope. `read` takes it apart while the request still counts as unanswered: what it
 * throws of a job that must not be repeated becomes a `VendorOutcomeUnknownError`.
 */
export async function runJob<T>(
  connection: VendorConnection,
  call: JobCall,
  read: (envelope: Envelope) => T,
): Promise<T> {
  const { accepts = [200], needs } = call;
  return connection.http.call(toRequest(connection, call), async (response) => {
    const body = await response.text();
    const envelope = parseEnvelope(body);
    if (envelope === null || !accepts.includes(envelope.code ?? Number.NaN)) fail(connection, response, body, needs);
    return read(envelope);
  });
}

export function toRequest({ configuration }: VendorConnection, call: JobCall): VendorRequest {
  const { type, ...rest } = call.job;
  const credentials = {
    partnerUserID: configuration['partner.user.id'],
    partnerUserSecret: configuration['partner.user.secret'],
  };
  const requestJobDescription = JSON.stringify({ type, credentials, ...rest });
  return {
    purpose: call.purpose,
    method: 'POST',
    url: jobAddress(configuration['base.url'] ?? ''),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    // Encoded, unlike in Expensify's own samples: a value may hold `&`, `+` or `%`.
    body: new URLSearchParams({ requestJobDescription, ...call.formFields }).toString(),
    timeoutMs: call.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    repeatable: call.repeatable,
  };
}

export function fail(connection: VendorConnection, response: VendorResponse, body: string, needs?: JobNeeds): never {
  throw errorOf(connection, response, body, needs);
}

export function errorOf(
  connection: VendorConnection,
  response: VendorResponse,
  body: string,
  needs?: JobNeeds,
): VendorError {
  return toVendorError(
    {
      status: response.status,
      body: withoutSecret(connection, body),
      retryAfter: response.headers['retry-after'],
      now: connection.clock.now(),
    },
    needs,
  );
}

/** Expensify's documentation prints the address with the last segment; as `base.url` it is taken either way. */
function jobAddress(baseUrl: string): string {
  const address = baseUrl.replace(/\/+$/, '');
  return address.endsWith('/ExpensifyIntegrations') ? address : `${address}/ExpensifyIntegrations`;
}

/** In case something on the way repeats the request in its answer. */
function withoutSecret({ configuration }: VendorConnection, text: string): string {
  const secret = configuration['partner.user.secret'];
  return secret ? text.replaceAll(secret, '********') : text;
}
