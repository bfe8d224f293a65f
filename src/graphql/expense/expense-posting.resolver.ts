import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ExpenseLineValue, ExpensePayeeValue, LedgerPostingValue, PayeeKind } from '../../adapters/records';
import type { BookEntryRow } from '../../persistence/repositories/book-entry-row';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import { findBookEntry } from '../books/book-entry-lookup';
import { Customer } from '../books/customer.type';
import { Department } from '../books/department.type';
import { LedgerAccount } from '../books/ledger-account.type';
import { Supplier } from '../books/supplier.type';
import { TrackingClass } from '../books/tracking-class.type';
import type { GraphqlContext } from '../context';
import { findEmployee } from '../employee/employee-lookup';
import { Employee } from '../employee/employee.type';
import { ExpenseReceipt } from './expense-parts.type';
import { ExpenseLine, ExpensePayee, LedgerPosting } from './expense-posting.type';
import { Expense } from './expense.type';

/** A part of an expense, which names other records of its instance. */
type PartOf<Value> = Value & { readonly instanceId: string };

type Posting = PartOf<LedgerPostingValue>;
type Payee = PartOf<ExpensePayeeValue>;
type Line = PartOf<ExpenseLineValue>;
type Receipt = PartOf<NonNullable<ExpenseRow['receipt']>>;

function partOf<Value extends object>(instanceId: string, value: Value | null): PartOf<Value> | null {
  return value && { ...value, instanceId };
}

@Resolver(() => Expense)
export class ExpensePartsResolver {
  @FieldResolver(() => [ExpenseLine], { description: 'Its parts; one line when it is not split.' })
  lines(@Root() expense: ExpenseRow): Line[] {
    const { instanceId, lines } = expense;
    if (lines.length === 0) return [{ ...expense, number: 1, posting: null }];
    return lines.map((line) => ({ ...line, instanceId }));
  }

  @FieldResolver(() => ExpensePayee, {
    nullable: true,
    description: 'Who was paid, as a record of the accounting product.',
  })
  payee(@Root() { instanceId, payee }: ExpenseRow): Payee | null {
    return partOf(instanceId, payee);
  }

  @FieldResolver(() => LedgerPosting, {
    nullable: true,
    description: 'How the books hold it; null outside accounting products. What its lines differ in is null here.',
  })
  posting(@Root() { instanceId, posting }: ExpenseRow): Posting | null {
    return partOf(instanceId, posting);
  }

  @FieldResolver(() => ExpenseReceipt, { nullable: true, description: 'The first receipt; null when there is none.' })
  receipt(@Root() { instanceId, receipt }: ExpenseRow): Receipt | null {
    return partOf(instanceId, receipt);
  }
}

@Resolver(() => ExpenseLine)
export class ExpenseLineResolver {
  @FieldResolver(() => LedgerPosting, {
    nullable: true,
    description: 'How the books hold it; null outside accounting products.',
  })
  posting(@Root() { instanceId, posting }: Line): Posting | null {
    return partOf(instanceId, posting);
  }
}

@Resolver(() => LedgerPosting)
export class LedgerPostingResolver {
  @FieldResolver(() => LedgerAccount, { nullable: true, description: 'Account charged.' })
  account(
    @Root() { instanceId, accountRemoteId }: Posting,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<BookEntryRow | null> {
    return findBookEntry(loaders, 'LEDGER_ACCOUNT', instanceId, accountRemoteId);
  }

  @FieldResolver(() => LedgerAccount, {
    nullable: true,
    description: 'Account paid from; of what is owed, the account that it is owed on. Of the whole expense.',
  })
  paidFrom(
    @Root() { instanceId, paidFromRemoteId }: Posting,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<BookEntryRow | null> {
    return findBookEntry(loaders, 'LEDGER_ACCOUNT', instanceId, paidFromRemoteId);
  }

  @FieldResolver(() => Department, { nullable: true, description: 'Department or location.' })
  department(
    @Root() { instanceId, departmentRemoteId }: Posting,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<BookEntryRow | null> {
    return findBookEntry(loaders, 'DEPARTMENT', instanceId, departmentRemoteId);
  }

  @FieldResolver(() => TrackingClass, { nullable: true, description: 'Class used for tracking.' })
  trackingClass(
    @Root() { instanceId, trackingClassRemoteId }: Posting,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<BookEntryRow | null> {
    return findBookEntry(loaders, 'TRACKING_CLASS', instanceId, trackingClassRemoteId);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Customer or project it is charged on to.' })
  customer(
    @Root() { instanceId, customerRemoteId }: Posting,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<BookEntryRow | null> {
    return findBookEntry(loaders, 'CUSTOMER', instanceId, customerRemoteId);
  }
}

@Resolver(() => ExpensePayee)
export class ExpensePayeeResolver {
  @FieldResolver(() => Supplier, { nullable: true, description: 'A supplier.' })
  supplier(@Root() payee: Payee, @Ctx() { loaders }: GraphqlContext): Promise<BookEntryRow | null> {
    return findBookEntry(loaders, 'SUPPLIER', payee.instanceId, idOf(payee, 'SUPPLIER'));
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'An employee.' })
  employee(@Root() payee: Payee, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployee(loaders, payee.instanceId, idOf(payee, 'EMPLOYEE'));
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'A customer.' })
  customer(@Root() payee: Payee, @Ctx() { loaders }: GraphqlContext): Promise<BookEntryRow | null> {
    return findBookEntry(loaders, 'CUSTOMER', payee.instanceId, idOf(payee, 'CUSTOMER'));
  }
}

function idOf({ kind, remoteId }: ExpensePayeeValue, wanted: PayeeKind): string | null {
  return kind === wanted ? remoteId : null;
}
