import { Args, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PolicyTagGroupValue } from '../../adapters/records';
import type { Connection } from '../connection/connection';
import { defineConnection } from '../connection/define-connection';
import { ListSize } from '../connection/list-size';
import { PageArguments } from '../connection/page-arguments';
import { pageOfStoredList } from '../connection/stored-list';
import type { TagGroupOfPolicy } from './policy-settings.resolver';
import { PolicyTag, PolicyTagGroup } from './policy-settings.type';

type Tag = PolicyTagGroupValue['tags'][number];

const PolicyTagConnection = defineConnection<Tag>({ type: 'PolicyTag', plural: 'tags' }, () => PolicyTag);

@Resolver(() => PolicyTagGroup)
export class PolicyTagGroupResolver {
  @ListSize()
  @FieldResolver(() => PolicyTagConnection, { description: 'Tags to choose from, in the order of the policy.' })
  tags(
    @Root() { policyId, level, tags }: TagGroupOfPolicy,
    @Args(() => PageArguments) page: PageArguments,
  ): Connection<Tag> {
    return new PolicyTagConnection(pageOfStoredList(tags, [policyId, level], page));
  }
}
