import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningSandbox } from '../../src/adapters/expensify/sandbox';

export interface PlainAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

export type Job = Readonly<Record<string, unknown>>;

export function expensifyFixture(name: string): string {
  return readFileSync(join(__dirname, '../fixtures/expensify', name), 'utf8');
}

/** Talks to the Expensify sandbox as any third party's client would: one POST a job, no adapter. */
export class IntegrationServerClient {
  constructor(
    private readonly running: RunningSandbox,
    private readonly configuration: Readonly<Record<string, string>> = running.sandbox.configuration,
  ) {}

  get credentials(): Job {
    return {
      partnerUserID: this.configuration['partner.user.id'],
      partnerUserSecret: this.configuration['partner.user.secret'],
    };
  }

  async post(job: Job, fields: Readonly<Record<string, string>> = {}, fault = ''): Promise<PlainAnswer> {
    const requestJobDescription = JSON.stringify({ credentials: this.credentials, ...job });
    return toPlainAnswer(
      await fetch(this.running.baseUrl, {
        method: 'POST',
        headers: fault === '' ? {} : { 'x-sandbox-fault': fault },
        body: new URLSearchParams({ requestJobDescription, ...fields }),
      }),
    );
  }

  async envelope(
    job: Job,
    fields?: Readonly<Record<string, string>>,
    fault?: string,
  ): Promise<Record<string, unknown>> {
    return JSON.parse((await this.post(job, fields, fault)).text) as Record<string, unknown>;
  }

  download(fileName: string, fault?: string): Promise<PlainAnswer> {
    return this.post({ type: 'download', fileName, fileSystem: 'integrationServer' }, {}, fault);
  }

  /** Exports and downloads; the parsed lines after the header. `changes` go over the top level of the job. */
  async exportReports(inputSettings: Job, changes: Job = {}, fault?: string): Promise<ExportedReport[]> {
    const { text: fileName } = await this.post(
      { ...exportJob(inputSettings), ...changes },
      { template: expensifyFixture('every-attribute.ftl') },
      fault,
    );
    const { text } = await this.download(fileName);
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ExportedReport)
      .filter(({ kind }) => kind === 'report');
  }
}

export interface ExportedExpense {
  readonly [attribute: string]: unknown;
  readonly transactionID: string;
  readonly currency: string;
}

export interface ExportedReport {
  readonly [attribute: string]: unknown;
  readonly kind: string;
  readonly reportID: string;
  readonly oldReportID: string;
  readonly reportName: string;
  readonly policyID: string;
  readonly policyName: string;
  readonly accountEmail: string;
  readonly status: string;
  readonly created: string;
  readonly submitted: string | null;
  readonly approved: string | null;
  readonly total: number;
  readonly transactionList: readonly ExportedExpense[];
}

export function exportJob(inputSettings: Job, fileExtension: unknown = 'json'): Job {
  return {
    type: 'file',
    onReceive: { immediateResponse: ['returnRandomFileName'] },
    inputSettings: { type: 'combinedReportData', ...inputSettings },
    outputSettings: { fileExtension },
  };
}

export async function toPlainAnswer(response: Response): Promise<PlainAnswer> {
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    text: await response.text(),
  };
}
