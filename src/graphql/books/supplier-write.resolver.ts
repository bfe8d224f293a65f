import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SupplierDetails } from '../../adapters/writes';
import { encodeRecordId } from '../../record-id';
import type { GraphqlContext } from '../context';
import { changedText, toContactDetails } from '../vendor-record/contact.input';
import { answerWrite } from '../vendor-write/answer-write';
import type { InputProblems } from '../vendor-write/input-problems';
import { openRecord } from '../vendor-write/record-target';
import { WriteTarget } from '../vendor-write/write-target';
import {
  CreateSupplierInput,
  CreateSupplierPayload,
  SupplierDetailsInput,
  UpdateSupplierInput,
  UpdateSupplierPayload,
} from './supplier-write.type';

@Resolver()
export class SupplierWriteResolver {
  @Mutation(() => CreateSupplierPayload, { nullable: true, description: 'Create a supplier in the books.' })
  createSupplier(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CreateSupplierInput, { description: 'Where, and who.' }) input: CreateSupplierInput,
  ): Promise<object> {
    return answerWrite(context, {
      name: 'createSupplier',
      nothing: {},
      input,
      prepare: async () => {
        const target = await WriteTarget.open(context, input.instanceId, 'createSupplier');
        return { target, request: { details: toDetails(target.problems, input.details) } };
      },
      tell: async ({ instance: { id: instanceId }, result: { supplierRemoteId: remoteId } }) => ({
        fields: {
          supplierId: encodeRecordId('SUPPLIER', instanceId, remoteId),
          supplier: await context.loaders.bookEntries.load({ instanceId, kind: 'SUPPLIER', remoteId }),
        },
      }),
    });
  }

  @Mutation(() => UpdateSupplierPayload, {
    nullable: true,
    description: 'Change a supplier in the books; `isActive: false` is how one is removed.',
  })
  updateSupplier(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdateSupplierInput, { description: 'Which, and what is to be different.' })
    input: UpdateSupplierInput,
  ): Promise<object> {
    const { supplierId: id, expectedVersion = null, details } = input;
    return answerWrite(context, {
      name: 'updateSupplier',
      nothing: {},
      input,
      prepare: async () => {
        const supplier = { member: 'supplierId', id, typeName: 'Supplier', kinds: ['SUPPLIER'] } as const;
        const { target, record } = await openRecord(context, 'updateSupplier', supplier);
        const changed = toDetails(target.problems, details);
        return { target, request: { supplierRemoteId: record.remoteId, expectedVersion, details: changed } };
      },
      tell: async ({ instance: { id: instanceId }, request: { supplierRemoteId: remoteId } }) => ({
        fields: { supplier: await context.loaders.bookEntries.load({ instanceId, kind: 'SUPPLIER', remoteId }) },
      }),
    });
  }
}

function toDetails(problems: InputProblems, input: SupplierDetailsInput): SupplierDetails {
  const text = (member: 'companyName' | 'website' | 'accountNumber') =>
    changedText(problems, ['details', member], input[member]);
  return {
    ...toContactDetails(problems, ['details'], input),
    companyName: text('companyName'),
    website: text('website'),
    accountNumber: text('accountNumber'),
  };
}
