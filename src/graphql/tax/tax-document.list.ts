import type { TaxDocumentListFilter, TaxDocumentListScope } from '../../persistence/repositories/tax-document-list';
import type { TaxDocumentRow } from '../../persistence/repositories/tax-document-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { requireCaller } from '../../services/caller-scope';
import { ListCursors } from '../../services/list-cursors';
import { defineConnection } from '../connection/define-connection';
import { requirePageSize } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import type { TaxDocumentFilter, TaxDocumentListArguments } from './tax-document-list.input';
import { TaxDocument } from './tax-document.type';

export const TaxDocumentConnection = defineConnection<TaxDocumentRow>(
  { type: 'TaxDocument', plural: 'tax documents' },
  () => TaxDocument,
);
export type TaxDocumentList = InstanceType<typeof TaxDocumentConnection>;

const LATEST_FIRST = { field: 'CREATED', direction: 'DESC' } as const;

/** Of all the instances that the caller may see and the filter selects. */
export async function listTaxDocuments(
  context: GraphqlContext,
  page: TaxDocumentListArguments,
): Promise<TaxDocumentList> {
  const { organizationId } = requireCaller(context.request);
  const { services, request, loaders } = context;
  const instances = await services.instanceReads.listMatching(request, { ids: page.filter?.instanceId ?? undefined });
  // The documents of the page will ask for them again.
  for (const instance of instances) loaders.instances.prime(instance.id, instance);
  const calculating = instances.filter(({ elementKey }) => services.catalog.find(elementKey)?.tax !== undefined);
  const scope = { organizationId, instanceIds: calculating.map(({ id }) => id) };
  return open(context, scope, page, toListFilter(page.filter ?? {}), '*');
}

/** Of one instance. Throws where its element has none. */
export function listTaxDocumentsOf(
  context: GraphqlContext,
  instance: InstanceRow,
  page: TaxDocumentListArguments,
): TaxDocumentList {
  context.services.taxDocuments.requireListed(instance);
  const { instanceId: ofInstances } = page.filter ?? {};
  const isSelected = ofInstances == null || ofInstances.includes(instance.id);
  const filter = toListFilter(page.filter ?? {});
  const scope = { organizationId: instance.organizationId, instanceId: instance.id };
  return open(context, scope, page, isSelected ? filter : { ...filter, remoteId: [] }, instance.id);
}

function open(
  { loaders }: GraphqlContext,
  scope: TaxDocumentListScope,
  page: TaxDocumentListArguments,
  filter: TaxDocumentListFilter,
  place: string,
): TaxDocumentList {
  const first = requirePageSize(page.first);
  // A cursor is good for this place and filter alone.
  const cursors = new ListCursors(LATEST_FIRST, ['taxDocuments', place, page.filter ?? {}]);
  const after = cursors.decode(page.after);
  const { taxDocumentLists: lists } = loaders;
  return new TaxDocumentConnection({
    // The loader keeps what it has read for the request.
    readPage: () => lists.page(scope, { filter, order: LATEST_FIRST, first, after }),
    readCount: () => lists.count(scope, filter),
    isContinued: after !== null,
    toCursor: (position) => cursors.encode(position),
  });
}

function toListFilter({ remoteId, status, taxDate, needsReconciliation }: TaxDocumentFilter): TaxDocumentListFilter {
  return { remoteId, status, taxDate, needsReconciliation };
}
