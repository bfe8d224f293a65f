import type { PolicyRecord } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import type { ListQuery, PageOf } from '../keyset/keyset-page';
import { readCounts, readPages } from '../keyset/list-reader';
import { bindScopes } from '../keyset/scope-kind';
import type { RecordKey } from './list-condition';
import {
  POLICY_SORTS,
  POLICY_TABLE,
  policyConditions,
  type PolicyListFilter,
  type PolicyListScope,
  type PolicySortField,
} from './policy-list';
import {
  POLICY_COLUMNS,
  POLICY_SETTINGS_COLUMNS,
  toPolicyRow,
  toPolicySettings,
  type PolicyColumns,
  type PolicyRow,
  type PolicySettings,
  type PolicySettingsColumns,
} from './policy-row';
import { POLICY_UPSERT, TRACKED_POLICIES, toStoredPolicy } from './policy-storage';
import type { RecordChange } from './record-change';
import { deleteRecords, recordDeletion } from './record-deletion';
import { findAgedRecords, findRecords, findVendorFields, recordLookup, type Aged } from './record-lookup';
import { upsertRecords, type StoreCounts, type StoreTarget } from './record-upsert';

export type { PolicyListFilter, PolicyListScope, PolicyOrderField } from './policy-list';
export type { PolicyRow, PolicySettings } from './policy-row';

export type PolicyListQuery = ListQuery<PolicyListFilter, PolicySortField>;

const BY_KEYS = recordLookup('find_policies', 'policies', POLICY_COLUMNS);
const AGED_BY_KEYS = recordLookup('find_aged_policies', 'policies', POLICY_COLUMNS, { agedBy: 'POLICIES' });
const SETTINGS = recordLookup('find_policy_settings', 'policies', POLICY_SETTINGS_COLUMNS);
const VENDOR_FIELDS = recordLookup('find_policy_vendor_fields', 'policies', 't.vendor_fields');

const DELETE_NOT_FETCHED = recordDeletion(
  TRACKED_POLICIES,
  'DELETE FROM policies t WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid AND t.fetched_at < $3::timestamptz',
);

/** Our copies of vendors' policies. */
export class PolicyRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** One statement. What has the same content as before keeps its `changedAt`; otherwise it becomes `fetchedAt`. */
  async storePolicies(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    policies: readonly PolicyRecord[],
    fetchedAt: Date,
    changes: RecordChange[] | null = null,
  ): Promise<{ readonly policies: StoreCounts }> {
    const stored = policies.map(toStoredPolicy);
    const counts = await upsertRecords(context, runner, POLICY_UPSERT, target, stored, fetchedAt, changes);
    return { policies: { ...counts, deleted: 0 } };
  }

  /** Forgets what was last fetched before `since`. Answers how many. */
  async deleteNotFetchedSince(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    since: Date,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    const values = [target.instanceId, target.organizationId, since];
    return deleteRecords(context, runner, DELETE_NOT_FETCHED, values, changes);
  }

  /** In the order of the keys; null for what is not there, or not the organization's. */
  findByKeys(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(PolicyRow | null)[]> {
    return findRecords<PolicyColumns, PolicyRow>(context, this.runner, BY_KEYS, organizationId, keys, toPolicyRow);
  }

  /** The same, each with what its age is judged by. */
  findAged(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(Aged<PolicyRow> | null)[]> {
    return findAgedRecords<PolicyColumns, PolicyRow>(
      context,
      this.runner,
      AGED_BY_KEYS,
      organizationId,
      keys,
      toPolicyRow,
    );
  }

  /** Categories, tags, report fields and tax: long lists, so apart from the rows. */
  findSettings(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(PolicySettings | null)[]> {
    return findRecords<PolicySettingsColumns, PolicySettings>(
      context,
      this.runner,
      SETTINGS,
      organizationId,
      keys,
      toPolicySettings,
    );
  }

  findVendorFields(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    return findVendorFields(context, this.runner, VENDOR_FIELDS, organizationId, keys);
  }

  /** One page a scope, in the order of the scopes, which are all of one kind. */
  async listPages(
    context: RequestContext,
    scopes: readonly PolicyListScope[],
    query: PolicyListQuery,
  ): Promise<PageOf<PolicyRow>[]> {
    const request = {
      ...bindScopes(scopes),
      table: POLICY_TABLE,
      conditions: policyConditions(query.filter),
      sort: POLICY_SORTS[query.order.field],
      direction: query.order.direction,
      first: query.first,
      after: query.after,
    };
    return readPages(context, this.runner, request, toPolicyRow);
  }

  /** How many match in each scope. */
  count(
    context: RequestContext,
    scopes: readonly PolicyListScope[],
    filter: PolicyListFilter | null,
  ): Promise<number[]> {
    const conditions = policyConditions(filter);
    return readCounts(context, this.runner, { ...bindScopes(scopes), table: POLICY_TABLE, conditions });
  }
}
