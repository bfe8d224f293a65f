import DataLoader from 'dataloader';
import type { RecordKey } from '../../persistence/repositories/list-condition';
import type { TaxCodeList } from '../../persistence/repositories/tax-code.repository';
import type { TaxDocumentChangeRow } from '../../persistence/repositories/tax-document-change.repository';
import type { TaxDocumentListFilter, TaxDocumentListScope } from '../../persistence/repositories/tax-document-list';
import type { TaxDocumentRow } from '../../persistence/repositories/tax-document-row';
import type { RequestContext } from '../../request-context';
import type { TaxCodeRead } from '../../services/tax/tax-code.service';
import type { Services } from '../services';
import { createGroupedLoader } from './grouped-loader';
import { ListLoader } from './list.loader';

/** What is asked about sales tax. */
export interface TaxLoaders {
  readonly taxDocuments: DataLoader<RecordKey, TaxDocumentRow | null, string>;
  readonly taxDocumentHistories: DataLoader<RecordKey, readonly TaxDocumentChangeRow[], string>;
  readonly taxDocumentLists: ListLoader<TaxDocumentListScope, TaxDocumentListFilter, 'CREATED', TaxDocumentRow>;
  readonly taxCodes: DataLoader<TaxCodeRead, TaxCodeList, string>;
}

export function createTaxLoaders(request: RequestContext, { taxCodes, taxDocumentReads: reads }: Services): TaxLoaders {
  const byKey = { cacheKeyFn: ({ instanceId, remoteId }: RecordKey) => `${instanceId} ${remoteId}` };
  return {
    taxDocuments: new DataLoader((keys) => reads.findByIds(request, keys), byKey),
    taxDocumentHistories: new DataLoader((keys) => reads.findHistories(request, keys), byKey),
    taxDocumentLists: new ListLoader({
      readPages: (scopes, query) => reads.page(request, scopes, query),
      readCounts: (scopes, filter) => reads.count(request, scopes, filter),
    }),
    taxCodes: createGroupedLoader<TaxCodeRead, TaxCodeList>({
      textOf: ({ instance, kind, maxAgeSeconds }) => `${instance.id} ${kind} ${maxAgeSeconds}`,
      groupOf: ({ kind }) => kind,
      load: (keys) => taxCodes.list(request, keys, keys[0].kind),
    }),
  };
}
