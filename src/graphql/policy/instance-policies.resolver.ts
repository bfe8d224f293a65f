import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { openInstanceList } from '../connection/instance-list';
import { ListSize } from '../connection/list-size';
import { MaxAge } from '../connection/max-age';
import type { RecordConnection } from '../connection/record-connection';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { PolicyListArguments } from './policy-list.input';
import { POLICIES, PolicyConnection } from './policy.list';

@Resolver(() => Instance)
export class InstancePoliciesResolver {
  @ListSize()
  @FieldResolver(() => PolicyConnection, {
    nullable: true,
    description: 'Policies. Null, with an error, where the element has none.',
  })
  policies(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => PolicyListArguments) page: PolicyListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<RecordConnection<PolicyRow>> {
    return openInstanceList(POLICIES, context, instance, page, maxAge);
  }
}
