import { Field, ObjectType } from 'type-graphql';
import { UserError } from './user-error.type';

/** What the answer of every mutation has. */
@ObjectType({ simpleResolvers: true })
export abstract class Payload {
  @Field(() => [UserError], {
    description:
      'What went wrong, everything at once; empty on success. Only then is the result there, but where a payload has `results`: those tell what became of each item.',
  })
  errors!: readonly UserError[];
}
