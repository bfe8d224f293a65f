import type { Policy, TaxRate } from './company';

export const REPORT_STATES = ['OPEN', 'SUBMITTED', 'APPROVED', 'REIMBURSED', 'ARCHIVED'] as const;
/** The values of the `reportState` filter. */
export type ReportState = (typeof REPORT_STATES)[number];

/** Amounts are hundredths, in every currency; texts are as people typed them, without HTML entities. */
export interface StoredExpense {
  readonly transactionID: string;
  readonly created: string;
  /** Null when the user changed nothing; likewise below. */
  readonly modifiedCreated: string | null;
  readonly inserted: string;
  readonly merchant: string;
  readonly modifiedMerchant: string | null;
  /** Null while the receipt is being read. */
  readonly amount: number | null;
  readonly modifiedAmount: number | null;
  readonly convertedAmount: number | null;
  readonly currency: string;
  readonly currencyConversionRate: number;
  readonly category: string;
  readonly tags: readonly { readonly name: string; readonly glCode: string }[];
  readonly comment: string;
  readonly billable: boolean;
  readonly reimbursable: boolean;
  readonly tax: { readonly field: string; readonly rate: TaxRate; readonly amount: number } | null;
  readonly mcc: number;
  readonly card: { readonly id: number; readonly name: string; readonly bank: string } | null;
  readonly receipt: { readonly id: string; readonly filename: string } | null;
  readonly attendees: readonly { readonly email: string; readonly displayName: string }[];
  /** Rate in hundredths a unit. */
  readonly distance: { readonly count: number; readonly rate: number; readonly unit: 'km' | 'mi' } | null;
  readonly split: boolean;
  readonly externalID: string;
}

/** What filters look at: cheap to make for a hundred thousand reports. Times are UTC milliseconds. */
export interface StoredReport {
  readonly reportID: string;
  readonly longID: string;
  readonly name: string;
  readonly policyID: string;
  readonly accountEmail: string;
  readonly state: ReportState;
  readonly createdAt: number;
  readonly submittedAt: number | null;
  readonly approvedAt: number | null;
  readonly reimbursedAt: number | null;
  readonly approverEmail: string;
  /** How it was paid; null until then. */
  readonly reimbursement: { readonly ach: boolean; readonly entryID: string; readonly paymentSource?: string } | null;
  /** By the name that people see. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface FullReport {
  readonly report: StoredReport;
  readonly policy: Policy;
  readonly expenses: readonly StoredExpense[];
}
