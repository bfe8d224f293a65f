import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { ViewerRow } from '../../persistence/repositories/organization.repository';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { Viewer } from './viewer.type';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: 'Who is asking.' })
  viewer(@Ctx() context: GraphqlContext): Promise<ViewerRow> {
    return context.services.organizations.getViewer(context.request);
  }

  @FieldResolver(() => Instance, {
    nullable: true,
    description: 'The one instance that the request is narrowed to by an instance token; null when it is not.',
  })
  async instance(@Ctx() context: GraphqlContext): Promise<InstanceRow | null> {
    const id = context.request.caller?.instanceId ?? null;
    return id === null ? null : context.loaders.instances.load(id);
  }
}
