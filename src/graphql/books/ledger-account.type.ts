import { Directive, Field, ObjectType } from 'type-graphql';
import { Money } from '../money/money.type';
import { CurrencyCodeScalar } from '../scalars';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { NestedBookEntry } from './book-entry.type';

/** What it is part of, and what it is for, are fields of `LedgerAccountResolver`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
@ObjectType({ description: 'An account of the general ledger.', implements: VendorRecord, simpleResolvers: true })
export class LedgerAccount extends NestedBookEntry {
  @Field(() => String, { nullable: true, description: 'Account number, where the company uses them.' })
  number!: string | null;

  @Field(() => String, { nullable: true, description: "What it is for, in the vendor's words." })
  vendorType!: string | null;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: 'Currency it is kept in.' })
  currency!: string | null;

  @Field(() => Money, {
    nullable: true,
    description: 'Its balance; debit is positive. Null for income and expense accounts.',
  })
  balance!: Money | null;
}
