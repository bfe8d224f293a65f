import { stringify } from 'lossless-json';
import type { VendorConnection } from '../adapter';
import { createRedactor, type Redactor } from '../http/redaction';
import type { TaxAdvisory } from '../tax';
import { readSuggestion } from './address';
import { hasSucceeded, parseEnvelope, type Envelope } from './envelope';
import { toVendorError } from './errors';
import type { WireRecord } from './wire-values';

/*
 * Taxify's wire format: an ASP.NET JSON service, one POST address an operation. The body is an object with one member
 * that is named as the operation; in it `Security`, which carries the key, and the request's members flat beside it. The
 * answer is in a member `d`.
 */

const TIMEOUT_MS = 60_000;

export type Operation = 'CalculateTax' | 'CommitTax' | 'CancelTax' | 'VerifyAddress' | 'GetCodes';

export interface OperationCall {
  readonly operation: Operation;
  /** As the call log shows it. */
  readonly purpose: string;
  /** Members beside `Security`; those that are undefined are left out. */
  readonly fields: WireRecord;
  /** See `VendorRequest`. */
  readonly repeatable: boolean;
}

/** A successful answer. */
export interface OperationAnswer {
  readonly fields: WireRecord;
  readonly advisories: readonly TaxAdvisory[];
}

/** Calls one operation; throws a `VendorError` for whatever is no success. */
export function callOperation(connection: VendorConnection, call: OperationCall): Promise<OperationAnswer> {
  const { configuration, clock } = connection;
  const redactor = redactorOf(configuration);
  const request = {
    purpose: call.purpose,
    method: 'POST' as const,
    url: `${(configuration['base.url'] ?? '').replace(/\/+$/, '')}/${call.operation}`,
    headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
    body: stringify({ [call.operation]: { Security: securityOf(configuration), ...call.fields } }) ?? '',
    timeoutMs: TIMEOUT_MS,
    repeatable: call.repeatable,
  };
  return connection.http.call(request, async (response) => {
    const body = await response.text();
    const envelope = response.status === 200 ? parseEnvelope(body) : null;
    if (envelope !== null && hasSucceeded(envelope)) {
      return { fields: envelope.fields, advisories: advisoriesOf(envelope, redactor) };
    }
    throw toVendorError({
      status: response.status,
      body: redactor.text(body),
      retryAfter: response.headers['retry-after'],
      now: clock.now(),
    });
  });
}

/** Whether the JSON service looks at a partner's key is not documented, so it is sent only where there is one. */
function securityOf(configuration: Readonly<Record<string, string>>): WireRecord {
  return { Password: configuration['api.key'], PartnerKey: configuration['partner.key'] || undefined };
}

/** In case an answer repeats the request. A success is not touched: a short key could stand in its numbers. */
function redactorOf(configuration: Readonly<Record<string, string>>): Redactor {
  return createRedactor([configuration['api.key'] ?? '', configuration['partner.key'] ?? '']);
}

function advisoriesOf({ warnings }: Envelope, redactor: Redactor): TaxAdvisory[] {
  return warnings.map(({ code, message, suggestion }) => ({
    source: 'VENDOR',
    code,
    message: redactor.text(message ?? 'A warning without a message.'),
    lineNumber: null,
    suggestedAddress: suggestion === null ? null : readSuggestion(suggestion),
  }));
}
