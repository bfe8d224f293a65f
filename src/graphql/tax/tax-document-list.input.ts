import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { TaxDocumentState } from '../../adapters/tax';
import { DayRangeInput } from '../connection/day-range.input';
import { PageArguments } from '../connection/page-arguments';
import { TaxDocumentStatus } from './tax.enums';

@InputType({ description: 'Conditions on tax documents; all that are given must hold. A list means any of.' })
export class TaxDocumentFilter {
  @Field(() => [ID], { nullable: true, description: 'Only documents of these instances.' })
  instanceId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Documents with these keys, as the vendor holds them.' })
  remoteId?: readonly string[] | null;

  @Field(() => [TaxDocumentStatus], { nullable: true, description: 'Documents in these states.' })
  status?: readonly TaxDocumentState[] | null;

  @Field(() => DayRangeInput, { nullable: true, description: 'Day whose rates apply.' })
  taxDate?: DayRangeInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the outcome of a change is not known: `true` finds what is to be settled.',
  })
  needsReconciliation?: boolean | null;
}

@ArgsType()
export class TaxDocumentListArguments extends PageArguments {
  @Field(() => TaxDocumentFilter, { nullable: true, description: 'Only documents that meet these conditions.' })
  filter?: TaxDocumentFilter | null;
}
