import { z } from 'zod';
import type { StoredExpense, StoredReport } from './data/records';

/** What happened to a report since it was made. */
export interface ReportChange extends Partial<Omit<StoredReport, 'reportID' | 'longID'>> {
  readonly deleted?: true;
  readonly addedExpenses?: readonly StoredExpense[];
  readonly removedExpenses?: readonly string[];
  readonly editedExpenses?: Readonly<Record<string, Partial<StoredExpense>>>;
}

export interface Credentials {
  readonly partnerUserID: string;
  readonly partnerUserSecret: string;
  /** The account that they act as. */
  readonly email: string;
}

/** What is kept between two starts, apart from exported files. */
export interface SandboxState {
  readonly version: 1;
  /** The moment that the generated data ends at. */
  readonly anchor: number;
  readonly reportCount: number;
  credentials: Credentials[];
  changes: Record<string, ReportChange>;
  added: StoredReport[];
  /** Report ids by the label that they were marked as exported with. */
  exported: Record<string, string[]>;
  /** Numbers handed out for records that were added. */
  sequence: number;
}

// Enough to tell our own document from anything else; what is inside a change was written by us.
const SCHEMA = z.object({
  version: z.literal(1),
  anchor: z.number(),
  reportCount: z.number().int().nonnegative(),
  credentials: z.array(z.object({ partnerUserID: z.string(), partnerUserSecret: z.string(), email: z.string() })),
  changes: z.record(z.string(), z.looseObject({})),
  added: z.array(
    z.looseObject({ reportID: z.string(), longID: z.string(), policyID: z.string(), accountEmail: z.string() }),
  ),
  exported: z.record(z.string(), z.array(z.string())),
  sequence: z.number().int(),
});

/** Null for anything that is not a state of ours: the sandbox then begins anew. */
export function parseState(document: unknown): SandboxState | null {
  const parsed = SCHEMA.safeParse(document);
  return parsed.success ? (parsed.data as unknown as SandboxState) : null;
}
