import type { ReportRecord } from '../../adapters/records';
import { formatAmount } from '../money-format';
import { indexedText, searchText, sortInstant, sortText } from './derived-columns';
import type { TrackedTable } from './record-change';
import { recordUpsert, type StoredColumns } from './record-upsert';
import { REPORT_COLUMNS, toReportRow, type ReportColumns } from './report-row';

export const TRACKED_REPORTS: TrackedTable<ReportColumns> = {
  resourceOf: () => 'REPORTS',
  columns: REPORT_COLUMNS.all,
  longFields: { history: 'history', vendorFields: 'vendor_fields' },
  graphNames: {
    submitterName: 'submitter',
    nextApproverEmail: 'nextApprover',
    policyRemoteId: 'policy',
    approvals: 'approvers',
  },
  kindOf: () => 'REPORT',
  toRow: toReportRow,
};

/** Writing reports: every column with its type, and what a record has in it. */
export const REPORT_UPSERT = recordUpsert(
  'reports',
  ['remote_id'],
  {
    remote_id: 'text',
    name: 'text',
    name_sort: 'text',
    search_text: 'text',
    status: 'text',
    vendor_status: 'text',
    total_amount: 'numeric',
    total_currency: 'text',
    submitter_email: 'text',
    submitter_name: 'text',
    next_approver_email: 'text',
    policy_remote_id: 'text',
    created_at: 'timestamptz',
    created_on: 'date',
    created_sort: 'timestamptz',
    submitted_at: 'timestamptz',
    submitted_on: 'date',
    submitted_sort: 'timestamptz',
    approved_at: 'timestamptz',
    approved_on: 'date',
    approved_sort: 'timestamptz',
    reimbursed_at: 'timestamptz',
    reimbursed_on: 'date',
    reimbursed_sort: 'timestamptz',
    reimbursement_method: 'text',
    reimbursement_reference: 'text',
    reimbursement_source: 'text',
    approvals: 'jsonb',
    custom_fields: 'jsonb',
    history: 'jsonb',
    web_url: 'text',
    vendor_fields: 'jsonb',
  },
  TRACKED_REPORTS,
);

export function toStoredReport(report: ReportRecord): StoredColumns {
  const { total, reimbursement } = report;
  return {
    remote_id: report.remoteId,
    name: report.name,
    name_sort: sortText(report.name),
    search_text: searchText(report.name),
    status: report.status,
    vendor_status: report.vendorStatus,
    total_amount: total && formatAmount(total.amount, total.currency),
    total_currency: total && total.currency,
    submitter_email: indexedText(report.submitterEmail),
    submitter_name: report.submitterName,
    next_approver_email: report.nextApproverEmail,
    policy_remote_id: indexedText(report.policyRemoteId),
    ...moment('created', report.createdAt, report.createdOn),
    ...moment('submitted', report.submittedAt, report.submittedOn),
    ...moment('approved', report.approvedAt, report.approvedOn),
    ...moment('reimbursed', report.reimbursedAt, report.reimbursedOn),
    reimbursement_method: reimbursement && reimbursement.method,
    reimbursement_reference: reimbursement && reimbursement.reference,
    reimbursement_source: reimbursement && reimbursement.source,
    approvals: report.approvals,
    custom_fields: report.customFields,
    history: report.history,
    web_url: report.webUrl,
    vendor_fields: report.vendorFields,
  };
}

function moment(name: string, at: Date | null, on: string | null): StoredColumns {
  return { [`${name}_at`]: at && at.toISOString(), [`${name}_on`]: on, [`${name}_sort`]: sortInstant(at, on) };
}
