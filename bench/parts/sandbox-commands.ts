import type { SandboxCalls } from './call-tally';
import type { ChangeCounts } from './sandbox-changes';

/** A report as the vendor has it. */
export interface VendorReport {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly expenses: readonly { readonly id: string; readonly category: string }[];
}

/** What the process of a sandbox can be asked for, beside being a vendor. */
export interface SandboxCommands {
  /** Changes so many reports, as people at the customer do. */
  change(count: number): ChangeCounts;
  /** Adds expenses until every report has so many. */
  fill(expensesAReport: number): void;
  /** Every report there is. */
  snapshot(): readonly VendorReport[];
  /** How often it was called. */
  calls(): SandboxCalls;
  /** Further credentials, with limits of their own. */
  issueCredentials(name: string): Readonly<Record<string, string>>;
}
