import type { ExpenseRecord, ReportApprovalValue, ReportHistoryValue, ReportRecord, ReportStatus } from '../records';
import { toExpenseRecord, type ExpenseContext } from './expense-mapping';
import { fromMinorUnits, readCurrency } from './money';
import {
  isRawRecord,
  readBoolean,
  readEmail,
  readRecords,
  readText,
  readToken,
  withoutEmptyMembers,
  type RawRecord,
} from './raw-record';
import { canonicalPolicyId } from './policy-id';
import { canonicalReportId } from './report-id';
import { toReportStatus } from './report-status';
import { readMoment } from './vendor-date';

/** What became of one exported report. */
export interface MappedReport {
  /** Null when it is none: see `rejection`. */
  readonly report: ReportRecord | null;
  readonly rejection: { readonly remoteId: string | null; readonly reason: string } | null;
  /** Expenses left out because they have no ID. */
  readonly rejectedExpenses: number;
}

/** What the report's own mapping hands to that of its expenses. */
type ReportContext = ExpenseContext & { readonly reportRemoteId: string };

/** One line of the export in our words. A report without a usable ID or without a name is rejected. */
export function mapReport(raw: RawRecord): MappedReport {
  const remoteId = readReportId(raw);
  const name = readText(raw.reportName);
  if (remoteId === null) return reject(null, 'The report has no reportID of a known form.');
  if (name === null) return reject(remoteId, 'The report has no name.');
  const context: ReportContext = {
    reportRemoteId: remoteId,
    reportCurrency: readCurrency(raw.currency),
    submitterEmail: readEmail(raw.accountEmail) ?? readEmail(raw.submitterEmail),
  };
  const transactions = readRecords(raw.transactionList);
  const expenses = transactions.flatMap((transaction) => toExpenseRecord(transaction, context) ?? []);
  const report = toReportRecord(raw, name, context, expenses);
  return { report, rejection: null, rejectedExpenses: transactions.length - expenses.length };
}

function reject(remoteId: string | null, reason: string): MappedReport {
  return { report: null, rejection: { remoteId, reason }, rejectedExpenses: 0 };
}

/** `oldReportID` is the same number in decimal. */
function readReportId(raw: RawRecord): string | null {
  const id = readToken(raw.reportID) ?? readToken(raw.oldReportID);
  return id === null ? null : canonicalReportId(id);
}

function toReportRecord(
  raw: RawRecord,
  name: string,
  context: ReportContext,
  expenses: readonly ExpenseRecord[],
): ReportRecord {
  const status = toReportStatus(raw);
  return {
    remoteId: context.reportRemoteId,
    name,
    status,
    vendorStatus: readText(raw.status) ?? readText(raw.state),
    total: fromMinorUnits(raw.total, context.reportCurrency),
    submitterEmail: context.submitterEmail,
    submitterName: readText(raw.submitterFullName),
    // The last approver, except while the report is being processed: then who has to approve it.
    nextApproverEmail: status === 'SUBMITTED' ? readEmail(raw.managerEmail) : null,
    policyRemoteId: toPolicyId(raw.policyID),
    ...toMoments(raw),
    reimbursement: toReimbursement(raw, status),
    approvals: readRecords(raw.approvers).map(toApproval),
    customFields: toCustomFields(raw.customField),
    history: toHistory(raw.actionList),
    webUrl: null,
    expenses,
    vendorFields: toVendorFields(raw),
  };
}

type Moments = Pick<
  ReportRecord,
  | 'createdAt'
  | 'createdOn'
  | 'submittedAt'
  | 'submittedOn'
  | 'approvedAt'
  | 'approvedOn'
  | 'reimbursedAt'
  | 'reimbursedOn'
>;

function toMoments(raw: RawRecord): Moments {
  const created = readMoment(raw.created);
  const submitted = readMoment(raw.submitted);
  const approved = readMoment(raw.approved);
  const reimbursed = readMoment(raw.reimbursed);
  return {
    createdAt: created.at,
    createdOn: created.on,
    submittedAt: submitted.at,
    submittedOn: submitted.on,
    approvedAt: approved.at,
    approvedOn: approved.on,
    reimbursedAt: reimbursed.at,
    reimbursedOn: reimbursed.on,
  };
}

function toPolicyId(value: unknown): string | null {
  const id = readToken(value);
  return id === null ? null : canonicalPolicyId(id);
}

function toReimbursement(raw: RawRecord, status: ReportStatus): ReportRecord['reimbursement'] {
  if (status !== 'REIMBURSED') return null;
  const byTransfer = readBoolean(raw.isACHReimbursed);
  const method = byTransfer === null ? 'UNKNOWN' : byTransfer ? 'VENDOR_TRANSFER' : 'RECORDED';
  return { method, reference: readToken(raw.entryID), source: null };
}

function toApproval(raw: RawRecord): ReportApprovalValue {
  const { at, on } = readMoment(raw.date);
  return {
    email: readEmail(raw.email),
    name: readText(raw.fullName),
    approvedAt: at?.toISOString() ?? null,
    approvedOn: on,
  };
}

/** In the names every character but letters and digits has become `_`, which cannot be undone. */
function toCustomFields(value: unknown): ReportRecord['customFields'] {
  if (!isRawRecord(value)) return [];
  return Object.entries(value).map(([name, text]) => ({ name, value: readText(text) }));
}

/** Oldest first; entries without a time come before the others. */
function toHistory(value: unknown): ReportHistoryValue[] | null {
  if (!Array.isArray(value)) return null;
  const entries = readRecords(value).flatMap((raw) => toHistoryEntry(raw) ?? []);
  return entries.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
}

function toHistoryEntry(raw: RawRecord): ReportHistoryValue | null {
  const action = readText(raw.action);
  if (action === null) return null;
  return {
    at: readMoment(raw.created).at?.toISOString() ?? null,
    action,
    actorEmail: readEmail(raw.accountEmail),
    message: readText(raw.message),
  };
}

function toVendorFields(raw: RawRecord): Record<string, unknown> {
  const { kind: _line, transactionList: _expenses, ...fields } = raw;
  return withoutEmptyMembers(fields);
}
