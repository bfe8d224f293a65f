import type {
  CustomFieldValue,
  MoneyValue,
  ReimbursementMethod,
  ReportApprovalValue,
  ReportStatus,
} from '../../adapters/records';
import { encodeRecordId } from '../../record-id';
import { toMoney } from '../money-format';
import { RowColumns } from '../row-columns';

/** A stored report, ready to be served. History and vendor fields are long and rarely asked for: they are read apart. */
export interface ReportRow {
  readonly id: string;
  readonly instanceId: string;
  readonly remoteId: string;
  readonly name: string;
  readonly status: ReportStatus;
  readonly vendorStatus: string | null;
  readonly total: MoneyValue | null;
  readonly submitterEmail: string | null;
  readonly submitterName: string | null;
  readonly nextApproverEmail: string | null;
  readonly policyRemoteId: string | null;
  readonly createdAt: Date | null;
  readonly createdOn: string | null;
  readonly submittedAt: Date | null;
  readonly submittedOn: string | null;
  readonly approvedAt: Date | null;
  readonly approvedOn: string | null;
  readonly reimbursedAt: Date | null;
  readonly reimbursedOn: string | null;
  readonly reimbursement: {
    readonly method: ReimbursementMethod;
    readonly reference: string | null;
    readonly source: string | null;
  } | null;
  readonly approvals: readonly ReportApprovalValue[];
  readonly customFields: readonly CustomFieldValue[];
  readonly webUrl: string | null;
  readonly changedAt: Date;
  readonly fetchedAt: Date;
}

/** What its fields are made of; the id and what it is made of are always read. */
export const REPORT_COLUMNS = new RowColumns<Exclude<keyof ReportRow, 'id' | 'instanceId' | 'remoteId'>>({
  key: ['instance_id', 'remote_id'],
  fields: {
    name: ['name'],
    status: ['status'],
    vendorStatus: ['vendor_status'],
    total: ['total_amount', 'total_currency'],
    submitterEmail: ['submitter_email'],
    submitterName: ['submitter_name'],
    nextApproverEmail: ['next_approver_email'],
    policyRemoteId: ['policy_remote_id'],
    createdAt: ['created_at'],
    createdOn: ['created_on'],
    submittedAt: ['submitted_at'],
    submittedOn: ['submitted_on'],
    approvedAt: ['approved_at'],
    approvedOn: ['approved_on'],
    reimbursedAt: ['reimbursed_at'],
    reimbursedOn: ['reimbursed_on'],
    reimbursement: ['reimbursement_method', 'reimbursement_reference', 'reimbursement_source'],
    approvals: ['approvals'],
    customFields: ['custom_fields'],
    webUrl: ['web_url'],
    changedAt: ['changed_at'],
    fetchedAt: ['fetched_at'],
  },
  expressions: {
    created_on: 't.created_on::text',
    submitted_on: 't.submitted_on::text',
    approved_on: 't.approved_on::text',
    reimbursed_on: 't.reimbursed_on::text',
  },
  types: {
    created_at: 'instant',
    submitted_at: 'instant',
    approved_at: 'instant',
    reimbursed_at: 'instant',
    approvals: 'json',
    custom_fields: 'json',
    changed_at: 'instant',
    fetched_at: 'instant',
  },
});

export interface ReportColumns {
  readonly instance_id: string;
  readonly remote_id: string;
  readonly name: string;
  readonly status: ReportStatus;
  readonly vendor_status: string | null;
  readonly total_amount: string | null;
  readonly total_currency: string | null;
  readonly submitter_email: string | null;
  readonly submitter_name: string | null;
  readonly next_approver_email: string | null;
  readonly policy_remote_id: string | null;
  readonly created_at: Date | null;
  readonly created_on: string | null;
  readonly submitted_at: Date | null;
  readonly submitted_on: string | null;
  readonly approved_at: Date | null;
  readonly approved_on: string | null;
  readonly reimbursed_at: Date | null;
  readonly reimbursed_on: string | null;
  readonly reimbursement_method: ReimbursementMethod | null;
  readonly reimbursement_reference: string | null;
  readonly reimbursement_source: string | null;
  readonly approvals: readonly ReportApprovalValue[];
  readonly custom_fields: readonly CustomFieldValue[];
  readonly web_url: string | null;
  readonly changed_at: Date;
  readonly fetched_at: Date;
}

/** A field whose columns were not read is undefined. */
export function toReportRow(columns: ReportColumns): ReportRow {
  return {
    id: encodeRecordId('REPORT', columns.instance_id, columns.remote_id),
    instanceId: columns.instance_id,
    remoteId: columns.remote_id,
    name: columns.name,
    status: columns.status,
    vendorStatus: columns.vendor_status,
    total: toMoney(columns.total_amount, columns.total_currency),
    submitterEmail: columns.submitter_email,
    submitterName: columns.submitter_name,
    nextApproverEmail: columns.next_approver_email,
    policyRemoteId: columns.policy_remote_id,
    createdAt: columns.created_at,
    createdOn: columns.created_on,
    submittedAt: columns.submitted_at,
    submittedOn: columns.submitted_on,
    approvedAt: columns.approved_at,
    approvedOn: columns.approved_on,
    reimbursedAt: columns.reimbursed_at,
    reimbursedOn: columns.reimbursed_on,
    reimbursement: columns.reimbursement_method && {
      method: columns.reimbursement_method,
      reference: columns.reimbursement_reference,
      source: columns.reimbursement_source,
    },
    approvals: columns.approvals,
    customFields: columns.custom_fields,
    webUrl: columns.web_url,
    changedAt: columns.changed_at,
    fetchedAt: columns.fetched_at,
  };
}
