// A vendor whose exports are as large as they are wanted, rendered before they are asked for; all else is the sandbox's.
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createSandbox, ENDPOINT } from '../src/adapters/expensify/sandbox';
import { systemClock } from '../src/clock';
import type { ExportOrder, ExportServerFacts } from './parts/export-server';
import { ExportRendering } from './parts/export-rendering';

const REPORTS = 200;

class ExportServer {
  private fileName = '';

  constructor(
    private readonly folder: string,
    private readonly rendering: ExportRendering,
    private readonly sandboxAddress: string,
  ) {}

  /** What every export holds from now on. */
  async prepare({ expenses }: ExportOrder): Promise<void> {
    this.fileName = `expenses-${expenses}.json`;
    await this.rendering.write(join(this.folder, this.fileName), expenses);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const job = JSON.parse(new URLSearchParams(body).get('requestJobDescription') ?? '{}') as Record<string, unknown>;
    if (job.type === 'file') response.end(this.fileName);
    else if (job.type === 'download') await this.download(response);
    else await this.ask(body, request, response);
  }

  private async download(response: ServerResponse): Promise<void> {
    const path = join(this.folder, this.fileName);
    response.writeHead(200, { 'content-type': 'text/plain;charset=utf-8', 'content-length': statSync(path).size });
    await pipeline(createReadStream(path, { highWaterMark: 256 * 1_024 }), response);
  }

  private async ask(body: string, { headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const contentType = headers['content-type'] ?? '';
    const answer = await fetch(this.sandboxAddress, { method: 'POST', body, headers: { 'content-type': contentType } });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'elements-bench-exports-'));
  const { sandbox, baseUrl, close } = await createSandbox({ clock: systemClock, seed: 1, reports: REPORTS });
  sandbox.setFaults({ 'rate-limit': 'off' });
  const rendering = await ExportRendering.fromSandbox(baseUrl, sandbox.configuration);
  const exportServer = new ExportServer(folder, rendering, baseUrl);
  const server = createServer((request, response) => {
    exportServer.answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.on('message', (order: ExportOrder) => {
    void exportServer.prepare(order).then(() => process.send?.('prepared'));
  });
  process.once('disconnect', () => {
    rmSync(folder, { recursive: true, force: true });
    server.closeAllConnections();
    server.close();
    void close();
  });
  const configuration = { ...sandbox.configuration, 'base.url': `${origin}${ENDPOINT}` };
  process.send?.({ origin, configuration } satisfies ExportServerFacts);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
