import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { VendorAdapter } from '../../src/adapters/adapter';
import type { AgentAnnouncement, AgentCall, AgentProblem, AgentReply, VendorAgent } from '../../src/adapters/agent';

export const SCRIPTED_KEY = 'scripted';
export const SCRIPTED_PATH = '/scripted-agent';
export const MAX_BYTES = 100_000;

/** A vendor whose program calls us, in the plainest language there is: JSON, and the ticket of an answer in a header. */
export const scriptedAgent: VendorAgent = {
  path: SCRIPTED_PATH,
  setupExtension: 'json',
  maxBodyBytes: MAX_BYTES,
  page: { status: 200, contentType: 'text/plain', body: 'An agent calls here.' },
  callerKey: 'host.ip',
  intervalSeconds: () => 900,
  async readCall(headers, body): Promise<AgentCall> {
    const ticket = String(headers['x-ticket'] ?? '');
    const code = headers['x-failure'];
    if (ticket !== '') {
      const document = Readable.from(decoded(body));
      return {
        kind: 'DELIVER',
        ticket,
        open: () =>
          Promise.resolve(
            code === undefined
              ? { kind: 'ANSWER', document: document as AsyncIterable<string> }
              : { kind: 'FAILURE', code: String(code), vendorMessage: 'It did not work.' },
          ),
      };
    }
    try {
      return JSON.parse(await text(Readable.from(body))) as AgentCall;
    } catch {
      return {
        kind: 'ANSWERED',
        reply: { status: 200, contentType: 'application/json', body: '{"kind":"UNREADABLE"}' },
      };
    }
  },
  writeReply: (_call, reply) => ({ status: 200, contentType: 'application/json', body: JSON.stringify(reply) }),
  setupFile: ({ instanceId, accountMark, username, publicUrl, configuration }) => ({
    fileName: `${instanceId}.json`,
    contentType: 'application/json',
    content: JSON.stringify({ accountMark, username, publicUrl, app: configuration['app.name'] }),
  }),
  greet: ({ mark, problem, ...facts }, { accountMark }) => ({ facts, problem: problemOf(mark, accountMark, problem) }),
  explain: ({ code, vendorMessage }, facts, tries) => ({
    problem: { code, message: vendorMessage ?? 'Not reached.', remedy: code === 'DENIED' ? 'SETUP' : 'RETRY' },
    tryAgain: code === 'CLOSED' ? { accountPlace: `${facts['place'] ?? 'nowhere'} ${tries}` } : null,
  }),
  idleRequest: () => 'IDLE',
};

export const scriptedAgentAdapter: VendorAdapter = {
  catalog: {
    key: SCRIPTED_KEY,
    elementId: 2,
    name: 'Scripted Books',
    description: 'Books on a computer of a test.',
    hub: 'finance',
    authentication: 'AGENT',
    provisioningFlows: ['CREDENTIALS'],
    configurationFields: ['app.name', 'host.ip'].map((key) => ({
      key,
      label: key,
      description: key,
      type: 'TEXT',
      required: true,
      secret: false,
      advanced: false,
      flows: ['CREDENTIALS'],
    })),
  },
  requestLimits: [],
  resources: {},
  agent: scriptedAgent,
};

function problemOf(mark: string | undefined, expected: string, remedy: string | undefined): AgentProblem | null {
  if (remedy !== undefined) {
    return { code: 'E1', message: `Something is wrong (${remedy}).`, remedy: remedy as AgentProblem['remedy'] };
  }
  if (mark === expected) return null;
  return { code: null, message: 'Books of somebody else are open.', remedy: 'WRONG_ACCOUNT' };
}

async function* decoded(body: AsyncIterable<Buffer>): AsyncIterable<string> {
  for await (const chunk of body) yield chunk.toString('utf8');
}

/** A program at a customer's. */
export class ScriptedClient {
  ticket = '';

  constructor(
    private readonly url: string,
    readonly username: string,
    private readonly password: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  greet(version: string): Promise<AgentReply> {
    return this.call({ kind: 'GREET', version });
  }

  async signIn(password = this.password, username = this.username): Promise<AgentReply> {
    const reply = await this.call({ kind: 'SIGN_IN', username, password });
    if (reply.kind === 'SIGNED_IN') this.ticket = reply.ticket;
    return reply;
  }

  fetch(announcement: AgentAnnouncement | null = null, ticket = this.ticket): Promise<AgentReply> {
    return this.call({ kind: 'FETCH', ticket, announcement });
  }

  deliver(document: string, ticket = this.ticket): Promise<AgentReply> {
    return this.post(document, { 'x-ticket': ticket });
  }

  fail(code: string, ticket = this.ticket): Promise<AgentReply> {
    return this.post('', { 'x-ticket': ticket, 'x-failure': code });
  }

  unreachable(code: string, ticket = this.ticket): Promise<AgentReply> {
    return this.call({ kind: 'UNREACHABLE', ticket, code, vendorMessage: null });
  }

  explain(ticket = this.ticket): Promise<AgentReply> {
    return this.call({ kind: 'EXPLAIN', ticket });
  }

  close(ticket = this.ticket): Promise<AgentReply> {
    return this.call({ kind: 'CLOSE', ticket });
  }

  /** Another program with the same name, or the same one through another replica. */
  at(url: string, headers = this.headers): ScriptedClient {
    const client = new ScriptedClient(url, this.username, this.password, headers);
    client.ticket = this.ticket;
    return client;
  }

  private call(call: object): Promise<AgentReply> {
    return this.post(JSON.stringify(call), {});
  }

  private async post(body: string, headers: Readonly<Record<string, string>>): Promise<AgentReply> {
    const response = await fetch(this.url, { method: 'POST', body, headers: { ...this.headers, ...headers } });
    return (await response.json()) as AgentReply;
  }
}
