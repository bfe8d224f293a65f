import { z } from 'zod';
import type { BulkJobRow } from '../../../../persistence/repositories/bulk-job.repository';
import type { BulkFormat } from '../../../../services/data/bulk/bulk-job.service';
import { parseBulkQuery } from '../../../../services/data/bulk/bulk-query';
import { defineRoute, type RestRoute } from '../../rest-route';
import { requireResource, resourcesOf } from './data-resources';
import type { VendorAdapter } from '../../../../adapters/adapter';

const tag = 'Bulk';
const security = 'INSTANCE';
const isOf = (adapter: VendorAdapter): boolean => resourcesOf(adapter).length > 0;
const JobParams = z.object({ jobId: z.string().meta({ description: 'The `id` of the job.' }) });
const Status = z.enum(['CREATED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED']);

const BulkStatusAnswer = z
  .strictObject({
    id: z.string(),
    status: Status,
    object: z.string().meta({ description: 'The resource that is asked for, and the name of the file.' }),
    recordsCount: z.int().meta({ description: 'How many were found so far.' }),
    recordsFailedCount: z.int().meta({ description: 'Always 0: a record that cannot be read is none of the list.' }),
    createdDate: z.iso.datetime(),
    jobFinishedTime: z.iso.datetime().nullable(),
    expiresDate: z.iso.datetime().nullable().meta({ description: 'Until when the file is kept.' }),
  })
  .meta({ id: 'BulkJob', description: 'A query that is answered in a file.' });

const FORMATS: Readonly<Record<string, readonly [BulkFormat, contentType: string, extension: string]>> = {
  'application/json': ['JSON', 'application/json; charset=utf-8', 'json'],
  'application/x-ndjson': ['LINES', 'application/x-ndjson; charset=utf-8', 'ndjson'],
  'text/csv': ['CSV', 'text/csv; charset=utf-8', 'csv'],
};

const create = defineRoute({
  method: 'POST',
  path: '/bulk/query',
  operationId: 'createBulkQuery',
  tag,
  summary: 'Ask for many records in a file',
  description:
    'Answered at once; the records follow. Ask for the status until it is COMPLETED: nobody is called back. Files are kept ' +
    'for three days. Of one instance, twenty may be under way at a time.',
  security,
  isOf,
  request: {
    query: z.object({
      q: z.string().meta({ description: 'What is asked for.', example: 'select * from reports where total > 1000' }),
    }),
  },
  response: z.strictObject({ id: z.string(), status: Status }),
  handle: async ({ context, services, instance, query }) => {
    const asked = parseBulkQuery(query.q);
    const resource = requireResource(services.catalog, instance, asked.resource, () => true);
    const id = await services.bulkJobs.create(context, instance, resource, asked);
    return { body: { id, status: 'CREATED' as const } };
  },
});

const getStatus = defineRoute({
  method: 'GET',
  path: '/bulk/{jobId}/status',
  operationId: 'getBulkStatus',
  tag,
  summary: 'How far a bulk job is',
  description: 'From CREATED over RUNNING to COMPLETED, FAILED or CANCELLED.',
  security,
  isOf,
  request: { params: JobParams },
  response: BulkStatusAnswer,
  handle: async ({ context, services, instance, params }) => ({
    body: toStatus(await services.bulkJobs.get(context, instance, params.jobId)),
  }),
});

const listErrors = defineRoute({
  method: 'GET',
  path: '/bulk/{jobId}/errors',
  operationId: 'listBulkErrors',
  tag,
  summary: 'What went wrong with a bulk job',
  description: 'Empty, unless it is FAILED.',
  security,
  isOf,
  request: { params: JobParams },
  response: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  handle: async ({ context, services, instance, params }) => {
    const { errorCode, errorMessage } = await services.bulkJobs.get(context, instance, params.jobId);
    return { body: errorCode === null ? [] : [{ code: errorCode, message: errorMessage ?? '' }] };
  },
});

const cancel = defineRoute({
  method: 'PUT',
  path: '/bulk/{jobId}/cancel',
  operationId: 'cancelBulkJob',
  tag,
  summary: 'Cancel a bulk job',
  description: 'What it found until then is thrown away.',
  security,
  isOf,
  request: { params: JobParams },
  response: BulkStatusAnswer,
  handle: async ({ context, services, instance, params }) => ({
    body: toStatus(await services.bulkJobs.cancel(context, instance, params.jobId)),
  }),
});

const download = defineRoute({
  method: 'GET',
  path: '/bulk/{jobId}/{objectName}',
  operationId: 'downloadBulkRecords',
  tag,
  summary: 'Download what a bulk job found',
  description:
    'An array of JSON; with "Accept: application/x-ndjson" a record a line, with "Accept: text/csv" a table.',
  security,
  isOf,
  alsoProduces: ['text/csv', 'application/x-ndjson'],
  answerHeaders: ['Content-Disposition', 'Elements-Returned-Count'],
  request: {
    params: JobParams.extend({ objectName: z.string().meta({ description: 'The resource, as asked for.' }) }),
  },
  response: z.array(z.looseObject({})),
  handle: async ({ context, services, instance, params, mediaType }) => {
    const { jobId, objectName } = params;
    const [format, contentType, extension] = FORMATS[mediaType] ?? FORMATS['application/json']!;
    const job = await services.bulkJobs.get(context, instance, jobId);
    const content = await services.bulkJobs.openDownload(context, instance, jobId, objectName, format);
    const headers = { 'Elements-Returned-Count': String(job.recordsCount) };
    return { file: { contentType, name: `${objectName}.${extension}`, content }, headers };
  },
});

export const bulkRoutes: readonly RestRoute[] = [create, getStatus, listErrors, cancel, download];

function toStatus(job: BulkJobRow): z.input<typeof BulkStatusAnswer> {
  return {
    id: job.id,
    status: job.status,
    object: job.resource,
    recordsCount: job.recordsCount,
    recordsFailedCount: 0,
    createdDate: job.createdAt.toISOString(),
    jobFinishedTime: job.finishedAt?.toISOString() ?? null,
    expiresDate: job.expiresAt?.toISOString() ?? null,
  };
}
