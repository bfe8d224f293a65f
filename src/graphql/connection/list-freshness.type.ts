import { Field, ObjectType } from 'type-graphql';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { FreshnessState as State } from '../../services/source-freshness';
import { Instance } from '../instance/instance.type';
import { registerEnum } from '../register-enum';
import { DateTimeScalar } from '../scalars';
import type { UserErrorValue } from '../user-error/to-user-error';
import { UserError } from '../user-error/user-error.type';

export const FreshnessState = registerEnum<State>('FreshnessState', 'Freshness of records that we keep a copy of.', {
  FRESH: 'Within the time-to-live, or within `maxAge` when that was given.',
  STALE: 'Older; a refresh is under way or failed: `error` tells.',
  LOADING: 'The first load is under way: the newest records are here, older ones follow.',
  NEVER_LOADED: 'Never read yet.',
});

@ObjectType({ description: "How fresh one instance's share of a list is.", simpleResolvers: true })
export class SourceFreshness {
  @Field(() => Instance, { description: 'The instance.' })
  instance!: InstanceRow;

  @Field(() => FreshnessState, { description: 'Its state.' })
  state!: State;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last read; null when it never was.' })
  fetchedAt!: Date | null;

  @Field(() => UserError, { nullable: true, description: 'Why it is no fresher; null when nothing went wrong.' })
  error!: UserErrorValue | null;
}

@ObjectType({ description: 'How fresh a list is.', simpleResolvers: true })
export class ListFreshness {
  @Field(() => FreshnessState, { description: 'The least fresh of its sources.' })
  state!: State;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the oldest of its sources was last read; null when one never was.',
  })
  fetchedAt!: Date | null;

  @Field(() => UserError, { nullable: true, description: 'Why it is no fresher; null when nothing went wrong.' })
  error!: UserErrorValue | null;

  @Field(() => [SourceFreshness], {
    description: 'Every instance that the list reads: one for a list on an instance, several for a root list.',
  })
  sources!: readonly SourceFreshness[];
}
