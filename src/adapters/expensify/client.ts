import type { VendorConnection } from '../adapter';
import type { VendorRequest } from '../http/vendor-http';
import { VendorProtocolError } from '../vendor-error';
import { parseEnvelope, type Envelope } from './envelope';
import { REQUIRES_DOMAIN_ADMIN, type JobNeeds } from './errors';
import { readExportLines } from './export-lines';
import { errorOf, fail, runJob, toRequest } from './job-transport';
import { readRecords, readToken, isRawRecord, type RawRecord } from './raw-record';
import { reportTemplate } from './template';

/* The jobs that read, one function a job. */

/** The export call itself may be slow; two minutes are the least that its users advise. */
export const EXPORT_TIMEOUT_MS = 150_000;
const DOWNLOAD_TIMEOUT_MS = 120_000;

/** Where Expensify keeps a file: those of exports, and those of card reconciliations. */
export type FileSystem = 'integrationServer' | 'reconciliation';

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
  return runJob(connection, { purpose, job, repeatable: true }, ({ fields }) => readRecords(fields.policyList));
}

/** `get`/`policy`: sections by policy ID. A policy that the account cannot see has no entry. */
export async function getPolicies(
  connection: VendorConnection,
  purpose: string,
  policyIds: readonly string[],
  fields: readonly PolicyField[],
  needs?: JobNeeds,
): Promise<RawRecord> {
  const job = { type: 'get', inputSettings: { type: 'policy', policyIDList: policyIds, fields } };
  return runJob(connection, { purpose, job, repeatable: true, needs }, ({ fields: { policyInfo } }) => {
    if (isRawRecord(policyInfo)) return policyInfo;
    throw new VendorProtocolError("Expensify's answer about policies has no `policyInfo`.");
  });
}

/** `get`/`domainCardList`: the cards of a domain. */
export async function getDomainCards(
  connection: VendorConnection,
  purpose: string,
  domain: string,
): Promise<RawRecord[]> {
  const job = { type: 'get', inputSettings: { type: 'domainCardList', domain } };
  const needs = { role: REQUIRES_DOMAIN_ADMIN, recordPath: ['domain'] };
  return runJob(connection, { purpose, job, repeatable: true, needs }, ({ fields }) => {
    if (Array.isArray(fields.domainCardList)) return readRecords(fields.domainCardList);
    throw new VendorProtocolError("Expensify's answer about cards has no `domainCardList`.");
  });
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
  const request = toRequest(connection, {
    purpose,
    job,
    repeatable: true,
    timeoutMs: EXPORT_TIMEOUT_MS,
    formFields: { template: reportTemplate },
  });
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
  fileSystem: FileSystem = 'integrationServer',
): AsyncIterable<RawRecord> {
  return connection.http.stream(downloadRequest(connection, purpose, fileName, fileSystem), async function* (response) {
    if (response.status >= 300) fail(connection, response, await response.text());
    const toError = (text: string) => errorOf(connection, response, text);
    yield* readExportLines(response.body, { toError });
  });
}

/** No `inputSettings`: even an empty one is said to be refused. */
export function downloadRequest(
  connection: VendorConnection,
  purpose: string,
  fileName: string,
  fileSystem: FileSystem,
): VendorRequest {
  const job = { type: 'download', fileName, fileSystem };
  return toRequest(connection, { purpose, job, repeatable: true, timeoutMs: DOWNLOAD_TIMEOUT_MS });
}

/**
 * The names in the answer to an export: bare text, several of them separated by commas; also an envelope with
 * `filename`, as reconciliation answers. Null when it is neither.
 */
export function parseFileNames(body: string): string[] | null {
  const envelope = parseEnvelope(body);
  const text = envelope === null ? body : envelopeFileName(envelope);
  const names = text.split(',').map((name) => name.trim());
  return names.every((name) => name.length <= 200 && /^[\w-][\w.-]*\.\w+$/.test(name)) ? names : null;
}

function envelopeFileName({ code, fields }: Envelope): string {
  return code === 200 ? (readToken(fields.filename ?? fields.fileName) ?? '') : '';
}
