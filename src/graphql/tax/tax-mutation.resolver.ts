import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { TaxLineRequest } from '../../adapters/tax';
import { decodeRecordId } from '../../record-id';
import type { TaxDocumentRow } from '../../persistence/repositories/tax-document-row';
import type { GraphqlContext } from '../context';
import { withPayloadErrors } from '../user-error/payload-errors';
import { toAddress } from './tax-address.type';
import { CalculateTaxInput, CancelTaxInput, CommitTaxInput, VerifyAddressInput, type TaxLineInput } from './tax.input';
import { CalculateTaxPayload, CancelTaxPayload, CommitTaxPayload, VerifyAddressPayload } from './tax.payload';

@Resolver()
export class TaxMutationResolver {
  @Mutation(() => CalculateTaxPayload, {
    nullable: true,
    description:
      'Calculate sales tax: an estimate, a draft under a key, or a final document. The key makes a repetition safe: both ' +
      'come to one document. What was asked for is in its `history`, not among `Instance.vendorWrites`.',
  })
  calculateTax(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CalculateTaxInput, { description: 'What is sold, and where to.' }) input: CalculateTaxInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => {
      const { id, estimate } = await context.services.taxDocuments.calculate(context.request, {
        instanceId: input.instanceId,
        documentKey: input.documentKey ?? null,
        currency: input.currency,
        taxDate: input.taxDate ?? null,
        lines: input.lines.map(toLine),
        destination: toAddress(input.destination),
        origin: input.origin ? toAddress(input.origin) : null,
        customerKey: input.customerKey ?? null,
        customerTaxCode: input.customerTaxCode ?? null,
        customerRegistrationNumber: input.customerRegistrationNumber ?? null,
        commit: input.commit,
        idempotencyKey: input.idempotencyKey ?? null,
      });
      return { taxDocument: id && (await readAnew(context, id)), estimate };
    });
  }

  @Mutation(() => CommitTaxPayload, {
    nullable: true,
    description: 'Make a draft final, to be filed, and give it another key if it is to have one.',
  })
  commitTax(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CommitTaxInput, { description: 'The document.' }) input: CommitTaxInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => {
      const id = await context.services.taxDocuments.commit(context.request, {
        id: input.id,
        committedKey: input.committedKey ?? null,
        idempotencyKey: input.idempotencyKey ?? null,
      });
      return { taxDocument: await readAnew(context, id) };
    });
  }

  @Mutation(() => CancelTaxPayload, {
    nullable: true,
    description: 'Take a document back, so that it is not filed. Its key can be calculated again.',
  })
  cancelTax(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CancelTaxInput, { description: 'The document.' }) input: CancelTaxInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => {
      const id = await context.services.taxDocuments.cancel(context.request, {
        id: input.id,
        idempotencyKey: input.idempotencyKey ?? null,
      });
      return { taxDocument: await readAnew(context, id) };
    });
  }

  @Mutation(() => VerifyAddressPayload, {
    nullable: true,
    description: 'Have an address checked and normalized. Nothing is changed by it.',
  })
  verifyAddress(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => VerifyAddressInput, { description: 'The address, and through which instance.' })
    input: VerifyAddressInput,
  ): Promise<object> {
    return withPayloadErrors(context.request, async () => {
      const { services, request } = context;
      return services.taxAddresses.verify(request, input.instanceId, toAddress(input.address));
    });
  }
}

/** What the rest of the request reads is the document as it now is. */
async function readAnew({ loaders }: GraphqlContext, id: string): Promise<TaxDocumentRow | null> {
  const key = decodeRecordId(id);
  if (key === null) return null;
  loaders.taxDocuments.clear(key);
  loaders.taxDocumentHistories.clear(key);
  loaders.vendorFields.clear(key);
  return loaders.taxDocuments.load(key);
}

function toLine({ number, itemKey, taxCode, description, ...line }: TaxLineInput): TaxLineRequest {
  return {
    number: number ?? null,
    itemKey: itemKey ?? null,
    taxCode: taxCode ?? null,
    description: description ?? null,
    quantity: line.quantity,
    amount: line.amount,
    taxIncluded: line.taxIncluded,
  };
}
