import { Field, ID, InputType } from 'type-graphql';
import { CurrencyCodeScalar, DateScalar, DecimalScalar } from '../scalars';
import { TaxAddressInput } from './tax-address.type';

const IDEMPOTENCY_KEY =
  'Your key for this request, 1 to 255 characters, a UUID is best: a repeat within 90 minutes gives the first answer again.';

@InputType({ description: 'One line to be taxed. A text has at most 500 characters.' })
export class TaxLineInput {
  @Field(() => String, {
    nullable: true,
    description: 'Its number, unique in the document. Default: its place, from 1.',
  })
  number?: string | null;

  @Field(() => String, { nullable: true, description: 'Key of what is sold.' })
  itemKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Taxability code, see `taxCodes`. Use `FREIGHT` for shipping, which is always a line of its own.',
  })
  taxCode?: string | null;

  @Field(() => String, { nullable: true, description: 'What is sold, for people.' })
  description?: string | null;

  @Field(() => DecimalScalar, {
    defaultValue: '1',
    description: 'How many; never negative. Lines of zero are left out, with an advisory.',
  })
  quantity!: string;

  @Field(() => DecimalScalar, {
    description: 'Price of all of them after discounts, with at most 4 decimals; negative for what is returned.',
  })
  amount!: string;

  @Field(() => Boolean, { defaultValue: false, description: '`amount` contains the tax.' })
  taxIncluded!: boolean;
}

@InputType({
  description: 'Arguments of `calculateTax`. A text has at most 500 characters where nothing else is said.',
})
export class CalculateTaxInput {
  @Field(() => ID, { description: 'The instance to calculate through.' })
  instanceId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Your key of the document, such as an invoice number: at most 200 characters. The same key again replaces a draft. ' +
      'Left out: an estimate that is kept nowhere. Needed when `commit`.',
  })
  documentKey?: string | null;

  @Field(() => CurrencyCodeScalar, { defaultValue: 'USD', description: 'Currency of all amounts.' })
  currency!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Day whose rates apply. Default: today, in UTC.' })
  taxDate?: string | null;

  @Field(() => [TaxLineInput], {
    description: 'What is sold: at most 1000 lines. A refund is a document of its own with negative amounts.',
  })
  lines!: TaxLineInput[];

  @Field(() => TaxAddressInput, {
    description: 'Where it goes: at least `region` or `postalCode`, or the whole address in `line1`.',
  })
  destination!: TaxAddressInput;

  @Field(() => TaxAddressInput, { nullable: true, description: 'Where it comes from. Default: as set at the vendor.' })
  origin?: TaxAddressInput | null;

  @Field(() => String, { nullable: true, description: 'Your key of the buyer.' })
  customerKey?: string | null;

  @Field(() => String, { nullable: true, description: 'Taxability code of the buyer, see `taxCodes`.' })
  customerTaxCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Number of the buyer's resale or exemption certificate.",
  })
  customerRegistrationNumber?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Make it final at once, to be filed.' })
  commit!: boolean;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Arguments of `commitTax`.' })
export class CommitTaxInput {
  @Field(() => ID, { description: 'The tax document.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Your key that it has from now on, such as the number of the order that a quote became. Default: the same.',
  })
  committedKey?: string | null;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Arguments of `cancelTax`.' })
export class CancelTaxInput {
  @Field(() => ID, { description: 'The tax document.' })
  id!: string;

  @Field(() => String, { nullable: true, description: IDEMPOTENCY_KEY })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Arguments of `verifyAddress`.' })
export class VerifyAddressInput {
  @Field(() => ID, { description: 'The instance to ask through.' })
  instanceId!: string;

  @Field(() => TaxAddressInput, { description: 'The address.' })
  address!: TaxAddressInput;
}
