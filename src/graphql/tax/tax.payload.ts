import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../user-error/payload.type';
import { TaxAddress } from './tax-address.type';
import { TaxAdvisory, TaxDocument, TaxEstimate } from './tax-document.type';

@ObjectType({ description: 'Answer of `calculateTax`.', simpleResolvers: true })
export class CalculateTaxPayload extends Payload {
  @Field(() => TaxDocument, { nullable: true, description: 'The document as it now is; null without a `documentKey`.' })
  taxDocument?: TaxDocument | null;

  @Field(() => TaxEstimate, { nullable: true, description: 'What was calculated without a `documentKey`.' })
  estimate?: TaxEstimate | null;
}

@ObjectType({ description: 'Answer of `commitTax`.', simpleResolvers: true })
export class CommitTaxPayload extends Payload {
  @Field(() => TaxDocument, { nullable: true, description: 'The document as it now is; null when it was not changed.' })
  taxDocument?: TaxDocument | null;
}

@ObjectType({ description: 'Answer of `cancelTax`.', simpleResolvers: true })
export class CancelTaxPayload extends Payload {
  @Field(() => TaxDocument, { nullable: true, description: 'The document as it now is; null when it was not changed.' })
  taxDocument?: TaxDocument | null;
}

@ObjectType({ description: 'Answer of `verifyAddress`.', simpleResolvers: true })
export class VerifyAddressPayload extends Payload {
  @Field(() => TaxAddress, { nullable: true, description: 'The address as the vendor writes it.' })
  address?: TaxAddress | null;

  @Field(() => [TaxAdvisory], { nullable: true, description: 'Remarks of the vendor; null when it refused.' })
  advisories?: readonly TaxAdvisory[] | null;
}
