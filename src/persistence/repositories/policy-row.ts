import type {
  EmployeeRole,
  PolicyCategoryValue,
  PolicyRecord,
  PolicyReportFieldValue,
  PolicyTagGroupValue,
  PolicyTaxValue,
} from '../../adapters/records';
import { encodeRecordId } from '../../record-id';

/** A stored policy, ready to be served. Its settings and vendor fields are long and read apart. */
export interface PolicyRow {
  readonly id: string;
  readonly instanceId: string;
  readonly remoteId: string;
  readonly name: string;
  readonly vendorType: string | null;
  readonly currency: string | null;
  readonly ownerEmail: string | null;
  readonly accessRole: EmployeeRole;
  readonly limits: PolicyRecord['limits'];
  readonly changedAt: Date;
  readonly fetchedAt: Date;
}

/** What a policy offers; null where our credentials may not read it. */
export interface PolicySettings {
  readonly categories: readonly PolicyCategoryValue[] | null;
  readonly tagGroups: readonly PolicyTagGroupValue[] | null;
  readonly reportFields: readonly PolicyReportFieldValue[] | null;
  readonly tax: PolicyTaxValue | null;
}

/** The columns that a row is made of, of `t`. */
export const POLICY_COLUMNS = `t.instance_id, t.remote_id, t.name, t.vendor_type, t.currency, t.owner_email, t.access_role,
  t.limits, t.changed_at, t.fetched_at`;

export const POLICY_SETTINGS_COLUMNS = 't.categories, t.tag_groups, t.report_fields, t.tax';

export interface PolicyColumns {
  readonly instance_id: string;
  readonly remote_id: string;
  readonly name: string;
  readonly vendor_type: string | null;
  readonly currency: string | null;
  readonly owner_email: string | null;
  readonly access_role: EmployeeRole;
  readonly limits: PolicyRecord['limits'];
  readonly changed_at: Date;
  readonly fetched_at: Date;
}

export interface PolicySettingsColumns {
  readonly categories: PolicySettings['categories'];
  readonly tag_groups: PolicySettings['tagGroups'];
  readonly report_fields: PolicySettings['reportFields'];
  readonly tax: PolicySettings['tax'];
}

export function toPolicyRow(columns: PolicyColumns): PolicyRow {
  return {
    id: encodeRecordId('POLICY', columns.instance_id, columns.remote_id),
    instanceId: columns.instance_id,
    remoteId: columns.remote_id,
    name: columns.name,
    vendorType: columns.vendor_type,
    currency: columns.currency,
    ownerEmail: columns.owner_email,
    accessRole: columns.access_role,
    limits: columns.limits,
    changedAt: columns.changed_at,
    fetchedAt: columns.fetched_at,
  };
}

export function toPolicySettings(columns: PolicySettingsColumns): PolicySettings {
  return {
    categories: columns.categories,
    tagGroups: columns.tag_groups,
    reportFields: columns.report_fields,
    tax: columns.tax,
  };
}
