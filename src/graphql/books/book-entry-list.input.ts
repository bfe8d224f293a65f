import { ArgsType, Field, InputType } from 'type-graphql';
import type { LedgerAccountKind as AccountKind } from '../../adapters/records';
import { PageArguments } from '../connection/page-arguments';
import { RecordFilter } from '../connection/record-filter.input';
import { LedgerAccountKind } from './ledger-account-kind';

/** What the filters of all entries of books have. */
@InputType()
export abstract class BookEntryFilter extends RecordFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Part of the full name, e-mail address or account number, case ignored.',
  })
  text?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Can be used, or not.' })
  isActive?: boolean | null;
}

@InputType({ description: 'Conditions on suppliers; all that are given must hold. A list means any of.' })
export class SupplierFilter extends BookEntryFilter {
  @Field(() => [String], { nullable: true, description: 'Those with these e-mail addresses, case ignored.' })
  email?: readonly string[] | null;
}

@InputType({ description: 'Conditions on customers; all that are given must hold. A list means any of.' })
export class CustomerFilter extends BookEntryFilter {
  @Field(() => [String], { nullable: true, description: 'Those with these e-mail addresses, case ignored.' })
  email?: readonly string[] | null;
}

@InputType({ description: 'Conditions on ledger accounts; all that are given must hold. A list means any of.' })
export class LedgerAccountFilter extends BookEntryFilter {
  @Field(() => [LedgerAccountKind], { nullable: true, description: 'Those for these uses.' })
  kind?: readonly AccountKind[] | null;

  @Field(() => [String], { nullable: true, description: 'Those with these account numbers.' })
  number?: readonly string[] | null;
}

@InputType({ description: 'Conditions on tracking classes; all that are given must hold. A list means any of.' })
export class TrackingClassFilter extends BookEntryFilter {}

@InputType({ description: 'Conditions on departments; all that are given must hold. A list means any of.' })
export class DepartmentFilter extends BookEntryFilter {}

@ArgsType()
export class SupplierListArguments extends PageArguments {
  @Field(() => SupplierFilter, { nullable: true, description: 'Only suppliers that meet these conditions.' })
  filter?: SupplierFilter | null;
}

@ArgsType()
export class CustomerListArguments extends PageArguments {
  @Field(() => CustomerFilter, { nullable: true, description: 'Only customers that meet these conditions.' })
  filter?: CustomerFilter | null;
}

@ArgsType()
export class LedgerAccountListArguments extends PageArguments {
  @Field(() => LedgerAccountFilter, { nullable: true, description: 'Only accounts that meet these conditions.' })
  filter?: LedgerAccountFilter | null;
}

@ArgsType()
export class TrackingClassListArguments extends PageArguments {
  @Field(() => TrackingClassFilter, { nullable: true, description: 'Only classes that meet these conditions.' })
  filter?: TrackingClassFilter | null;
}

@ArgsType()
export class DepartmentListArguments extends PageArguments {
  @Field(() => DepartmentFilter, { nullable: true, description: 'Only departments that meet these conditions.' })
  filter?: DepartmentFilter | null;
}
