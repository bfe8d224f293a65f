import type { VendorConnection } from '../adapter';
import type { VendorRequest, VendorResponse } from '../http/vendor-http';
import { VendorProtocolError, type VendorError } from '../vendor-error';
import { parseEnvelope, type Envelope } from './envelope';
import { toVendorError } from './errors';
import { readExportLines } from './export-lines';
import { readRecords, readToken, isRawRecord, type RawRecord } from './raw-record';
import { reportTemplate } from './template';

/*
 * Expensify's wire format: every job is a POST to one address with a form field `requestJobDescription` that holds a
 * JSON object, credentials included. The outcome is in the body; the HTTP status is 200 for failures too.
 */

/** The export call itself may be slow; two minutes are the least that its users advise. */
const EXPORT_TIMEOUT_MS = 150_000;
const DOWNLOAD_TIMEOUT_MS = 120_000;
const GETTER_TIMEOUT_MS = 60_000;

/** The sections of a policy that can be asked for. */
export type PolicyField = 'categories' | 'reportFields' | 'tags' | 'tax' | 'employees';

/**
 * Which reports to export: by their IDs, by the later of the days they were opened and submitted, or by the day they were
 * approved. `states` is a comma-separated list of Expensify's.
 */
export type ReportFilters =
  | { readonly reportIDList: string }
  | { readonly startDate: string; readonly endDate: string }
  | { readonly approvedAfter: string; readonly endDate: string; readonly states: string };

/** `get`/`policyList`: the policies that the credentials' account can see, without their sections. */
export async function getPolicyList(connection: VendorConnection, purpose: string): Promise<RawRecord[]> {
  const job = { type: 'get', inputSettings: { type: 'policyList', adminOnly: false } };
  const envelope = await runJob(connection, purpose, job);
  return readRecords(envelope.fields.policyList);
}

/** `get`/`policy`: sections by policy ID. A policy that the account cannot see has no entry. */
export async function getPolicies(
  connection: VendorConnection,
  purpose: string,
  policyIds: readonly string[],
  fields: readonly PolicyField[],
): Promise<RawRecord> {
  const job = { type: 'get', inputSettings: { type: 'policy', policyIDList: policyIds, fields } };
  const envelope = await runJob(connection, purpose, job);
  const { policyInfo } = envelope.fields;
  if (isRawRecord(policyInfo)) return policyInfo;
  throw new VendorProtocolError("Expensify's answer about policies has no `policyInfo`.");
}

/** `file`/`combinedReportData`: has the reports written to files; returns the names to download them by. */
export async function exportReports(
  connection: VendorConnection,
  purpose: string,
  filters: ReportFilters,
): Promise<string[]> {
  // The states stand beside the filters, not in them.
  const { states, ...others } = { states: undefined, ...filters };
  const job = {
    type: 'file',
    onReceive: { immediateResponse: ['returnRandomFileName'] },
    inputSettings: { type: 'combinedReportData', filters: others, reportState: states },
    outputSettings: { fileExtension: 'json' },
  };
  const request = toRequest(connection, purpose, job, EXPORT_TIMEOUT_MS, { template: reportTemplate });
  return connection.http.call(request, async (response) => {
    const body = await response.text();
    return parseFileNames(body) ?? fail(connection, response, body);
  });
}

/** `download`: the reports of one export file, as they arrive. Errors as those of `readExportLines`. */
export function downloadReports(
  connection: VendorConnection,
  purpose: string,
  fileName: string,
): AsyncIterable<RawRecord> {
  // No `inputSettings`: even an empty one is said to be refused.
  const job = { type: 'download', fileName, fileSystem: 'integrationServer' };
  const request = toRequest(connection, purpose, job, DOWNLOAD_TIMEOUT_MS);
  return connection.http.stream(request, async function* (response) {
    if (response.status >= 300) fail(connection, response, await response.text());
    const toError = (text: string) => errorOf(connection, response, text);
    yield* readExportLines(response.body, { toError });
  });
}

async function runJob(connection: VendorConnection, purpose: string, job: object): Promise<Envelope> {
  const request = toRequest(connection, purpose, job, GETTER_TIMEOUT_MS);
  return connection.http.call(request, async (response) => {
    const body = await response.text();
    const envelope = parseEnvelope(body);
    return envelope?.code === 200 ? envelope : fail(connection, response, body);
  });
}

function toRequest(
  { configuration }: VendorConnection,
  purpose: string,
  job: object,
  timeoutMs: number,
  furtherFields: Readonly<Record<string, string>> = {},
): VendorRequest {
  const { type, ...rest } = job as { type: string };
  const credentials = {
    partnerUserID: configuration['partner.user.id'],
    partnerUserSecret: configuration['partner.user.secret'],
  };
  const requestJobDescription = JSON.stringify({ type, credentials, ...rest });
  return {
    purpose,
    method: 'POST',
    url: jobAddress(configuration['base.url'] ?? ''),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    // Encoded, unlike in Expensify's own samples: a value may hold `&`, `+` or `%`.
    body: new URLSearchParams({ requestJobDescription, ...furtherFields }).toString(),
    timeoutMs,
    repeatable: true,
  };
}

/** Expensify's documentation prints the address with the last segment; as `base.url` it is taken either way. */
function jobAddress(baseUrl: string): string {
  const address = baseUrl.replace(/\/+$/, '');
  return address.endsWith('/ExpensifyIntegrations') ? address : `${address}/ExpensifyIntegrations`;
}

/**
 * The names in the answer to an export: bare text, several of them separated by commas; also an envelope with
 * `filename`, as reconciliation answers. Null when it is neither.
 */
function parseFileNames(body: string): string[] | null {
  const envelope = parseEnvelope(body);
  const text = envelope === null ? body : envelopeFileName(envelope);
  const names = text.split(',').map((name) => name.trim());
  return names.every((name) => name.length <= 200 && /^[\w-][\w.-]*\.\w+$/.test(name)) ? names : null;
}

function envelopeFileName({ code, fields }: Envelope): string {
  return code === 200 ? (readToken(fields.filename ?? fields.fileName) ?? '') : '';
}

function fail(connection: VendorConnection, response: VendorResponse, body: string): never {
  throw errorOf(connection, response, body);
}

function errorOf(connection: VendorConnection, response: VendorResponse, body: string): VendorError {
  return toVendorError({
    status: response.status,
    body: withoutSecret(connection, body),
    retryAfter: response.headers['retry-after'],
    now: connection.clock.now(),
  });
}

/** In case something on the way repeats the request in its answer. */
function withoutSecret({ configuration }: VendorConnection, text: string): string {
  const secret = configuration['partner.user.secret'];
  return secret ? text.replaceAll(secret, '********') : text;
}
