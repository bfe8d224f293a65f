import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A field that a customer added to a record.', simpleResolvers: true })
export class RecordCustomField {
  @Field(() => String, { description: 'Its name, as the customer gave it.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its value as text; null when it is empty.' })
  value!: string | null;
}
