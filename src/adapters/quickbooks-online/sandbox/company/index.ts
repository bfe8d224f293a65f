import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../../../clock';
import type { ChangeListener, CompanyApi, CompanyRequest, CompanyResponse } from '../company-api';
import { isDownloadAllowed } from './attachments/download-token';
import { Company } from './company';
import type { CompanyStore } from './company-store';
import type { CompanyStores } from './company-stores';
import { CompanyFault, faults } from './fault';
import { respondWithFault } from './respond';
import { routeRequest } from './route-request';

export { CompanyStores, type CompanyStoresState } from './company-stores';
export { seedCompanyStores, type SampleCompany } from './seed/sample-company';

export interface CompanyApiOptions {
  readonly stores: CompanyStores;
  readonly clock: Clock;
  readonly onChange?: ChangeListener;
  /** Where `file` is mounted, without a slash at the end. Default: `/quickbooks/files` at the host that was asked. */
  readonly filesAddress?: (headers: IncomingHttpHeaders) => string;
}

export interface FileRequest {
  readonly realmId: string;
  readonly id: string;
  readonly query: URLSearchParams;
}

export interface SampleCompanyApi extends CompanyApi {
  /** The content of an attachment at its `TempDownloadUri`, which works without a token for fifteen minutes. */
  file(request: FileRequest): CompanyResponse;
}

/** The Accounting API over these companies. Every answer of `handle` is JSON, but for files and their addresses. */
export function createCompanyApi(options: CompanyApiOptions): SampleCompanyApi {
  return {
    handle: (request) => handle(request, options),
    file: (request) => serveFile(request, options),
  };
}

async function handle(request: CompanyRequest, options: CompanyApiOptions): Promise<CompanyResponse> {
  const startedAt = options.clock.now();
  try {
    const store = options.stores.get(request.realmId);
    if (store === undefined)
      throw faults.business(`Unexpected Internal Error. (-30000) No company ${request.realmId}.`);
    return await answerOnce(request, store, options, startedAt);
  } catch (error) {
    return respondWithFault(toFault(error), startedAt);
  }
}

/** A write with a `requestid` is done once; its repetition gets what the first was answered. */
async function answerOnce(
  request: CompanyRequest,
  store: CompanyStore,
  options: CompanyApiOptions,
  startedAt: Date,
): Promise<CompanyResponse> {
  const requestId = request.method === 'POST' ? request.query.get('requestid') : null;
  const known = requestId === null ? undefined : store.answerTo(requestId);
  if (known !== undefined) return known;
  const filesAddress = (options.filesAddress ?? defaultFilesAddress)(request.headers);
  const company = new Company(store, options.clock, options.onChange ?? (() => undefined), filesAddress);
  const response = await routeRequest(request, company, startedAt);
  if (requestId !== null) store.remember(requestId, { ...response, body: response.body.toString() });
  return response;
}

function serveFile({ realmId, id, query }: FileRequest, { stores, clock }: CompanyApiOptions): CompanyResponse {
  const store = stores.get(realmId);
  const content = store?.files.get(id);
  if (store === undefined || content === undefined) return fileRefusal(404, 'NoSuchKey');
  if (!isDownloadAllowed(store, id, query, clock.now())) return fileRefusal(403, 'AccessDenied');
  const contentType = store.find('Attachable', id)?.['ContentType'];
  const type = typeof contentType === 'string' ? contentType : 'application/octet-stream';
  return { status: 200, headers: { 'content-type': type }, body: content };
}

/** As the file store says it, which is not Intuit's own. */
function fileRefusal(status: number, code: string): CompanyResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function toFault(error: unknown): CompanyFault {
  if (error instanceof CompanyFault) return error;
  return faults.system(error instanceof Error ? error.name : 'java.lang.RuntimeException');
}

function defaultFilesAddress(headers: IncomingHttpHeaders): string {
  return `http://${headers.host ?? 'localhost'}/quickbooks/files`;
}
