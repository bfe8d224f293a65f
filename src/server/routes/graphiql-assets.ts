import { createReadStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { GraphiqlBundle } from '../graphiql-assets';
import { sendError } from '../json-response';
import type { Route } from '../route';

/** Scripts, styles and fonts of GraphiQL. Their names change with their content, so a browser may keep them. */
export function graphiqlAssetsRoute({ assets }: GraphiqlBundle): Route {
  return {
    methods: ['GET', 'HEAD'],
    path: '/graphiql/*',
    async handle(request, response, exchange) {
      const asset = assets.get(exchange.params['*'] ?? '');
      if (!asset) return sendError(response, 404, 'NOT_FOUND', 'GraphiQL has no such file.');
      const compressed = acceptsGzip(request) ? asset.gzip : null;
      const { file, length } = compressed ?? asset;
      response.writeHead(200, {
        'content-type': asset.contentType,
        'content-length': length,
        ...(compressed && { 'content-encoding': 'gzip' }),
        vary: 'accept-encoding',
        'cache-control': 'public, max-age=31536000, immutable',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
      if (request.method === 'HEAD') response.end();
      else await pipeline(createReadStream(file), response);
    },
  };
}

function acceptsGzip(request: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(request.headers['accept-encoding'] ?? ''));
}
