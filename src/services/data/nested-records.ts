import type { PlatformRecord, PlatformResource } from '../../adapters/platform-resource';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { KeysetPosition } from '../../persistence/keyset/keyset-page';
import type { RequestContext } from '../../request-context';
import type { RecordReadService } from '../record-read.service';
import type { SourceRow } from './record-source';

interface Made {
  readonly row: SourceRow;
  readonly record: PlatformRecord;
}

const A_READ = 500;

/** Lists within records: what is on reports, in the vendor's words. */
export class NestedRecords {
  constructor(private readonly records: RecordReadService) {}

  /** The same with the lists that are asked for. @param asked fields, or paths below them; null: all. */
  async complete<One extends Made>(
    context: RequestContext,
    { fields }: PlatformResource,
    scope: InstanceScope,
    made: readonly One[],
    asked: readonly string[] | null,
  ): Promise<readonly One[]> {
    const field = fields.find(({ nested }) => nested !== undefined);
    const isAsked = asked === null || asked.some((name) => name === field?.name || name.startsWith(`${field?.name}.`));
    if (field === undefined || !isAsked || made.length === 0) return made;
    const lists = await Promise.all(chunksOf(made).map((chunk) => this.expensesOf(context, scope, chunk)));
    const flat = lists.flat();
    return made.map((one, index) => ({ ...one, record: { ...one.record, [field.name]: flat[index] } }));
  }

  private async expensesOf(
    context: RequestContext,
    { organizationId, instanceId }: InstanceScope,
    made: readonly Made[],
  ): Promise<PlatformRecord[][]> {
    const rows = await this.rowsOf(
      context,
      made.map(({ row }) => ({ organizationId, instanceId, reportRemoteId: row.remoteId })),
    );
    const keys = rows.flat().map(({ remoteId }) => ({ instanceId, remoteId }));
    const vendorFields = keys.length === 0 ? [] : await this.records.findVendorFields(context, 'EXPENSE', keys);
    let at = 0;
    return rows.map((ofReport) => vendorFields.slice(at, (at += ofReport.length)).filter((fields) => fields !== null));
  }

  /** Oldest first. A report with more than one read holds is gone on with by itself. */
  private async rowsOf(
    context: RequestContext,
    scopes: readonly (InstanceScope & { readonly reportRemoteId: string })[],
  ): Promise<SourceRow[][]> {
    const order = { field: 'DATE', direction: 'ASC' } as const;
    const pages = await this.records.pageExpenses(context, scopes, { filter: null, order, first: A_READ, after: null });
    return Promise.all(
      pages.map(async (page, index) => {
        const rows: SourceRow[] = [...page.rows];
        let last: KeysetPosition | undefined = page.hasNextPage ? page.positions.at(-1) : undefined;
        while (last !== undefined) {
          const query = { filter: null, order, first: A_READ, after: last };
          const [next] = await this.records.pageExpenses(context, [scopes[index]!], query);
          rows.push(...(next?.rows ?? []));
          last = next?.hasNextPage === true ? next.positions.at(-1) : undefined;
        }
        return rows;
      }),
    );
  }
}

function chunksOf<T>(items: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += A_READ) chunks.push(items.slice(at, at + A_READ));
  return chunks;
}
