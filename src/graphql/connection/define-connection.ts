import { Field, ObjectType } from 'type-graphql';
import { Connection, type ConnectionOptions, type Edge } from './connection';
import { RecordConnection, type RecordConnectionOptions } from './record-connection';

export interface ConnectionNames {
  /** Name of the node's type, such as `Report`. */
  readonly type: string;
  /** In a sentence, such as `reports`. */
  readonly plural: string;
}

type BaseOf<Row, Options> = abstract new (options: Options) => Connection<Row>;

/** The types `…Connection` and `…Edge` of a noun. */
export function defineConnection<Row>(
  names: ConnectionNames,
  node: () => Function,
): new (options: ConnectionOptions<Row>) => Connection<Row> {
  return describeConnection<Row, ConnectionOptions<Row>>(Connection, names, node);
}

/** The types `…Connection` and `…Edge` of a noun of vendor records: the connection has a `freshness` too. */
export function defineRecordConnection<Row>(
  names: ConnectionNames,
  node: () => Function,
): new (options: RecordConnectionOptions<Row>) => RecordConnection<Row> {
  return describeConnection<Row, RecordConnectionOptions<Row>>(RecordConnection, names, node) as new (
    options: RecordConnectionOptions<Row>,
  ) => RecordConnection<Row>;
}

function describeConnection<Row, Options>(
  Base: BaseOf<Row, Options>,
  { type, plural }: ConnectionNames,
  node: () => Function,
): new (options: Options) => Connection<Row> {
  @ObjectType(`${type}Edge`, {
    description: `One item of a page of ${plural}, and its place in the list.`,
    simpleResolvers: true,
  })
  class NounEdge implements Edge<Row> {
    @Field(() => String, { description: 'Its place: pass it as `after` to go on behind it.' })
    cursor!: string;

    @Field(node, { description: 'The item.' })
    node!: Row;
  }

  @ObjectType(`${type}Connection`, { description: `A page of ${plural}.` })
  class NounConnection extends (Base as new (options: Options) => Connection<Row>) {
    @Field(() => [NounEdge], { description: 'The page with the place of each item; `nodes` is shorter.' })
    override edges(): Promise<readonly Edge<Row>[]> {
      return super.edges();
    }

    @Field(() => [node()], { description: 'The page.' })
    override nodes(): Promise<readonly Row[]> {
      return super.nodes();
    }
  }

  return NounConnection;
}
