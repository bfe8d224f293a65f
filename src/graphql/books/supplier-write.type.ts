import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ContactDetailsInput } from '../vendor-record/contact.input';
import { VersionedInput } from '../vendor-write/version.input';
import { InstanceWriteInput } from '../vendor-write/write.input';
import { WritePayload } from '../vendor-write/write.payload';
import { Supplier } from './supplier.type';

@InputType({ description: 'A supplier in the books. In an update, what is left out stays, and null clears.' })
export class SupplierDetailsInput extends ContactDetailsInput {
  @Field(() => String, { nullable: true, description: 'Name of the firm.' })
  companyName?: string | null;

  @Field(() => String, { nullable: true, description: 'Address of its web site.' })
  website?: string | null;

  @Field(() => String, { nullable: true, description: 'Number that the company has at this supplier.' })
  accountNumber?: string | null;
}

@InputType({ description: 'Arguments of `createSupplier`.' })
export class CreateSupplierInput extends InstanceWriteInput {
  @Field(() => SupplierDetailsInput, { description: 'Who it is; a name at least.' })
  details!: SupplierDetailsInput;
}

@ObjectType({ description: 'Answer of `createSupplier`.', simpleResolvers: true })
export class CreateSupplierPayload extends WritePayload {
  @Field(() => ID, { nullable: true, description: 'Id of the new supplier, also where it could not be read yet.' })
  supplierId?: string | null;

  @Field(() => Supplier, { nullable: true, description: 'The new supplier.' })
  supplier?: Supplier | null;
}

@InputType({ description: 'Arguments of `updateSupplier`.' })
export class UpdateSupplierInput extends VersionedInput {
  @Field(() => ID, { description: 'Which supplier.' })
  supplierId!: string;

  @Field(() => SupplierDetailsInput, { description: 'What is to be different.' })
  details!: SupplierDetailsInput;
}

@ObjectType({ description: 'Answer of `updateSupplier`.', simpleResolvers: true })
export class UpdateSupplierPayload extends WritePayload {
  @Field(() => Supplier, { nullable: true, description: 'The supplier as it now is; null when nothing was changed.' })
  supplier?: Supplier | null;
}
