import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { TaxCodeKind as Kind } from '../../adapters/tax';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { requireCaller } from '../../services/caller-scope';
import { ListSize } from '../connection/list-size';
import { MaxAge, requireMaxAge } from '../connection/max-age';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { TaxCode } from './tax-code.type';
import { TaxDocumentListArguments } from './tax-document-list.input';
import { listTaxDocumentsOf, TaxDocumentConnection, type TaxDocumentList } from './tax-document.list';
import { TaxCodeKind } from './tax.enums';

const CODES_SIZE = '@listSize(assumedSize: 50)';
const KIND = { defaultValue: 'ITEM', description: 'Codes for goods and services, or for buyers.' } as const;

@Resolver(() => Instance)
export class InstanceTaxesResolver {
  @ListSize()
  @FieldResolver(() => TaxDocumentConnection, {
    nullable: true,
    description: 'Tax documents calculated through it, latest first. Null, with an error, where the element has none.',
  })
  taxDocuments(
    @Root() instance: InstanceRow,
    @Args(() => TaxDocumentListArguments) page: TaxDocumentListArguments,
    @Ctx() context: GraphqlContext,
  ): TaxDocumentList {
    return listTaxDocumentsOf(context, instance, page);
  }

  @Directive(CODES_SIZE)
  @FieldResolver(() => [TaxCode], {
    nullable: true,
    description:
      "Taxability codes of the account, in the vendor's order. Null, with an error, where the element has none.",
  })
  taxCodes(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Arg('kind', () => TaxCodeKind, KIND) kind: Kind,
    @Ctx() context: GraphqlContext,
  ): Promise<TaxCode[]> {
    return codesOf(context, instance, kind, maxAge);
  }

  @Directive(CODES_SIZE)
  @Query(() => [TaxCode], {
    name: 'taxCodes',
    nullable: true,
    description: "Taxability codes of an instance's account, in the vendor's order; null when it is not yours.",
  })
  async taxCodesOfInstance(
    @Arg('instanceId', () => ID, { description: 'The instance.' }) instanceId: string,
    @MaxAge() maxAge: number | null | undefined,
    @Arg('kind', () => TaxCodeKind, KIND) kind: Kind,
    @Ctx() context: GraphqlContext,
  ): Promise<TaxCode[] | null> {
    requireCaller(context.request);
    const instance = await context.loaders.instances.load(instanceId);
    return instance && codesOf(context, instance, kind, maxAge);
  }
}

async function codesOf(
  { loaders }: GraphqlContext,
  instance: InstanceRow,
  kind: Kind,
  maxAge: number | null | undefined,
): Promise<TaxCode[]> {
  const maxAgeSeconds = requireMaxAge(maxAge);
  const { codes, fetchedAt } = await loaders.taxCodes.load({ instance, kind, maxAgeSeconds });
  return codes.map((code) => ({ code, kind, fetchedAt }));
}
