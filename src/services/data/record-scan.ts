import type { PlatformRecord, PlatformResource } from '../../adapters/platform-resource';
import { matchesWhere } from '../../ceql/evaluate';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { KeysetPosition } from '../../persistence/keyset/keyset-page';
import type { RequestContext } from '../../request-context';
import type { Candidates } from './candidates';
import { fieldsOf, type DataQuestion } from './data-question';
import type { NestedRecords } from './nested-records';
import type { RecordSource, SourceQuery, SourceRow } from './record-source';

/** One list that is read. */
export interface ScanPlan {
  readonly resource: PlatformResource;
  readonly source: RecordSource;
  readonly scope: InstanceScope;
  readonly question: DataQuestion;
  readonly candidates: Candidates;
  readonly order: SourceQuery['order'];
}

/** A record that the question selects, and where it stands in the source's order. */
export interface Match {
  readonly row: SourceRow;
  readonly record: PlatformRecord;
  readonly position: KeysetPosition;
}

const SMALLEST_READ = 200;
const LARGEST_READ = 1_000;

/** Reads what a question selects, a batch at a time, so that no list is ever whole in memory. */
export class RecordScan {
  constructor(
    private readonly nested: NestedRecords,
    private readonly context: RequestContext,
    private readonly plan: ScanPlan,
  ) {}

  /** Whether our tables alone decide what is selected: no record has to be made to find out. */
  get isDecidedByRows(): boolean {
    const { resource, question } = this.plan;
    return question.where === null && resource.includes === undefined;
  }

  /**
   * @param skipped how many of the first are left out.
   * @param wanted how many are looked at, as far as is known: reads are no larger than needed.
   */
  async *matches(after: KeysetPosition | null, skipped: number, wanted: number): AsyncGenerator<Match> {
    let left = skipped;
    for await (const batch of this.batches(after, skipped + wanted)) {
      const rows = this.isDecidedByRows ? batch.slice(left) : batch;
      const found = await this.select(rows);
      const isSkippedByRows = this.isDecidedByRows ? batch.length - rows.length : Math.min(left, found.length);
      yield* this.isDecidedByRows ? found : found.slice(isSkippedByRows);
      left -= isSkippedByRows;
    }
  }

  async count(): Promise<number> {
    const { source, scope, candidates } = this.plan;
    if (this.isDecidedByRows) return source.count(this.context, scope, candidates);
    let count = 0;
    for await (const batch of this.batches(null, LARGEST_READ)) count += (await this.select(batch)).length;
    return count;
  }

  private async *batches(
    after: KeysetPosition | null,
    wanted: number,
  ): AsyncGenerator<{ readonly row: SourceRow; readonly position: KeysetPosition }[]> {
    const { source, scope, candidates, order } = this.plan;
    const first = Math.min(Math.max(wanted, SMALLEST_READ), LARGEST_READ);
    for (let from = after; ;) {
      const page = await source.page(this.context, scope, { candidates, order, first, after: from });
      yield page.rows.map((row, index) => ({ row, position: page.positions[index]! }));
      const last = page.positions.at(-1);
      if (!page.hasNextPage || last === undefined) return;
      from = last;
    }
  }

  private async select(batch: readonly { readonly row: SourceRow; readonly position: KeysetPosition }[]) {
    const { resource, source, scope, question } = this.plan;
    const rows = batch.map(({ row }) => row);
    const vendorFields = rows.length === 0 ? [] : await source.vendorFields(this.context, scope, rows);
    const made = batch.flatMap(({ row, position }, index): Match[] => {
      const from = { ...row, vendorFields: vendorFields[index] ?? {} };
      if (resource.includes?.(from) === false) return [];
      return [{ row, position, record: resource.toRecord(from) }];
    });
    const { where } = question;
    if (where === null) return made;
    const whole = await this.nested.complete(this.context, resource, scope, made, fieldsOf(where));
    return whole.filter(({ record }) => matchesWhere(where, record));
  }
}
