import type { ListQuery, PageOf } from '../../persistence/keyset/keyset-page';
import type { RecordKey } from '../../persistence/repositories/list-condition';
import type {
  TaxDocumentChangeRepository,
  TaxDocumentChangeRow,
} from '../../persistence/repositories/tax-document-change.repository';
import type { TaxDocumentListFilter, TaxDocumentListScope } from '../../persistence/repositories/tax-document-list';
import type { TaxDocumentRepository } from '../../persistence/repositories/tax-document.repository';
import type { TaxDocumentRow } from '../../persistence/repositories/tax-document-row';
import type { RequestContext } from '../../request-context';
import { toVisibleScopes, withVisibleKeys } from '../caller-scope';

/** Reads tax documents of the caller's organization; others are absent. No vendor is asked: it could not tell. */
export class TaxDocumentReadService {
  constructor(
    private readonly documents: TaxDocumentRepository,
    private readonly changes: TaxDocumentChangeRepository,
  ) {}

  /** In the order of the keys. */
  findByIds(context: RequestContext, keys: readonly RecordKey[]): Promise<(TaxDocumentRow | null)[]> {
    return withVisibleKeys(context, keys, null, (organizationId, visible) =>
      this.documents.findByIds(context, organizationId, visible),
    );
  }

  findVendorFields(
    context: RequestContext,
    keys: readonly RecordKey[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    return withVisibleKeys(context, keys, null, (organizationId, visible) =>
      this.documents.findVendorFields(context, organizationId, visible),
    );
  }

  /** Latest first. */
  findHistories(context: RequestContext, keys: readonly RecordKey[]): Promise<TaxDocumentChangeRow[][]> {
    return withVisibleKeys(context, keys, [], (organizationId, visible) =>
      this.changes.listOfDocuments(context, organizationId, visible),
    );
  }

  page(
    context: RequestContext,
    scopes: readonly TaxDocumentListScope[],
    query: ListQuery<TaxDocumentListFilter, 'CREATED'>,
  ): Promise<PageOf<TaxDocumentRow>[]> {
    return this.documents.listPages(context, toVisibleScopes(context, scopes), query);
  }

  count(
    context: RequestContext,
    scopes: readonly TaxDocumentListScope[],
    filter: TaxDocumentListFilter | null,
  ): Promise<number[]> {
    return this.documents.count(context, toVisibleScopes(context, scopes), filter);
  }
}
