import type { TaxCodeKind } from '../../adapters/tax';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { storableText } from '../storable-text';

/** The codes of an account, as last read. */
export interface TaxCodeList {
  readonly instanceId: string;
  readonly codes: readonly string[];
  readonly fetchedAt: Date;
}

/** Taxability codes, a list an instance and kind. */
export class TaxCodeRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** In the order of the instances, null where none was read yet: one statement for all. */
  async findByInstances(
    context: RequestContext,
    instanceIds: readonly string[],
    kind: TaxCodeKind,
  ): Promise<(TaxCodeList | null)[]> {
    const rows = await this.runner.query<TaxCodeList>(context, {
      name: 'tax-code-lists-by-instances',
      text: `SELECT instance_id AS "instanceId", codes, fetched_at AS "fetchedAt" FROM tax_code_lists
             WHERE instance_id = ANY($1::uuid[]) AND kind = $2`,
      values: [instanceIds, kind],
    });
    const byInstance = new Map(rows.map((row) => [row.instanceId, row]));
    return instanceIds.map((id) => byInstance.get(id) ?? null);
  }

  async store(
    context: RequestContext,
    runner: StatementRunner,
    owner: { readonly organizationId: string; readonly id: string },
    kind: TaxCodeKind,
    codes: readonly string[],
    now: Date,
  ): Promise<void> {
    await runner.query(context, {
      name: 'tax-code-list-store',
      text: `INSERT INTO tax_code_lists (instance_id, kind, organization_id, codes, fetched_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (instance_id, kind) DO UPDATE SET codes = excluded.codes, fetched_at = excluded.fetched_at`,
      values: [owner.id, kind, owner.organizationId, codes.map(storableText), now],
    });
  }
}
