import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { ConfigurationField as FieldData, ProvisioningFlow as Flow } from '../../adapters/adapter';
import type { Capability as CapabilityData } from '../../services/catalog.service';
import { ListSize } from '../connection/list-size';
import { PageArguments } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { InstanceConnection, type InstanceList } from '../instance/instance.connection';
import { InstanceFilter } from '../instance/instance.filter';
import { listInstances } from '../instance/instance-list';
import { Capability } from './capability.type';
import { ConfigurationField, ProvisioningFlow } from './configuration-field.type';
import { Element, toElement } from './element.type';

@Resolver(() => Element)
export class ElementResolver {
  @Query(() => [Element], { nullable: true, description: 'The catalogue. Needs no credentials.' })
  elements(
    @Ctx() context: GraphqlContext,
    @Arg('hub', () => String, { nullable: true, description: 'Only elements of this hub.' }) hub?: string | null,
  ): Element[] {
    return context.services.catalog.list(hub).map(toElement);
  }

  @Query(() => Element, { nullable: true, description: 'One element. Needs no credentials.' })
  element(
    @Ctx() context: GraphqlContext,
    @Arg('key', () => ID, { description: 'Its key.' }) key: string,
  ): Element | null {
    const adapter = context.services.catalog.find(key);
    return adapter === null ? null : toElement(adapter);
  }

  @FieldResolver(() => [ConfigurationField], {
    description: 'What to ask the customer for, in the order of a form.',
  })
  configurationFields(
    @Root() element: Element,
    @Ctx() context: GraphqlContext,
    @Arg('flow', () => ProvisioningFlow, { nullable: true, description: 'Only what this flow needs.' })
    flow?: Flow | null,
  ): FieldData[] {
    const { catalog } = context.services;
    return catalog.configurationFields(catalog.get(element.key).catalog, flow);
  }

  @FieldResolver(() => [Capability], {
    description: 'What it can really do. A resource or operation that is absent is unsupported.',
  })
  capabilities(@Root() element: Element, @Ctx() context: GraphqlContext): CapabilityData[] {
    const { catalog } = context.services;
    return catalog.capabilities(catalog.get(element.key));
  }

  @ListSize()
  @FieldResolver(() => InstanceConnection, {
    nullable: true,
    description: "Your organization's instances of it, by name. Needs credentials, unlike the rest.",
  })
  instances(
    @Root() element: Element,
    @Ctx() context: GraphqlContext,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => InstanceFilter, { nullable: true, description: 'Conditions; all that are given must hold.' })
    filter?: InstanceFilter | null,
  ): InstanceList {
    return listInstances(context, { ...filter, elementKey: within(filter?.elementKey, element.key) }, page);
  }
}

/** The element itself, or nothing when the filter asks for others only. */
function within(asked: readonly string[] | null | undefined, key: string): string[] {
  return asked == null || asked.includes(key) ? [key] : [];
}
