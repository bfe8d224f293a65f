import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import type { GraphqlContext } from '../context';
import { UrlScalar } from '../scalars';
import { ExpenseReceipt } from './expense-parts.type';

type Receipt = NonNullable<ExpenseRow['receipt']> & { readonly instanceId: string };

@Resolver(() => ExpenseReceipt)
export class ExpenseReceiptResolver {
  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description:
      'Where to get it. Where links are signed (`SIGNED_URL`) the vendor is asked for one: select it when it is needed.',
  })
  async url(@Root() { instanceId, remoteId, url, access }: Receipt, @Ctx() { loaders }: GraphqlContext) {
    if (access !== 'SIGNED_URL' || url !== null || remoteId === null) return url;
    const instance = await loaders.instances.load(instanceId);
    return instance && loaders.receiptLinks.load({ instance, remoteId });
  }
}
