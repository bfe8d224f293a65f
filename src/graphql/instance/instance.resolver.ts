import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { LimitUsage } from '../../adapters/http/budget-policy';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { requireCaller } from '../../services/caller-scope';
import type { Capability as CapabilityData } from '../../services/catalog.service';
import type { ConfigurationEntry as EntryData } from '../../services/instance-settings';
import { timeToLiveOf } from '../../services/time-to-live';
import { ListSize } from '../connection/list-size';
import { PageArguments } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { Capability } from '../element/capability.type';
import { Element, toElement } from '../element/element.type';
import { InstanceAuthorization } from './instance-authorization.type';
import { InstanceConnection, type InstanceList } from './instance.connection';
import { InstanceFilter } from './instance.filter';
import { listInstances } from './instance-list';
import { ConfigurationEntry, Instance, VendorRequestBudget } from './instance.type';

@Resolver(() => Instance)
export class InstanceResolver {
  @Query(() => Instance, { nullable: true, description: 'One instance; null when it is not yours.' })
  instance(
    @Ctx() context: GraphqlContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<InstanceRow | null> {
    requireCaller(context.request);
    return context.loaders.instances.load(id);
  }

  @ListSize()
  @Query(() => InstanceConnection, { nullable: true, description: "Your organization's instances, by name." })
  instances(
    @Ctx() context: GraphqlContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => InstanceFilter, { nullable: true, description: 'Conditions; all that are given must hold.' })
    filter?: InstanceFilter | null,
  ): InstanceList {
    return listInstances(context, filter ?? {}, page);
  }

  @FieldResolver(() => Element, { description: 'What it connects to.' })
  element(@Root() instance: InstanceRow, @Ctx() context: GraphqlContext): Element {
    return toElement(context.services.catalog.get(instance.elementKey));
  }

  @FieldResolver(() => [ConfigurationEntry], {
    description: 'Its settings, in the order of the form; secrets come back as `********`.',
  })
  configuration(@Root() instance: InstanceRow, @Ctx() context: GraphqlContext): Promise<readonly EntryData[]> {
    return context.loaders.configuration.load(instance);
  }

  @FieldResolver(() => [Capability], { description: 'What can be done through it.' })
  capabilities(@Root() instance: InstanceRow, @Ctx() context: GraphqlContext): CapabilityData[] {
    const { catalog } = context.services;
    return catalog.capabilities(catalog.get(instance.elementKey));
  }

  @FieldResolver(() => Int, { description: 'Records older than this many seconds are refreshed on read.' })
  timeToLiveSeconds(@Root() instance: InstanceRow): number {
    return timeToLiveOf(instance);
  }

  @FieldResolver(() => InstanceAuthorization, {
    nullable: true,
    description: "The customer's grant; null where the element has no consent page.",
  })
  async authorization(
    @Root() instance: InstanceRow,
    @Ctx() context: GraphqlContext,
  ): Promise<InstanceAuthorization | null> {
    const grant = await context.loaders.authorizations.load(instance);
    return grant && { ...grant, grantExpiresAt: grant.endsAt, refreshedAt: grant.renewedAt };
  }

  @FieldResolver(() => [VendorRequestBudget], {
    nullable: true,
    description: "What is left of the vendor's limits, over all our replicas.",
  })
  requestBudgets(@Root() instance: InstanceRow, @Ctx() context: GraphqlContext): Promise<readonly LimitUsage[]> {
    return context.loaders.requestBudgets.load(instance);
  }
}
