import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgentAnnouncement, AgentCall, AgentReply, AgentSetup, VendorAgent } from '../../src/adapters/agent';

/** What an agent brought for a request. */
export type Brought =
  | { readonly kind: 'ANSWER'; readonly length: number; readonly begin: string }
  | { readonly kind: 'FAILURE'; readonly code: string; readonly vendorMessage: string | null }
  | { readonly kind: 'UNREADABLE'; readonly error: string };

/**
 * A service that has an agent carry documents, one after the other, and knows one ticket: no queue and no state machine, so
 * that what is tested is how calls are read and answered.
 */
export class AgentServer {
  documents: readonly string[] = [];
  readonly brought: Brought[] = [];
  readonly calls: AgentCall[] = [];
  announcement: AgentAnnouncement | null = null;
  private place = 0;

  private constructor(
    private readonly agent: VendorAgent,
    private readonly server: Server,
  ) {}

  static async start(agent: VendorAgent): Promise<AgentServer> {
    const server = createServer();
    const made = new AgentServer(agent, server);
    server.on('request', (request, response) => void made.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return made;
  }

  get publicUrl(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  setup(): AgentSetup {
    return {
      instanceId: 'instance-1',
      accountMark: '90a44fb5-33d9-4815-ac85-bc87a7e7d1eb',
      username: 'elements-1',
      publicUrl: this.publicUrl,
      configuration: { 'app.name': 'CloudElements', 'event.poller.refresh_interval': '5' },
    };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = request.method === 'POST' ? await this.answer(request) : this.agent.page;
    response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.body);
  }

  private async answer(request: IncomingMessage): Promise<ReturnType<VendorAgent['writeReply']>> {
    const call = await this.agent.readCall(request.headers, request);
    this.calls.push(call);
    return this.agent.writeReply(call, await this.replyTo(call));
  }

  private async replyTo(call: AgentCall): Promise<AgentReply> {
    switch (call.kind) {
      case 'SIGN_IN':
        this.place = 0;
        return this.documents.length === 0
          ? { kind: 'NOTHING_TO_DO', ticket: 't-1' }
          : { kind: 'SIGNED_IN', ticket: 't-1', accountPlace: null };
      case 'FETCH':
        this.announcement ??= call.announcement;
        return { kind: 'REQUEST', document: this.documents[this.place] ?? '' };
      case 'DELIVER':
        this.brought.push(await this.take(call));
        this.place += 1;
        return { kind: 'TAKEN', percent: (100 * this.place) / this.documents.length };
      case 'EXPLAIN':
        return { kind: 'TOLD', text: 'Something was wrong.' };
      case 'CLOSE':
        return { kind: 'CLOSED', text: 'All is done.' };
      case 'UNREACHABLE':
        return { kind: 'GIVE_UP' };
      default:
        return { kind: 'GREETED' };
    }
  }

  private async take(call: Extract<AgentCall, { kind: 'DELIVER' }>): Promise<Brought> {
    try {
      const delivery = await call.open();
      if (delivery.kind === 'FAILURE') return delivery;
      let length = 0;
      let begin = '';
      for await (const piece of delivery.document) {
        length += piece.length;
        if (begin.length < 200) begin += piece;
      }
      return { kind: 'ANSWER', length, begin };
    } catch (error) {
      return { kind: 'UNREADABLE', error: (error as Error).name };
    }
  }
}
