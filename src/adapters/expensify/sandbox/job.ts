import type { CompanyStore } from './company-store';
import type { ExpenseRules } from './expense-rules';
import type { ExportFiles } from './export-files';
import type { ExpensifyFaults } from './faults';
import type { JobDescription } from './job-description';
import type { Outbox } from './outbox';
import type { ReportStore } from './report-store';
import type { Credentials } from './sandbox-state';

/** What a job answers on success. Failures are thrown as `JobError`. */
export type JobAnswer =
  | {
      readonly kind: 'envelope';
      readonly body: Readonly<Record<string, unknown>>;
      readonly contentType?: 'application/json';
      /** Some answers come over several lines. */
      readonly lines?: true;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

/** What the sandbox knows and keeps. */
export interface SandboxStores {
  readonly company: CompanyStore;
  readonly reports: ReportStore;
  readonly rules: ExpenseRules;
  readonly outbox: Outbox;
  readonly files: ExportFiles;
}

export interface JobContext extends SandboxStores {
  readonly description: JobDescription;
  /** Form fields beside the job description: `template`, `data`, `file`. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly credentials: Credentials;
  readonly faults: ExpensifyFaults;
  now(): Date;
}

export type Job = (context: JobContext) => Promise<JobAnswer> | JobAnswer;
