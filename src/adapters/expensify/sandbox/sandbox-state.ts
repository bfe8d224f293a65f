import { z } from 'zod';
import type { Policy } from './data/company';
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

export interface ExpenseRule {
  readonly ruleID: number;
  readonly policyID: string;
  readonly employeeEmail: string;
  readonly actions: { readonly tag?: string; readonly defaultBillable?: boolean };
}

/** What an `onFinish` action would have sent. Nothing leaves the sandbox, so there is no password here either. */
export type Delivery =
  | {
      readonly kind: 'email';
      readonly at: number;
      readonly recipients: readonly string[];
      readonly message: string;
      readonly fileNames: readonly string[];
    }
  | {
      readonly kind: 'sftp';
      readonly at: number;
      readonly host: string;
      readonly port: number;
      readonly login: string;
      readonly fileNames: readonly string[];
    };

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
  /** Policies that were created or changed, whole, by id. */
  policies: Record<string, Policy>;
  rules: ExpenseRule[];
  /** New addresses of accounts by their old ones. */
  movedAccounts: Record<string, string>;
  primaryPolicies: Record<string, string>;
  domainGroups: Record<string, string>;
  deliveries: Delivery[];
  /** Numbers handed out for records that were added. */
  sequence: number;
}

const objects = (): z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodObject>> =>
  z.record(z.string(), z.looseObject({})).default({});
const texts = (): z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>> => z.record(z.string(), z.string()).default({});

// Enough to tell our own document from anything else; what is inside a change was written by us. What has a default is
// missing from documents of earlier releases.
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
  policies: objects(),
  rules: z.array(z.looseObject({ ruleID: z.number().int() })).default([]),
  movedAccounts: texts(),
  primaryPolicies: texts(),
  domainGroups: texts(),
  deliveries: z.array(z.looseObject({ kind: z.enum(['email', 'sftp']) })).default([]),
  sequence: z.number().int(),
});

/** Null for anything that is not a state of ours: the sandbox then begins anew. */
export function parseState(document: unknown): SandboxState | null {
  const parsed = SCHEMA.safeParse(document);
  return parsed.success ? (parsed.data as unknown as SandboxState) : null;
}
