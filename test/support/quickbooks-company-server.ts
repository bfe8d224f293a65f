import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createCompanyApi,
  seedCompanyStores,
  type CompanyStores,
} from '../../src/adapters/quickbooks-online/sandbox/company';
import type { CompanyChange, CompanyResponse } from '../../src/adapters/quickbooks-online/sandbox/company-api';
import { readBody } from '../../src/adapters/sandbox/request-body';
import { startSandboxServer } from '../../src/adapters/sandbox/sandbox-server';
import { TestClock } from './clock';

export const REALM = '9341452000000101';
export const OTHER_REALM = '9130350000000201';

/** An answer that was read as JSON, amounts as JavaScript numbers. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of no known type: tests look into it. */
  readonly body: ReturnType<JSON['parse']>;
}

/** The company API alone on a server, without who may call it, and a client for it. */
export class QuickBooksCompanyServer {
  readonly changes: CompanyChange[] = [];
  readonly clock = new TestClock(Date.parse('2026-05-05T10:00:00-07:00'));
  origin = '';
  private stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    readonly stores: CompanyStores = seedCompanyStores([
      { realmId: REALM, name: "Craig's Design and Landscaping Services" },
      { realmId: OTHER_REALM, name: 'Sonoma Terrace & Patio Company' },
    ]),
  ) {}

  /** What a client puts before a realm id. */
  get companyBase(): string {
    return `${this.origin}/quickbooks/v3/company/`;
  }

  async start(): Promise<this> {
    const api = createCompanyApi({
      stores: this.stores,
      clock: this.clock,
      onChange: (change) => this.changes.push(change),
    });
    const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const [, kind, realmId = '', rest = ''] =
        /^\/quickbooks\/(v3\/company|files)\/([^/]*)(.*)$/.exec(url.pathname) ?? [];
      const call = {
        realmId,
        method: request.method ?? 'GET',
        path: rest,
        query: url.searchParams,
        headers: request.headers,
        body: await readBody(request, 1e8),
      };
      const answer =
        kind === 'files' ? api.file({ realmId, id: rest.slice(1), query: call.query }) : await api.handle(call);
      send(response, answer);
    };
    const sandbox = {
      mountPath: '/quickbooks',
      configuration: {},
      handle,
      setFaults: () => undefined,
      close: async () => undefined,
    };
    const server = await startSandboxServer({ port: 0, sandboxes: [sandbox], clock: this.clock });
    this.origin = server.origin;
    this.stop = () => server.close();
    return this;
  }

  close(): Promise<void> {
    return this.stop();
  }

  async get(path: string, realm = REALM): Promise<Answer> {
    return read(await fetch(`${this.companyBase}${realm}${path}`, { headers: { accept: 'application/json' } }));
  }

  async post(path: string, body: unknown, realm = REALM): Promise<Answer> {
    return read(
      await fetch(`${this.companyBase}${realm}${path}`, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: typeof body === 'string' || body instanceof FormData ? (body as string) : JSON.stringify(body),
      }),
    );
  }

  async query(statement: string, realm = REALM): Promise<Answer> {
    return this.get(`/query?query=${encodeURIComponent(statement)}&minorversion=75`, realm);
  }
}

function send(response: ServerResponse, { status, headers, body }: CompanyResponse): void {
  response.writeHead(status, headers);
  response.end(body);
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
}
