import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** `requestJobDescription`, as far as tests look into it. */
export interface JobDescription {
  readonly type: string;
  readonly fileName?: string;
  readonly inputSettings?: {
    readonly type: string;
    readonly filters?: Readonly<Record<string, string>>;
    readonly policyIDList?: readonly string[];
    readonly fields?: readonly string[];
  };
}

/** One job as it arrived. */
export interface ReceivedJob {
  readonly path: string;
  readonly contentType: string;
  readonly description: JobDescription;
  readonly template: string | null;
  /** All form fields beside the job. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What to answer: a body, or a body with what goes along. */
export type Answer =
  | string
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string | Buffer };

export interface ExpensifyServer {
  /** For `base.url`. */
  readonly baseUrl: string;
  readonly jobs: ReceivedJob[];
  close(): Promise<void>;
}

/** An HTTP server that answers Expensify's jobs with what a test says, word for word. */
export async function startExpensifyServer(answer: (job: ReceivedJob) => Answer): Promise<ExpensifyServer> {
  const jobs: ReceivedJob[] = [];
  const server = createServer((request, response) => {
    void readJob(request).then((job) => {
      jobs.push(job);
      writeAnswer(response, answer(job));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/Integration-Server`,
    jobs,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A body as Expensify sends or documents it; the folder's README says which. */
export function expensifyFixture(name: string): string {
  return readFileSync(join(__dirname, '../fixtures/expensify', name), 'utf8');
}

/** Lines of an export file, header and end included. */
export function exportFile(...reports: readonly object[]): string {
  const lines = [{ kind: 'header', schema: 1 }, ...reports, { kind: 'end' }];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export interface ExportedReport extends Readonly<Record<string, unknown>> {
  readonly transactionList: readonly Readonly<Record<string, unknown>>[];
}

/** A report as it stands in an export file, the example's values where none are given. */
export function exportedReport(values: Readonly<Record<string, unknown>> = {}): ExportedReport {
  return { ...JSON.parse(expensifyFixture('report-line.json')), ...values };
}

/** An expense as it stands in an exported report. */
export function exportedExpense(values: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { ...exportedReport().transactionList[0], ...values };
}

async function readJob(request: IncomingMessage): Promise<ReceivedJob> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return {
    path: request.url ?? '',
    contentType: request.headers['content-type'] ?? '',
    description: JSON.parse(form.get('requestJobDescription') ?? '{}'),
    template: form.get('template'),
    fields: Object.fromEntries([...form].filter(([name]) => name !== 'requestJobDescription')),
  };
}

function writeAnswer(response: ServerResponse, answer: Answer): void {
  const { status = 200, headers = {}, body } = typeof answer === 'string' ? { body: answer } : answer;
  response.writeHead(status, { 'content-type': 'text/plain;charset=utf-8', ...headers }).end(body);
}
