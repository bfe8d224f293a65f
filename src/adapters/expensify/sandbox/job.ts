import type { Company } from './data/company';
import type { ExportFiles } from './export-files';
import type { ExpensifyFaults } from './faults';
import type { JobDescription } from './job-description';
import type { ReportStore } from './report-store';
import type { Credentials } from './sandbox-state';

/** What a job answers on success. Failures are thrown as `JobError`. */
export type JobAnswer =
  | {
      readonly kind: 'envelope';
      readonly body: Readonly<Record<string, unknown>>;
      readonly contentType?: 'application/json';
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

export interface JobContext {
  readonly description: JobDescription;
  /** Form fields beside the job description: `template`, `data`, `file`. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly credentials: Credentials;
  readonly company: Company;
  readonly reports: ReportStore;
  readonly files: ExportFiles;
  readonly faults: ExpensifyFaults;
  now(): Date;
}

export type Job = (context: JobContext) => Promise<JobAnswer> | JobAnswer;
