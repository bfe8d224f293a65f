import type { PlatformField } from '../../adapters/platform-resource';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { KeysetPosition, PageOf, SortDirection } from '../../persistence/keyset/keyset-page';
import type { RecordKey } from '../../persistence/repositories/list-condition';
import type { RequestContext } from '../../request-context';
import type { Found } from '../record-lookup.service';
import type { Candidates } from './candidates';

/** One of our rows, as far as the platform's records are made of it. */
export interface SourceRow {
  readonly remoteId: string;
  readonly kind?: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly employeeNumber?: string | null;
  readonly vendorKind?: string | null;
  readonly fetchedAt: Date;
}

/** By what a source can be ordered; `STABLE` is an order that no change of a record moves. */
export type SourceOrder = 'STABLE' | NonNullable<PlatformField['sortedBy']>;

export interface SourceQuery {
  readonly candidates: Candidates | null;
  readonly order: { readonly field: SourceOrder; readonly direction: SortDirection };
  readonly first: number;
  readonly after: KeysetPosition | null;
}

/** Rows of one kind, whatever table they are in. */
export interface RecordSource {
  /** Of these, it can be ordered by. */
  readonly orders: readonly SourceOrder[];
  page(context: RequestContext, scope: InstanceScope, query: SourceQuery): Promise<PageOf<SourceRow>>;
  count(context: RequestContext, scope: InstanceScope, candidates: Candidates | null): Promise<number>;
  /** One, read from the vendor where it is not here or older than allowed, and the vendor can be asked. */
  find(context: RequestContext, key: RecordKey, maxAgeSeconds: number | null): Promise<Found<SourceRow>>;
  /** In the vendor's own words, in the order of the rows; null for one that is gone meanwhile. */
  vendorFields(
    context: RequestContext,
    scope: InstanceScope,
    rows: readonly SourceRow[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]>;
}
