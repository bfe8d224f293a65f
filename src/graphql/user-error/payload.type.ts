import { Field, ObjectType } from 'type-graphql';
import { UserError } from './user-error.type';

/** What the answer of every mutation has. */
@ObjectType({ simpleResolvers: true })
export abstract class Payload {
  @Field(() => [UserError], {
    description: 'What went wrong, everything at once; empty on success, and then only is the result there.',
  })
  errors!: readonly UserError[];
}
