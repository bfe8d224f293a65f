import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { BookEntryRow } from '../../persistence/repositories/book-entry-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { openInstanceList } from '../connection/instance-list';
import { ListSize } from '../connection/list-size';
import { MaxAge, requireMaxAge } from '../connection/max-age';
import type { RecordConnection } from '../connection/record-connection';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import {
  CustomerListArguments,
  DepartmentListArguments,
  LedgerAccountListArguments,
  SupplierListArguments,
  TrackingClassListArguments,
} from './book-entry-list.input';
import { CUSTOMERS, DEPARTMENTS, LEDGER_ACCOUNTS, SUPPLIERS, TRACKING_CLASSES } from './book-entry.list';
import { InstanceCompany } from './instance-company.type';

type Entries = Promise<RecordConnection<BookEntryRow>>;

@Resolver(() => Instance)
export class InstanceBooksResolver {
  @ListSize()
  @FieldResolver(() => SUPPLIERS.Connection, {
    nullable: true,
    description: 'Suppliers, by name. Null, with an error, where the element has none.',
  })
  suppliers(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => SupplierListArguments) page: SupplierListArguments,
    @Ctx() context: GraphqlContext,
  ): Entries {
    return openInstanceList(SUPPLIERS, context, instance, page, maxAge);
  }

  @ListSize()
  @FieldResolver(() => CUSTOMERS.Connection, {
    nullable: true,
    description: 'Customers and projects, by full name. Null, with an error, where the element has none.',
  })
  customers(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => CustomerListArguments) page: CustomerListArguments,
    @Ctx() context: GraphqlContext,
  ): Entries {
    return openInstanceList(CUSTOMERS, context, instance, page, maxAge);
  }

  @ListSize()
  @FieldResolver(() => LEDGER_ACCOUNTS.Connection, {
    nullable: true,
    description: 'Accounts of the general ledger, by full name. Null, with an error, where the element has none.',
  })
  ledgerAccounts(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => LedgerAccountListArguments) page: LedgerAccountListArguments,
    @Ctx() context: GraphqlContext,
  ): Entries {
    return openInstanceList(LEDGER_ACCOUNTS, context, instance, page, maxAge);
  }

  @ListSize()
  @FieldResolver(() => TRACKING_CLASSES.Connection, {
    nullable: true,
    description: 'Tracking classes, by full name. Null, with an error, where the element has none.',
  })
  trackingClasses(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => TrackingClassListArguments) page: TrackingClassListArguments,
    @Ctx() context: GraphqlContext,
  ): Entries {
    return openInstanceList(TRACKING_CLASSES, context, instance, page, maxAge);
  }

  @ListSize()
  @FieldResolver(() => DEPARTMENTS.Connection, {
    nullable: true,
    description: 'Departments or locations, by full name. Null, with an error, where the element has none.',
  })
  departments(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => DepartmentListArguments) page: DepartmentListArguments,
    @Ctx() context: GraphqlContext,
  ): Entries {
    return openInstanceList(DEPARTMENTS, context, instance, page, maxAge);
  }

  @FieldResolver(() => InstanceCompany, {
    nullable: true,
    description: 'The company that its books are of; null where the element keeps no books.',
  })
  async company(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Ctx() { services, loaders }: GraphqlContext,
  ): Promise<InstanceCompany | null> {
    const resource = 'COMPANY';
    const maxAgeSeconds = requireMaxAge(maxAge);
    if (services.catalog.get(instance.elementKey).resources[resource]?.list === undefined) return null;
    await loaders.preparedLists.load({ instance, resource, maxAgeSeconds });
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const order = { field: 'NAME', direction: 'ASC' } as const;
    const page = await loaders.bookEntryLists.COMPANY.page(scope, { filter: null, order, first: 1, after: null });
    const [company] = page.rows;
    return company === undefined ? null : { ...company, homeCurrency: company.currency };
  }
}
