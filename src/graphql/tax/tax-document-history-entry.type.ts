import { Field, ObjectType } from 'type-graphql';
import type { TaxDocumentState } from '../../adapters/tax';
import type { TaxChangeOutcome } from '../../persistence/repositories/tax-document-change.repository';
import type { TaxChange } from '../../persistence/repositories/tax-document-row';
import { Money } from '../money/money.type';
import { DateTimeScalar } from '../scalars';
import { TaxDocumentChangeKind, TaxDocumentChangeOutcome, TaxDocumentStatus } from './tax.enums';

/** `error` is a field of its resolver. */
@ObjectType({ description: 'One change of a tax document that was asked of the vendor.', simpleResolvers: true })
export class TaxDocumentHistoryEntry {
  @Field(() => TaxDocumentChangeKind, { description: 'What was asked for.' })
  change!: TaxChange;

  @Field(() => TaxDocumentChangeOutcome, { description: 'What came of it.' })
  outcome!: TaxChangeOutcome;

  @Field(() => TaxDocumentStatus, {
    nullable: true,
    description: 'Where the document stood after it; null where the vendor did not say.',
  })
  status!: TaxDocumentState | null;

  @Field(() => String, {
    description: 'The key that the document has, as the vendor holds it, when it is carried out.',
  })
  remoteId!: string;

  @Field(() => Money, {
    nullable: true,
    description: 'Tax of the document after it; null where the vendor did not say.',
  })
  totalTax!: Money | null;

  @Field(() => String, { description: "Id of our request: `Instance.vendorCalls` has the vendor's side of it." })
  requestId!: string;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its outcome was noted; null while it was not.' })
  finishedAt!: Date | null;
}
