import { Field, ObjectType } from 'type-graphql';
import { Connection, type ConnectionOptions } from './connection';
import { ListFreshness } from './list-freshness.type';

export interface RecordConnectionOptions<Row> extends ConnectionOptions<Row> {
  /** Called only when the freshness is selected. */
  readonly readFreshness: () => Promise<ListFreshness>;
}

/** A page of vendor records. */
@ObjectType({ simpleResolvers: true })
export abstract class RecordConnection<Row> extends Connection<Row> {
  private readonly readFreshness: () => Promise<ListFreshness>;

  constructor(options: RecordConnectionOptions<Row>) {
    super(options);
    this.readFreshness = options.readFreshness;
  }

  @Field(() => ListFreshness, { description: 'How fresh the list is, and why it is no fresher.' })
  freshness(): Promise<ListFreshness> {
    return this.readFreshness();
  }
}
