import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type {
  TaxAddressKind as AddressKind,
  TaxAdvisory as Advisory,
  TaxDocumentState,
  TaxJurisdictionKind as JurisdictionKind,
} from '../../adapters/tax';
import type { TaxChange } from '../../persistence/repositories/tax-document-row';
import { Money } from '../money/money.type';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../scalars';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { TaxAddress } from './tax-address.type';
import {
  TaxAddressKind,
  TaxAdvisorySource,
  TaxDocumentChangeKind,
  TaxDocumentStatus,
  TaxJurisdictionKind,
} from './tax.enums';

@ObjectType({ description: 'One line of a tax calculation.', simpleResolvers: true })
export class TaxDocumentLine {
  @Field(() => String, { description: 'Its number: as given, or its place, from 1.' })
  number!: string;

  @Field(() => String, { nullable: true, description: "Key of what is sold, in the vendor's spelling." })
  itemKey!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Taxability code in force, in the vendor's spelling; null where the vendor tells none.",
  })
  taxCode!: string | null;

  @Field(() => Money, { description: 'What was taxed.' })
  taxableAmount!: Money;

  @Field(() => Money, { description: 'What was not.' })
  exemptAmount!: Money;

  @Field(() => DecimalScalar, { description: 'Sum of the rates that apply: `0.08845` is 8.845 %.' })
  rate!: string;

  @Field(() => DecimalScalar, { description: 'Its tax, not rounded.' })
  tax!: string;
}

@ObjectType({ description: 'What one jurisdiction takes.', simpleResolvers: true })
export class TaxJurisdiction {
  @Field(() => String, { description: 'Its name, as the vendor writes it.' })
  name!: string;

  @Field(() => TaxJurisdictionKind, { description: 'What it is.' })
  kind!: JurisdictionKind;

  @Field(() => DecimalScalar, { description: 'Its rate: `0.029` is 2.9 %.' })
  rate!: string;

  @Field(() => Money, { description: 'Its tax, rounded by itself.' })
  tax!: Money;
}

@ObjectType({ description: 'Something to know of that did not stop the request.', simpleResolvers: true })
export class TaxAdvisory {
  @Field(() => TaxAdvisorySource, { description: 'Who says so.' })
  source!: Advisory['source'];

  @Field(() => String, { nullable: true, description: "The vendor's own code." })
  code!: string | null;

  @Field(() => String, { description: 'For people.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'Number of the line that it is about.' })
  lineNumber!: string | null;

  @Field(() => TaxAddress, { nullable: true, description: 'The address that the vendor thinks was meant.' })
  suggestedAddress!: TaxAddress | null;
}

/** What an estimate and a document have in common; only of a document the total may be missing. */
@ObjectType({ simpleResolvers: true })
abstract class TaxCalculation {
  @Field(() => DateScalar, { description: 'Day whose rates apply.' })
  taxDate!: string;

  @Field(() => TaxAddress, { nullable: true, description: 'Where goods go; null where the vendor does not tell it.' })
  destination!: TaxAddress | null;

  @Field(() => TaxAddress, { nullable: true, description: 'Where they come from; as set at the vendor unless given.' })
  origin!: TaxAddress | null;

  @Field(() => TaxAddress, { nullable: true, description: 'The address that decided the rates.' })
  effectiveAddress!: TaxAddress | null;

  @Field(() => TaxAddressKind, { nullable: true, description: 'Which of the two that was.' })
  effectiveAddressKind!: AddressKind | null;

  @Directive('@listSize(assumedSize: 50)')
  @Field(() => [TaxDocumentLine], {
    description: 'Its lines, in the order of the request. Lines of zero are left out.',
  })
  lines!: readonly TaxDocumentLine[];

  @Field(() => [TaxJurisdiction], {
    description:
      'What each jurisdiction takes. Rounded one by one, so that the sum may differ from the total by cents.',
  })
  jurisdictions!: readonly TaxJurisdiction[];

  @Field(() => String, { nullable: true, description: 'Taxability code of the buyer that is in force.' })
  customerTaxCode!: string | null;

  @Field(() => [TaxAdvisory], { description: 'Remarks, oldest first: of the vendor, and of what we left out.' })
  advisories!: readonly TaxAdvisory[];
}

@ObjectType({ description: 'A calculation without a key: kept neither here nor at the vendor.', simpleResolvers: true })
export class TaxEstimate extends TaxCalculation {
  @Field(() => Money, { description: 'Tax of all lines: their taxes summed, then rounded once, half away from zero.' })
  totalTax!: Money;
}

/** Relations, `history` and `vendorFields` are fields of resolvers. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'A sales tax calculation under a key of yours. This is the only record of it: its vendor cannot be asked for one.',
  implements: VendorRecord,
  simpleResolvers: true,
})
export class TaxDocument extends TaxCalculation {
  @Field(() => ID, { description: 'Opaque, global, stable: it stays when a commit changes the key.' })
  id!: string;

  @Field(() => String, {
    description:
      'Its key, as the vendor holds it: with the prefix of the instance, if it has one. A commit may change it.',
  })
  remoteId!: string;

  @Field(() => TaxDocumentStatus, {
    description: 'Where it stands, as far as the vendor has answered: see `needsReconciliation`.',
  })
  status!: TaxDocumentState;

  @Field(() => Boolean, {
    description:
      'A change was sent and its outcome is not known here: its answer was lost, or it is under way right now. The vendor ' +
      'may hold what is shown, or what was asked for. The change that `pendingChange` names, made once more, settles it.',
  })
  needsReconciliation!: boolean;

  @Field(() => TaxDocumentChangeKind, {
    nullable: true,
    description: 'The change whose outcome is not known; null where there is none.',
  })
  pendingChange!: TaxChange | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'Tax of all lines: their taxes summed, then rounded once, half away from zero. Null where the vendor never answered.',
  })
  totalTax!: Money | null;

  @Field(() => DateTimeScalar, { description: 'When it was first asked for.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was made final.' })
  committedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back.' })
  cancelledAt!: Date | null;

  @Field(() => DateTimeScalar, {
    description: 'When the vendor last answered about it; while it never did, when it was first asked.',
  })
  fetchedAt!: Date;
}
