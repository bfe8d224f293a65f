import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from 'pino';
import { createRequestContext } from '../../request-context';
import type {
  ExportDownloadService,
  OpenedDownload,
  RefusedDownload,
} from '../../services/exports/export-download.service';
import { sendError } from '../json-response';
import type { Route } from '../route';

const REFUSALS: Readonly<Record<RefusedDownload, readonly [status: number, code: string, message: string]>> = {
  FORGED: [403, 'PERMISSION_DENIED', 'This link was not made here, or was changed. Ask the export for `downloadUrl`.'],
  LINK_EXPIRED: [410, 'LINK_EXPIRED', 'This link was good for ten minutes. Ask the export for another `downloadUrl`.'],
  FILE_EXPIRED: [410, 'EXPORT_EXPIRED', 'Files are kept for a day, and this one is gone. Export again.'],
  NOT_FOUND: [404, 'NOT_FOUND', 'There is no such file.'],
};

interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface ExportsRouteOptions {
  readonly downloads: ExportDownloadService;
  readonly logger: Logger;
}

/** Files of exports. The link is all that is needed; whoever has it may read the file, and nothing else, for ten minutes. */
export function exportsRoute({ downloads, logger }: ExportsRouteOptions): Route {
  return {
    methods: ['GET', 'HEAD'],
    path: '/exports/:id',
    isCrossOrigin: true,
    async handle(request, response, { params, requestId }) {
      const context = createRequestContext({ logger: logger.child({ requestId }), requestId });
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      const opened = await downloads.open(context, {
        exportId: params['id'] ?? '',
        file: query.get('file') ?? '',
        expires: query.get('expires') ?? '',
        signature: query.get('signature') ?? '',
      });
      if (typeof opened === 'string') return refuse(response, opened);
      await send(request, response, opened);
    },
  };
}

function refuse(response: ServerResponse, refusal: RefusedDownload): void {
  sendError(response, ...REFUSALS[refusal]);
}

async function send(request: IncomingMessage, response: ServerResponse, file: OpenedDownload): Promise<void> {
  const range = rangeOf(request.headers.range, file.byteSize);
  for (const [name, value] of headersOf(file)) response.setHeader(name, value);
  if (range === 'UNSATISFIABLE') {
    response.setHeader('content-range', `bytes */${file.byteSize}`);
    return sendError(response, 416, 'RANGE_NOT_SATISFIABLE', `The file has ${file.byteSize} bytes.`);
  }
  const { first, last } = range ?? { first: 0, last: file.byteSize - 1 };
  if (range !== null) response.setHeader('content-range', `bytes ${first}-${last}/${file.byteSize}`);
  response.setHeader('content-length', last - first + 1);
  response.writeHead(range === null ? 200 : 206);
  if (request.method === 'HEAD') response.end();
  else await pipeline(Readable.from(file.read(first, last), { objectMode: false }), response);
}

/** A saved file, whatever is in it: no page of ours. */
function headersOf({ name, contentType }: OpenedDownload): [name: string, value: string][] {
  return [
    ['content-type', contentType],
    ['content-disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`],
    ['accept-ranges', 'bytes'],
    ['cache-control', 'private, no-store'],
    ['content-security-policy', "default-src 'none'; sandbox"],
    ['referrer-policy', 'no-referrer'],
    ['x-content-type-options', 'nosniff'],
  ];
}

/** One range of bytes; null for none, and for several or another unit, which may be ignored. */
function rangeOf(header: string | undefined, size: number): ByteRange | 'UNSATISFIABLE' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return null;
  return first < size && first <= last ? { first, last } : 'UNSATISFIABLE';
}
