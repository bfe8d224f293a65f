import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { QuickBooksFaults } from './faults';
import { gatewayPage, type Reply } from './reply';

/** Sends a reply, damaged as the faults ask for. */
export async function respond(
  response: ServerResponse,
  reply: Reply,
  faults: QuickBooksFaults | null,
  at: Date,
): Promise<void> {
  const sent = faults?.has('html') === true ? gatewayPage(200, 'QuickBooks') : reply;
  const whole = typeof sent.body === 'string' ? Buffer.from(sent.body) : sent.body;
  const share = Math.min(faults?.number('truncate') ?? 100, 100);
  const body = whole.subarray(0, Math.floor((whole.length * share) / 100));
  response.writeHead(sent.status, { ...commonHeaders(at), ...sent.headers, 'content-length': body.length });
  if (faults?.has('drop-body') !== true) {
    response.end(body);
    return;
  }
  await new Promise<void>((resolve) => response.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve()));
  response.destroy();
}

/** What every answer of the vendor carries. */
function commonHeaders(at: Date): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000).toString(16);
  return {
    intuit_tid: `1-${seconds}-${randomBytes(12).toString('hex')}`,
    server: 'nginx',
    'strict-transport-security': 'max-age=15552000',
  };
}
