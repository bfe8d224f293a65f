import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { LedgerAccountKind as Kind } from '../../adapters/records';
import type { BookEntryRow } from '../../persistence/repositories/book-entry-row';
import type { GraphqlContext } from '../context';
import { findBookEntry } from './book-entry-lookup';
import { Customer } from './customer.type';
import { Department } from './department.type';
import { LedgerAccountKind } from './ledger-account-kind';
import { LedgerAccount } from './ledger-account.type';
import { TrackingClass } from './tracking-class.type';

const PARENT = { nullable: true, description: 'What it is part of.' } as const;

/** A parent is of the same kind. */
function parentOf({ kind, instanceId, parentRemoteId }: BookEntryRow, { loaders }: GraphqlContext) {
  return findBookEntry(loaders, kind, instanceId, parentRemoteId);
}

@Resolver(() => Customer)
export class CustomerResolver {
  @FieldResolver(() => Customer, PARENT)
  parent(@Root() customer: BookEntryRow, @Ctx() context: GraphqlContext): Promise<BookEntryRow | null> {
    return parentOf(customer, context);
  }
}

@Resolver(() => LedgerAccount)
export class LedgerAccountResolver {
  @FieldResolver(() => LedgerAccount, PARENT)
  parent(@Root() account: BookEntryRow, @Ctx() context: GraphqlContext): Promise<BookEntryRow | null> {
    return parentOf(account, context);
  }

  @FieldResolver(() => LedgerAccountKind, { description: 'What it is for.' })
  kind(@Root() { accountKind }: BookEntryRow): Kind {
    return accountKind ?? 'UNKNOWN';
  }
}

@Resolver(() => TrackingClass)
export class TrackingClassResolver {
  @FieldResolver(() => TrackingClass, PARENT)
  parent(@Root() trackingClass: BookEntryRow, @Ctx() context: GraphqlContext): Promise<BookEntryRow | null> {
    return parentOf(trackingClass, context);
  }
}

@Resolver(() => Department)
export class DepartmentResolver {
  @FieldResolver(() => Department, PARENT)
  parent(@Root() department: BookEntryRow, @Ctx() context: GraphqlContext): Promise<BookEntryRow | null> {
    return parentOf(department, context);
  }
}
