import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../clock';
import { FaultPlan } from '../../sandbox/faults';
import { BodyTooLargeError } from '../../sandbox/request-body';
import type { VendorSandbox } from '../../sandbox/vendor-sandbox';
import type { CompanyStore } from './company-store';
import { Exchange, type JobRecord } from './exchange';
import { EXPENSIFY_FAULTS, type ExpensifyFault, type ExpensifyFaults, type ExpensifyFaultSettings } from './faults';
import type { SandboxStores } from './job';
import { JobDescription } from './job-description';
import type { KeptState } from './kept-state';
import { RateLimit } from './rate-limit';
import type { ReportStore } from './report-store';
import { readParameters } from './request-parameters';
import { respondWithPage } from './respond';
import type { Delivery, ExpenseRule } from './sandbox-state';

export const MOUNT_PATH = '/expensify';
export const ENDPOINT = `${MOUNT_PATH}/Integration-Server/ExpensifyIntegrations`;

const REMEMBERED_JOBS = 10_000;

export interface ExpensifySandboxParts extends SandboxStores {
  readonly clock: Clock;
  readonly kept: KeptState;
}

/** A working copy of the Integration Server. Beside HTTP it can be watched and steered, for tests. */
export class ExpensifySandbox implements VendorSandbox {
  readonly mountPath = MOUNT_PATH;
  /** Its policies and people, as they are by now. */
  readonly company: CompanyStore;
  /** The reports and what can happen to them: `submit`, `approve`, `reimburse`, `addExpense` … */
  readonly reports: ReportStore;

  private readonly faults = new FaultPlan<ExpensifyFault>(EXPENSIFY_FAULTS);
  private readonly limits = new RateLimit();
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private records: JobRecord[] = [];

  constructor(private readonly parts: ExpensifySandboxParts) {
    this.company = parts.company;
    this.reports = parts.reports;
  }

  get configuration(): Readonly<Record<string, string>> {
    const { partnerUserID, partnerUserSecret } = this.parts.kept.data.credentials[0]!;
    return { 'partner.user.id': partnerUserID, 'partner.user.secret': partnerUserSecret };
  }

  /** The requests so far, oldest first. */
  jobs(): readonly JobRecord[] {
    return [...this.records];
  }

  forgetJobs(): void {
    this.records = [];
  }

  /** Rules for expenses: the vendor never tells them. */
  expenseRules(): readonly ExpenseRule[] {
    return this.parts.rules.all();
  }

  /** Mails and uploads that jobs asked for, oldest first; none was sent. */
  deliveries(): readonly Delivery[] {
    return this.parts.outbox.all();
  }

  setFaults(faults: ExpensifyFaultSettings): void {
    this.faults.set(faults);
  }

  /** Further credentials for the same account, with a rate limit of their own. */
  issueCredentials(name: string): Readonly<Record<string, string>> {
    const { credentials } = this.parts.kept.data;
    const issued = {
      partnerUserID: `aa_${name.replace(/[^A-Za-z0-9]/g, '_')}`,
      partnerUserSecret: Buffer.from(`${name}/${credentials.length}`.padEnd(20, '/')).toString('hex').slice(0, 40),
      email: this.company.apiAccount,
    };
    credentials.push(issued);
    this.parts.kept.touch();
    return { 'partner.user.id': issued.partnerUserID, 'partner.user.secret': issued.partnerUserSecret };
  }

  /** From now on the pair is answered "Authentication error". */
  revokeCredentials(partnerUserID: string): void {
    const { credentials } = this.parts.kept.data;
    const revoked = credentials.find((pair) => pair.partnerUserID === partnerUserID);
    if (revoked === undefined) throw new Error(`The sandbox has no credentials ${partnerUserID}.`);
    credentials.splice(credentials.indexOf(revoked), 1, { ...revoked, partnerUserSecret: '' });
    this.parts.kept.touch();
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handled = this.answer(request, response)
      .catch((error: unknown) => fail(response, error))
      .finally(() => this.running.delete(handled));
    this.running.add(handled);
    return handled;
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('The sandbox closes.'));
    this.parts.files.stop();
    await Promise.all(this.running);
    await this.parts.kept.save();
    await this.parts.files.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0]!.replace(/\/$/, '');
    if (path !== ENDPOINT) return respondWithPage(response, 404, 'Not Found');
    if (!['GET', 'POST'].includes(request.method ?? '')) return respondWithPage(response, 405, 'Method Not Allowed');
    const parameters = await readParameters(request);
    const description = JobDescription.parse(parameters.get('requestJobDescription'));
    const given = description?.section('credentials')?.optionalText('partnerUserID') ?? null;
    const faults = this.takeFaults(request, response, description, given);
    if (faults !== null) await this.exchange(parameters, description, faults).run(response);
  }

  private exchange(
    parameters: ReadonlyMap<string, string>,
    description: JobDescription | null,
    faults: ExpensifyFaults,
  ) {
    const { clock, kept, company, reports, rules, outbox, files } = this.parts;
    return new Exchange({
      clock,
      stores: { company, reports, rules, outbox, files },
      credentials: kept.data.credentials,
      limits: this.limits,
      parameters,
      description,
      faults,
      signal: this.closing.signal,
      remember: (record) => this.remember(record),
      persist: () => kept.save(),
    });
  }

  /** Null when the header was malformed and the answer already says so. */
  private takeFaults(
    request: IncomingMessage,
    response: ServerResponse,
    description: JobDescription | null,
    account: string | null,
  ): ExpensifyFaults | null {
    const header = request.headers['x-sandbox-fault'];
    const job = description === null ? null : [description.type, description.inputType].filter(Boolean).join('/');
    try {
      return this.faults.take(Array.isArray(header) ? header.join(',') : header, { job, account });
    } catch (error) {
      response.writeHead(400, { 'content-type': 'text/plain;charset=utf-8' });
      response.end(`X-Sandbox-Fault: ${(error as Error).message}\n`);
      return null;
    }
  }

  private remember(record: JobRecord): void {
    this.records.push(record);
    if (this.records.length > REMEMBERED_JOBS) this.records.shift();
  }
}

/** What should not happen: an answer as the vendor gives for it, or the end of the connection. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  if (error instanceof BodyTooLargeError) return respondWithPage(response, 413, 'Payload Too Large');
  const body = JSON.stringify({ responseMessage: 'Server error', responseCode: 500 });
  response.writeHead(200, { 'content-type': 'text/plain;charset=utf-8' });
  response.end(body);
}
