import type { IncomingMessage } from 'node:http';
import { readBody } from '../../sandbox/request-body';

// Templates and employee feeds are small; this is room for a feed of a large company.
const BODY_LIMIT = 64 * 1024 * 1024;

/**
 * The parameters of a request, from wherever clients are seen to put them: a form body, the text parts of a multipart
 * body, the query string. The body wins. What cannot be read as its content type says counts as absent.
 */
export async function readParameters(request: IncomingMessage): Promise<Map<string, string>> {
  const query = new URLSearchParams((request.url ?? '').split('?').slice(1).join('?'));
  const body = await readBody(request, BODY_LIMIT);
  const fields = body.length === 0 ? [] : await parseBody(body, request.headers['content-type'] ?? '');
  return new Map([...query, ...fields]);
}

async function parseBody(body: Buffer, contentType: string): Promise<[string, string][]> {
  if (!contentType.toLowerCase().startsWith('multipart/form-data'))
    return [...new URLSearchParams(body.toString('utf8'))];
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const parts = [...form].map(async ([name, value]): Promise<[string, string]> => {
      return [name, typeof value === 'string' ? value : await value.text()];
    });
    return await Promise.all(parts);
  } catch {
    return [];
  }
}
