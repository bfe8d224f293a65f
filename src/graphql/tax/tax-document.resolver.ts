import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { ERROR_CODES } from '../../errors';
import type { TaxDocumentChangeRow } from '../../persistence/repositories/tax-document-change.repository';
import type { TaxDocumentRow } from '../../persistence/repositories/tax-document-row';
import { requireCaller } from '../../services/caller-scope';
import { isRetryable } from '../../services/load-failure';
import { ListSize } from '../connection/list-size';
import type { GraphqlContext } from '../context';
import { toUserError, type UserErrorValue } from '../user-error/to-user-error';
import { UserError } from '../user-error/user-error.type';
import { decodeIdOf } from '../vendor-record/record-reference';
import { TaxDocumentHistoryEntry } from './tax-document-history-entry.type';
import { TaxDocumentListArguments } from './tax-document-list.input';
import { listTaxDocuments, TaxDocumentConnection, type TaxDocumentList } from './tax-document.list';
import { TaxDocument } from './tax-document.type';

@Resolver(() => TaxDocument)
export class TaxDocumentResolver {
  @ListSize()
  @Query(() => TaxDocumentConnection, {
    nullable: true,
    description: 'Tax documents of all instances that calculate any, latest first, from our own records.',
  })
  taxDocuments(
    @Args(() => TaxDocumentListArguments) page: TaxDocumentListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<TaxDocumentList> {
    return listTaxDocuments(context, page);
  }

  @Query(() => TaxDocument, { nullable: true, description: 'One tax document; null when there is none with this id.' })
  async taxDocument(
    @Arg('id', () => ID, { description: 'Its `id`.' }) id: string,
    @Ctx() { request, loaders }: GraphqlContext,
  ): Promise<TaxDocumentRow | null> {
    requireCaller(request);
    const key = decodeIdOf(id, ['TAX_DOCUMENT']);
    return key && loaders.taxDocuments.load(key);
  }

  @Directive('@listSize(assumedSize: 100)')
  @FieldResolver(() => [TaxDocumentHistoryEntry], {
    description:
      'Every change of it that was asked of the vendor, latest first: the last 100. The record of them: they are not among ' +
      '`Instance.vendorWrites`.',
  })
  history(
    @Root() { instanceId, documentId }: TaxDocumentRow,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<readonly TaxDocumentChangeRow[]> {
    return loaders.taxDocumentHistories.load({ instanceId, remoteId: documentId });
  }
}

@Resolver(() => TaxDocumentHistoryEntry)
export class TaxDocumentHistoryEntryResolver {
  @FieldResolver(() => UserError, { nullable: true, description: 'Why it failed, or why nobody knows.' })
  error(@Root() { errorCode, errorMessage }: TaxDocumentChangeRow): UserErrorValue | null {
    if (errorCode === null) return null;
    const code = ERROR_CODES.find((known) => known === errorCode) ?? 'INTERNAL_SERVER_ERROR';
    const retryable = code === 'OUTCOME_UNKNOWN' || isRetryable(code);
    return toUserError({ code, message: errorMessage ?? '', retryable });
  }
}
