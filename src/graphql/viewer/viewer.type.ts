import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Who is asking.', simpleResolvers: true })
export class Viewer {
  @Field(() => ID, { description: "The user's id here." })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Name of the user.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address of the user.' })
  email!: string | null;

  @Field(() => ID, { description: "The organization's id here." })
  organizationId!: string;

  @Field(() => String, { description: 'Name of the organization.' })
  organizationName!: string;
}
