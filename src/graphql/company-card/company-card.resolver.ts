import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CompanyCardValue } from '../../adapters/records';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { GraphqlContext } from '../context';
import { findEmployeeByEmail } from '../employee/employee-lookup';
import { Employee } from '../employee/employee.type';
import { Instance } from '../instance/instance.type';
import { CompanyCard } from './company-card.type';

/** A card, and the instance whose employees to look among. */
type CardOfInstance = CompanyCardValue & { readonly instanceId: string };

@Resolver(() => Instance)
export class InstanceDomainCardsResolver {
  @FieldResolver(() => [CompanyCard], {
    nullable: true,
    description:
      'Cards that the administrators of an internet domain have set up at the vendor. Asks the vendor each time: one ' +
      'request for each domain. Needs what `capabilities` says of CARDS.',
  })
  async domainCards(
    @Root() instance: InstanceRow,
    @Arg('domain', () => String, { description: 'The domain, such as `example.com`.' }) domain: string,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<CardOfInstance[]> {
    const cards = await loaders.domainCards.load({ instance, domain });
    return cards.map((card) => ({ ...card, instanceId: instance.id }));
  }
}

@Resolver(() => CompanyCard)
export class CompanyCardResolver {
  @FieldResolver(() => Employee, { nullable: true, description: 'Whom it was given to, where known as an employee.' })
  employee(
    @Root() { instanceId, employeeEmail }: CardOfInstance,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<EmployeeRow | null> {
    return findEmployeeByEmail(loaders, instanceId, employeeEmail);
  }
}
