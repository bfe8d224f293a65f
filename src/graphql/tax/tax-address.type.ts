import { Field, InputType, ObjectType } from 'type-graphql';
import type {
  TaxAddress as Address,
  TaxAddressUse as Use,
  TaxAddressValidation as Validation,
} from '../../adapters/tax';
import { TaxAddressUse, TaxAddressValidation } from './tax.enums';

@ObjectType({ description: 'A postal address as a vendor writes it.', simpleResolvers: true })
export class TaxAddress {
  @Field(() => String, { nullable: true, description: 'Company or person.' })
  company!: string | null;

  @Field(() => String, { nullable: true, description: 'Street and number.' })
  line1!: string | null;

  @Field(() => String, { nullable: true, description: 'Suite, floor and the like.' })
  line2!: string | null;

  @Field(() => String, { nullable: true, description: 'City.' })
  city!: string | null;

  @Field(() => String, { nullable: true, description: 'County.' })
  county!: string | null;

  @Field(() => String, { nullable: true, description: 'State or province, the two-letter code where there is one.' })
  region!: string | null;

  @Field(() => String, { nullable: true, description: 'ZIP or postal code.' })
  postalCode!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2.' })
  country!: string | null;

  @Field(() => TaxAddressValidation, {
    description: 'How sure the vendor is. A normalized address may still be NOT_VALIDATED.',
  })
  validation!: Validation;

  @Field(() => TaxAddressUse, { description: 'What is there.' })
  use!: Use;
}

@InputType({ description: 'A postal address. A text has at most 500 characters.' })
export class TaxAddressInput {
  @Field(() => String, { nullable: true, description: 'Company or person.' })
  company?: string | null;

  @Field(() => String, { nullable: true, description: 'Street and number; or the whole address, and nothing else.' })
  line1?: string | null;

  @Field(() => String, { nullable: true, description: 'Suite, floor and the like.' })
  line2?: string | null;

  @Field(() => String, { nullable: true, description: 'City.' })
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'State or province, the two-letter code where there is one.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'ZIP or postal code.' })
  postalCode?: string | null;

  @Field(() => String, { defaultValue: 'US', description: 'ISO 3166-1 alpha-2.' })
  country!: string;
}

export function toAddress({ company, line1, line2, city, region, postalCode, country }: TaxAddressInput): Address {
  return {
    company: company ?? null,
    line1: line1 ?? null,
    line2: line2 ?? null,
    city: city ?? null,
    region: region ?? null,
    postalCode: postalCode ?? null,
    country,
  };
}
