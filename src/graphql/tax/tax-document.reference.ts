import { requireCaller } from '../../services/caller-scope';
import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import { decodeIdOf } from '../vendor-record/record-reference';

/** By `id` alone: a commit may change the key. */
export async function resolveTaxDocumentReference(
  { id }: Representation,
  { request, loaders }: GraphqlContext,
): Promise<object | null> {
  requireCaller(request);
  const key = typeof id === 'string' ? decodeIdOf(id, ['TAX_DOCUMENT']) : null;
  return key && loaders.taxDocuments.load(key);
}
