import type { MoneyValue, PolicyRecord } from '../../adapters/records';
import { toMoney } from '../money-format';
import { searchText, sortText } from './derived-columns';
import { POLICY_COLUMNS, toPolicyRow, type PolicyColumns } from './policy-row';
import type { TrackedTable } from './record-change';
import { recordUpsert, type StoredColumns } from './record-upsert';

export const TRACKED_POLICIES: TrackedTable<PolicyColumns> = {
  resourceOf: () => 'POLICIES',
  columns: POLICY_COLUMNS,
  longFields: {
    categories: 'categories',
    tagGroups: 'tag_groups',
    reportFields: 'report_fields',
    tax: 'tax',
    vendorFields: 'vendor_fields',
  },
  graphNames: {},
  kindOf: () => 'POLICY',
  toRow: toPolicyRow,
};

/** Writing policies: every column with its type, and what a record has in it. */
export const POLICY_UPSERT = recordUpsert(
  'policies',
  ['remote_id'],
  {
    remote_id: 'text',
    name: 'text',
    name_sort: 'text',
    search_text: 'text',
    vendor_type: 'text',
    currency: 'text',
    owner_email: 'text',
    access_role: 'text',
    categories: 'jsonb',
    tag_groups: 'jsonb',
    report_fields: 'jsonb',
    tax: 'jsonb',
    limits: 'jsonb',
    vendor_fields: 'jsonb',
  },
  TRACKED_POLICIES,
);

export function toStoredPolicy(policy: PolicyRecord): StoredColumns {
  const { categories, limits } = policy;
  return {
    remote_id: policy.remoteId,
    name: policy.name,
    name_sort: sortText(policy.name),
    search_text: searchText(policy.name),
    vendor_type: policy.vendorType,
    currency: policy.currency,
    owner_email: policy.ownerEmail,
    access_role: policy.accessRole,
    categories:
      categories &&
      categories.map((category) => ({ ...category, maxExpenseAmount: formatted(category.maxExpenseAmount) })),
    tag_groups: policy.tagGroups,
    report_fields: policy.reportFields,
    tax: policy.tax,
    limits: limits && {
      ...limits,
      maxExpenseAmount: formatted(limits.maxExpenseAmount),
      receiptRequiredAbove: formatted(limits.receiptRequiredAbove),
    },
    vendor_fields: policy.vendorFields,
  };
}

/** Money inside JSON is printed when it is stored, since it is served as it is. */
function formatted(money: MoneyValue | null): MoneyValue | null {
  return money && toMoney(money.amount, money.currency);
}
