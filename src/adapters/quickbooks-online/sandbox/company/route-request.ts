import type { CompanyRequest, CompanyResponse } from '../company-api';
import { downloadAddress } from './attachments/download-address';
import { uploadFiles } from './attachments/upload';
import type { Company } from './company';
import { faults } from './fault';
import { isObject, parseJson, type JsonObject } from './json';
import { runBatch } from './operations/batch';
import { changedObjects } from './operations/change-data-capture';
import { postObject, readObject } from './operations/object-operation';
import { runQuery } from './query/run';
import { runReport } from './reports';
import { respondWith, respondWithReport, respondWithText } from './respond';

/** Finds what a path stands for and answers it. Throws a `CompanyFault`. */
export async function routeRequest(request: CompanyRequest, company: Company, at: Date): Promise<CompanyResponse> {
  const { method, query } = request;
  const [resource = '', id, ...rest] = request.path.split('/').filter(Boolean).map(decode);
  if (rest.length > 0 || !['GET', 'POST'].includes(method)) throw noResource(request);
  const isPost = method === 'POST';
  switch (resource) {
    case 'query':
      return respondWith({ QueryResponse: runQuery(company, queryText(request)) }, at);
    case 'batch':
      if (!isPost) throw noResource(request);
      return respondWith(runBatch(company, readBody(request)), at);
    case 'cdc': {
      const changes = changedObjects(company, query.get('entities') ?? '', query.get('changedSince') ?? '');
      return respondWith({ CDCResponse: changes }, at);
    }
    case 'reports':
      return respondWithReport(runReport(company, id ?? '', query));
    case 'upload':
      if (!isPost) throw noResource(request);
      return respondWith(await uploadFiles(company, request.headers, request.body), at);
    case 'download':
      return respondWithText(downloadAddress(company, id ?? ''));
    default:
      return respondWith(
        isPost ? post(request, company, resource, id) : readObject(company, named(request, resource), id),
        at,
      );
  }
}

function post(request: CompanyRequest, company: Company, resource: string, id: string | undefined): JsonObject {
  if (id !== undefined) throw noResource(request);
  const include = (request.query.get('include') ?? '').toLowerCase().split(',');
  return postObject(company, named(request, resource), readBody(request), {
    action: request.query.get('operation') ?? undefined,
    operation: request.query.get('operation') === 'update' ? 'update' : undefined,
    allowDuplicateNumber: include.includes('allowduplicatedocnum'),
    includeVoid: include.includes('void'),
  });
}

/** Paths are in lower case, and case counts. */
function named(request: CompanyRequest, resource: string): string {
  if (resource === '' || resource !== resource.toLowerCase()) throw noResource(request);
  return resource;
}

/** In the address, or as the body of a POST. */
function queryText({ method, query, body }: CompanyRequest): string {
  const text = method === 'POST' ? body.toString('utf8') : (query.get('query') ?? '');
  if (text.trim() === '') throw faults.missing('query');
  return text;
}

function readBody({ body }: CompanyRequest): JsonObject {
  let value;
  try {
    value = parseJson(body.toString('utf8'));
  } catch (error) {
    throw faults.invalidProperty(`Unexpected content of the body: ${(error as Error).message}\n`);
  }
  if (isObject(value)) return value;
  throw faults.invalidProperty('The body is not a JSON object\n');
}

function noResource({ realmId, path }: CompanyRequest): Error {
  const relative = `/v3/company/${realmId}${path}`;
  return faults.unsupported(`Operation Could not find resource for relative : ${relative} of full path: ${relative}`);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
