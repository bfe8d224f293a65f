import type { VendorConnection } from '../adapter';
import type { CardReconciliationRequest, ExportAction, ExportFormat, ExportReportsRequest } from '../exports';
import type { VendorResponse } from '../http/vendor-http';
import { VendorRejectedError, VendorUnavailableError, type VendorError } from '../vendor-error';
import { EXPORT_TIMEOUT_MS, downloadRequest, parseFileNames, type FileSystem } from './client';
import { parseEnvelope } from './envelope';
import { REQUIRES_DOMAIN_ADMIN } from './errors';
import { ExportNotReadyError } from './export-lines';
import { toInputSettings } from './export-selection';
import { cardTemplateSource, reportTemplateSource } from './export-templates';
import { errorOf, fail, toRequest, type JobCall } from './job-transport';

/** An envelope of an error is a message and a code. */
const LARGEST_ENVELOPE = 4_096;

export function exportReportsCall(purpose: string, request: ExportReportsRequest, now: Date): JobCall {
  const job = {
    type: 'file',
    onReceive: { immediateResponse: ['returnRandomFileName'] },
    inputSettings: toInputSettings(request.selection, now),
    outputSettings: {
      fileExtension: toExtension(request.format),
      fileBasename: request.fileBaseName ?? undefined,
      includeFullPageReceiptsPdf: request.includeReceipts || undefined,
    },
    onFinish: toOnFinish(request.actions),
    // A text: what the boolean does is not known.
    test: request.isTest ? 'true' : undefined,
  };
  const formFields = { template: reportTemplateSource(request.template) };
  const repeatable = request.isTest || request.actions.length === 0;
  return { purpose, job, formFields, repeatable, timeoutMs: EXPORT_TIMEOUT_MS };
}

/** The same job once more for the mark alone: it is set when the job succeeds, whoever holds its file. */
export function markExportedCall(
  purpose: string,
  request: { readonly inputSettings: object; readonly label: string; readonly template: string },
): JobCall {
  const job = {
    type: 'file',
    onReceive: { immediateResponse: ['returnRandomFileName'] },
    inputSettings: request.inputSettings,
    outputSettings: { fileExtension: 'txt' },
    onFinish: [{ actionName: 'markAsExported', label: request.label }],
  };
  return {
    purpose,
    job,
    formFields: { template: request.template },
    repeatable: false,
    timeoutMs: EXPORT_TIMEOUT_MS,
  };
}

export function reconciliationCall(purpose: string, request: CardReconciliationRequest): JobCall {
  const job = {
    type: 'reconciliation',
    inputSettings: {
      startDate: request.days.from,
      endDate: request.days.to,
      domain: request.domain,
      type: request.scope === 'ALL' ? 'All' : 'Unreported',
      feed: request.feed ?? 'export_all_feeds',
      // The only value that works: the file is there when the answer comes.
      async: false,
    },
    outputSettings: { fileExtension: toExtension(request.format) },
    onFinish: toOnFinish(request.actions),
  };
  return {
    purpose,
    job,
    formFields: { template: cardTemplateSource(request.template) },
    repeatable: request.actions.length === 0,
    timeoutMs: EXPORT_TIMEOUT_MS,
    needs: { role: REQUIRES_DOMAIN_ADMIN },
  };
}

/** Runs a job that writes files; the names to download them by. */
export function runExportJob(connection: VendorConnection, call: JobCall): Promise<string[]> {
  return connection.http.call(toRequest(connection, call), async (response) => {
    const body = await response.text();
    const names = parseFileNames(body);
    if (names === null) throw templateRefused(errorOf(connection, response, body, call.needs));
    return names;
  });
}

/** The bytes of a file as they arrive. Throws an `ExportNotReadyError` for an empty one, and what an envelope says. */
export function downloadBytes(
  connection: VendorConnection,
  purpose: string,
  fileName: string,
  fileSystem: FileSystem,
): AsyncIterable<Buffer> {
  return connection.http.stream(downloadRequest(connection, purpose, fileName, fileSystem), async function* (response) {
    if (response.status >= 300) fail(connection, response, await response.text());
    yield* fileBytes(connection, response);
  });
}

/** Holds back the beginning of what may be an error instead of a file, until it is too long to be one. */
async function* fileBytes(connection: VendorConnection, response: VendorResponse): AsyncGenerator<Buffer> {
  let held: Buffer | null = Buffer.alloc(0);
  for await (const chunk of response.body) {
    if (held === null) {
      yield chunk;
      continue;
    }
    held = Buffer.concat([held, chunk]);
    if (held.length <= LARGEST_ENVELOPE && mayBeError(held, response)) continue;
    yield held;
    held = null;
  }
  if (held === null) return;
  if (held.length === 0) throw new ExportNotReadyError();
  const text = held.toString('utf8');
  if (parseEnvelope(text) !== null || isPage(held, response)) fail(connection, response, text);
  yield held;
}

function mayBeError(held: Buffer, response: VendorResponse): boolean {
  return /^\s*(?:\{|$)/.test(held.toString('latin1', 0, 64)) || isPage(held, response);
}

/** Of a gateway: Expensify itself labels its files as plain text. */
function isPage(held: Buffer, { headers }: VendorResponse): boolean {
  return /html/i.test(headers['content-type'] ?? '') && /^\s*</.test(held.toString('latin1', 0, 64));
}

/** Expensify answers 500 to a template that it cannot read, as it does to its own faults: sending it again is no use. */
function templateRefused(error: VendorError): VendorError {
  const { vendorCode, vendorMessage, vendorRequestId } = error;
  if (!(error instanceof VendorUnavailableError) || !/template|directive|freemarker|<#/i.test(vendorMessage ?? '')) {
    return error;
  }
  return new VendorRejectedError(`Expensify could not fill the template: "${vendorMessage}" (code ${vendorCode}).`, {
    vendorCode,
    vendorMessage,
    vendorRequestId,
    cause: error,
  });
}

function toExtension(format: ExportFormat): string {
  return format.toLowerCase();
}

function toOnFinish(actions: readonly ExportAction[]): object[] | undefined {
  return actions.length === 0 ? undefined : actions.map(toAction);
}

function toAction(action: ExportAction): object {
  if (action.kind === 'EMAIL') {
    return { actionName: 'email', recipients: action.recipients.join(','), message: action.message ?? undefined };
  }
  const { host, port, login, password } = action;
  return { actionName: 'sftpUpload', sftpData: { host, login, password, port } };
}
