import {
  AgentAwaitedError,
  AgentRequestFailure,
  type AgentAnswer,
  type AgentFacts,
  type AgentLine,
  type AgentRequest,
} from '../../src/adapters/agent';
import type { ChangesRequest, ListRequest, ReadEvent, VendorConnection } from '../../src/adapters/adapter';
import { companyBooks } from '../../src/adapters/quickbooks-enterprise/operations/books';
import type { CompanyFile, CompanyFileOptions } from '../../src/adapters/quickbooks-enterprise/sandbox/company-file';
import { openCompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox/qbxml/open-company-file';
import {
  RequestProcessorError,
  type RequestProcessorSession,
} from '../../src/adapters/quickbooks-enterprise/sandbox/request-processor';
import type { VendorHttp } from '../../src/adapters/http/vendor-http';
import { TestClock } from './clock';

/** A request, and what came back for it. */
interface Carried {
  readonly request: AgentRequest;
  readonly answer: readonly string[] | AgentRequestFailure;
}

/** The line for one step: it has one answer, or none. What is asked first has to be what was carried, letter for letter. */
class StepLine implements AgentLine {
  learnt: AgentFacts = {};

  constructor(
    readonly sessionId: string,
    private readonly known: AgentFacts,
    private brought: Carried | null,
  ) {}

  get facts(): AgentFacts {
    return { ...this.known, ...this.learnt };
  }

  learn(facts: AgentFacts): void {
    this.learnt = { ...this.learnt, ...facts };
  }

  ask(request: AgentRequest): Promise<AgentAnswer> {
    const { brought } = this;
    this.brought = null;
    if (brought === null) return Promise.reject(new AgentAwaitedError(request));
    expect(request).toEqual(brought.request);
    if (brought.answer instanceof AgentRequestFailure) return Promise.reject(brought.answer);
    return Promise.resolve(inParts(brought.answer));
  }
}

async function* inParts(parts: readonly string[]): AgentAnswer {
  for (const part of parts) yield await Promise.resolve(part);
}

/** A computer with QuickBooks, and lists run over it step by step as the service runs them. */
export class DesktopBooks {
  facts: AgentFacts;
  /** Every document that was carried. */
  readonly asked: AgentRequest[] = [];
  /** Called before each document is carried. */
  beforeEach: (request: AgentRequest) => void = () => undefined;
  private session: RequestProcessorSession;
  private sessions = 1;

  private constructor(
    readonly file: CompanyFile,
    readonly clock: TestClock,
    private readonly configuration: Readonly<Record<string, string>>,
  ) {
    const { major, minor } = file.announced;
    this.facts = { qbxmlVersion: `${major}.${minor}`, country: 'US' };
    this.session = file.beginSession('Elements', '');
  }

  static async open(
    options: Partial<CompanyFileOptions> & { readonly at?: string } = {},
    configuration: Readonly<Record<string, string>> = {},
  ): Promise<DesktopBooks> {
    const clock = new TestClock(Date.parse(options.at ?? '2026-08-15T12:00:00Z'));
    return new DesktopBooks(await openCompanyFile({ clock, ...options }), clock, configuration);
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** As when QuickBooks was restarted, or the agent had to begin anew. */
  newSession(): void {
    this.newSessionOfQuickBooks();
    this.sessions += 1;
  }

  /** As when QuickBooks has lost what it knew, and the agent has not noticed. */
  newSessionOfQuickBooks(): void {
    this.session.end();
    this.session = this.file.beginSession('Elements', '');
  }

  list(request: Partial<ListRequest> = {}): Promise<ReadEvent[]> {
    const whole = { historyFrom: '2020-01-01', ...request };
    const work = (connection: VendorConnection, checkpoint: string | undefined): AsyncIterable<ReadEvent> =>
      companyBooks.list(connection, { ...whole, checkpoint });
    return this.run(work, request.checkpoint);
  }

  listChanges(request: Pick<ChangesRequest, 'since' | 'watermark'>): Promise<ReadEvent[]> {
    const whole = { historyFrom: '2020-01-01', unfinishedIds: () => Promise.resolve([]), ...request };
    return this.run((connection, checkpoint) => companyBooks.listChanges!(connection, { ...whole, checkpoint }));
  }

  /** Runs work to its end, one run for each answer, from its last checkpoint each time. */
  async run(
    work: (connection: VendorConnection, checkpoint: string | undefined) => AsyncIterable<ReadEvent>,
    from?: string,
  ): Promise<ReadEvent[]> {
    const told: ReadEvent[] = [];
    let checkpoint = from;
    let brought: Carried | null = null;
    for (;;) {
      const line: StepLine = new StepLine(`session-${this.sessions}`, this.facts, brought);
      try {
        for await (const event of work(this.connection(line), checkpoint)) {
          told.push(event);
          if (event.kind === 'checkpoint') checkpoint = event.checkpoint;
        }
        this.facts = line.facts;
        return told;
      } catch (error) {
        this.facts = line.facts;
        if (!(error instanceof AgentAwaitedError)) throw error;
        brought = this.carry(error.request);
      }
    }
  }

  private carry(request: AgentRequest): Carried {
    this.asked.push(request);
    this.beforeEach(request);
    try {
      return { request, answer: [...this.session.processRequest(request.document)] };
    } catch (error) {
      if (!(error instanceof RequestProcessorError)) throw error;
      return { request, answer: new AgentRequestFailure(error.hresult, error.message) };
    }
  }

  private connection(agent: AgentLine): VendorConnection {
    const { clock, configuration } = this;
    return { agent, clock, configuration, http: {} as VendorHttp };
  }
}

/** Ids of the records that were told, by the member of the batch, such as `expenses`, or the kind of a book entry. */
export function idsTold(events: readonly ReadEvent[], of: string): string[] {
  return events.flatMap((event) => {
    if (event.kind !== 'records') return [];
    const { expenses = [], employees = [], bookEntries = [] } = event.batch;
    if (of === 'expenses') return expenses.map(({ remoteId }) => remoteId);
    if (of === 'employees') return employees.map(({ remoteId }) => remoteId);
    return bookEntries.flatMap(({ kind, remoteId }) => (kind === of ? [remoteId] : []));
  });
}

/** What a list left for the next one. */
export function watermarkIn(events: readonly ReadEvent[]): string | undefined {
  return events.flatMap((event) => (event.kind === 'watermark' ? [event.watermark] : [])).at(-1);
}
