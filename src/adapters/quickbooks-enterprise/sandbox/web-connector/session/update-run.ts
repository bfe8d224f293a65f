import { RequestProcessorError } from '../../request-processor';
import { RunCutError } from '../run-interruption';
import { SoapClient } from '../soap/soap-client';
import { WebConnectorError } from '../web-connector-error';
import { toAccess, type Access } from './access';
import type { CallRecord } from './call-record';
import { CompanySession, type CompanySessionOptions } from './company-session';
import { runInteractively, type Conversation } from './interactive-mode';
import { Service } from './service';
import type { UpdateReport } from './update-report';
import { checkVersionAnswer } from './version-check';

const DEFAULT_VERSION = '2.3.0.215';
/** How long the program waits when the service has nothing for it yet. */
const NO_OP_PAUSE_MS = 5_000;
/** The service says when to stop; this is for one that never does. */
const MAXIMUM_CONNECTION_ATTEMPTS = 50;

export interface UpdateRunOptions extends CompanySessionOptions {
  readonly password: string;
  readonly signal: AbortSignal;
  readonly autoRun: boolean;
  readonly log: (text: string) => void;
  readonly onCall?: (record: CallRecord) => void;
}

interface Ending {
  readonly outcome: UpdateReport['outcome'];
  readonly message: string;
  readonly code?: UpdateReport['code'];
}

/** One run: from the first call to the goodbye. */
export class UpdateRun {
  private readonly client: SoapClient;
  private readonly service: Service;
  private access: Access | null = null;
  private exchanges = 0;
  private percent = 0;

  constructor(private readonly options: UpdateRunOptions) {
    const { file, clock, behaviour, signal, log, onCall } = options;
    this.client = new SoapClient({ url: file.appUrl, style: file.style, clock, behaviour, signal });
    this.service = new Service({ client: this.client, behaviour, log, onCall });
  }

  /** Never rejects: whatever happens is in the report. */
  async run(): Promise<UpdateReport> {
    try {
      return this.report(await this.work());
    } catch (error) {
      return this.report(toEnding(error));
    } finally {
      this.client.close();
    }
  }

  private report({ outcome, message, code = null }: Ending): UpdateReport {
    this.options.log(code === null ? `${outcome}: ${message}` : `${outcome}: ${code} ${message}`);
    const { postponeSeconds = null, minimumSeconds = null } = this.access ?? {};
    return {
      outcome,
      message,
      code,
      calls: this.client.calls,
      exchanges: this.exchanges,
      percent: this.percent,
      postponeSeconds,
      minimumSeconds,
    };
  }

  private async work(): Promise<Ending> {
    if (this.options.password === '')
      throw new WebConnectorError('QBWC1030', 'No password is stored for the application.');
    await this.greet();
    const access = await this.authenticate();
    this.access = access;
    if (access.companyFileName === null) return this.leave(access);
    const company = await this.connect(access.ticket, access.companyFileName);
    const ending = await this.withCompany(company, access.ticket);
    const goodbye = await this.close(ending.ticket);
    return ending.failure ?? { outcome: 'DONE', message: goodbye };
  }

  private async greet(): Promise<void> {
    const { behaviour, log } = this.options;
    const skipped = behaviour.skipCalls ?? [];
    if (!skipped.includes('serverVersion')) {
      await this.service.serverVersion().catch((error: unknown) => {
        if (!(error instanceof WebConnectorError)) throw error;
        log('The version of the service is not known; going on.');
      });
    }
    if (skipped.includes('clientVersion')) return;
    checkVersionAnswer(await this.service.clientVersion(behaviour.version ?? DEFAULT_VERSION), behaviour);
  }

  private async authenticate(): Promise<Access> {
    const { file, behaviour, password, autoRun } = this.options;
    return toAccess(await this.service.authenticate(file.userName, behaviour.password ?? password), autoRun);
  }

  private async leave(access: Access): Promise<Ending> {
    if (this.options.behaviour.skipCloseWithoutWork !== true) await this.close(access.ticket);
    const message = access.status ?? '';
    return access.refused ? { outcome: 'FAILED', message, code: 'QBWC1040' } : { outcome: 'NOTHING_TO_DO', message };
  }

  /** As often as the service names a file to try. */
  private async connect(ticket: string, companyFileName: string): Promise<CompanySession> {
    let path = companyFileName;
    for (let attempt = 1; ; attempt++) {
      try {
        return this.openCompany(path, attempt);
      } catch (error) {
        if (!(error instanceof RequestProcessorError)) throw error;
        const advice = await this.service.connectionError(ticket, error.hresult, error.message);
        const givenUp = advice.toLowerCase() === 'done' || attempt === MAXIMUM_CONNECTION_ATTEMPTS;
        if (givenUp) throw new WebConnectorError('QBWC1013', `${error.hresult} ${error.message}`, { cause: error });
        path = advice;
      }
    }
  }

  private openCompany(path: string, attempt: number): CompanySession {
    const failure = this.options.behaviour.connectionError;
    if (failure !== undefined && attempt <= (failure.times ?? Infinity)) {
      throw new RequestProcessorError(failure.hresult, failure.message ?? 'QuickBooks cannot be reached.');
    }
    const company = CompanySession.open(this.options, path);
    this.options.log(`QuickBooks session begun with ${company.companyFileName}`);
    return company;
  }

  private async withCompany(
    company: CompanySession,
    ticket: string,
  ): Promise<{ ticket: string; failure: Ending | null }> {
    let ending: { ticket: string; failure: Ending | null };
    try {
      ending = await this.exchange(company, ticket, company.lockAndQuery());
    } catch (error) {
      if (error instanceof RunCutError) company.abandon();
      else closeQuietly(company);
      throw error;
    }
    company.close();
    this.options.log('QuickBooks session ended');
    return ending;
  }

  private async exchange(
    company: CompanySession,
    firstTicket: string,
    hcp: string,
  ): Promise<{ ticket: string; failure: Ending | null }> {
    let ticket = firstTicket;
    for (let hcpResponse = hcp; ; hcpResponse = '') {
      const request = await this.service.sendRequestXML(this.offer(company, ticket, hcpResponse));
      if (request === '' || request === 'NoOp') {
        const text = await this.askWhy(ticket);
        if (text === null) continue;
        return { ticket, failure: toFailure(text) };
      }
      this.exchanges++;
      const percent = await this.service.receiveResponseXML(ticket, company.process(request));
      if (percent < 0) return { ticket, failure: toFailure(await this.service.getLastError(ticket)) };
      this.percent = Math.min(percent, 100);
      if (percent >= 100) return { ticket, failure: null };
      ticket = await this.perhapsAuthenticateAgain(ticket);
    }
  }

  private offer(
    company: CompanySession,
    ticket: string,
    hcpResponse: string,
  ): Parameters<Service['sendRequestXML']>[0] {
    const announced = { ...this.options.quickBooks.announced, ...this.options.behaviour.announced };
    return { ticket, hcpResponse, companyFileName: company.companyFileName, ...announced };
  }

  /** Null: the run goes on. Otherwise the text that it ends with. */
  private async askWhy(ticket: string): Promise<string | null> {
    const { service, options } = this;
    const pause = (): Promise<void> => options.clock.sleep(NO_OP_PAUSE_MS, options.signal);
    const text = await service.getLastError(ticket);
    if (text === 'NoOp') {
      await pause();
      return null;
    }
    if (text !== 'Interactive mode') return text;
    const conversation: Conversation = { service, ticket, pause };
    return runInteractively(conversation, options.behaviour.onInteractive ?? 'done');
  }

  private async perhapsAuthenticateAgain(ticket: string): Promise<string> {
    const again = this.options.behaviour.authenticateAgain;
    if (again?.afterExchanges !== this.exchanges) return ticket;
    const access = await this.authenticate();
    return again.goOnWith === 'new-ticket' ? access.ticket : ticket;
  }

  private async close(ticket: string): Promise<string> {
    if (this.options.behaviour.skipCalls?.includes('closeConnection')) return '';
    return this.service.closeConnection(ticket);
  }
}

/** What the user is told is why the run ended, not what failed besides. */
function closeQuietly(company: CompanySession): void {
  try {
    company.close();
  } catch (error) {
    if (!(error instanceof WebConnectorError)) throw error;
  }
}

/** A text that the service ends a run with. Where it has none, the program refers to its log. */
function toFailure(text: string): Ending {
  if (text.trim() === '')
    return { outcome: 'FAILED', message: 'The update ended with an error: see the log.', code: 'QBWC1031' };
  return { outcome: 'FAILED', message: text };
}

function toEnding(error: unknown): Ending {
  if (error instanceof WebConnectorError) return { outcome: 'FAILED', message: error.text, code: error.code };
  return { outcome: 'FAILED', message: error instanceof Error ? error.message : String(error) };
}
