import { Field, Int, ObjectType } from 'type-graphql';
import type { KeysetPosition, PageOf } from '../../persistence/keyset/keyset-page';
import { PageInfo } from './page-info.type';

export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

/** What a connection is made of. */
export interface ConnectionOptions<Row> {
  /** Called for each part of the page that is selected: it must not read twice. */
  readonly readPage: () => Promise<PageOf<Row>>;
  /** Called only when the count is selected. */
  readonly readCount: () => Promise<number>;
  readonly toCursor: (position: KeysetPosition) => string;
  /** It was asked for with a cursor. */
  readonly isContinued: boolean;
  /** Where a page without items ends, for lists that are read on while they grow. */
  readonly endCursorWhenEmpty?: string | null;
}

/** A page of a list. What is not selected is not read, counted or made. */
@ObjectType({ simpleResolvers: true })
export abstract class Connection<Row> {
  constructor(private readonly options: ConnectionOptions<Row>) {}

  @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
  async pageInfo(): Promise<PageInfo> {
    const { readPage, isContinued, toCursor, endCursorWhenEmpty = null } = this.options;
    const { positions, hasNextPage } = await readPage();
    const first = positions[0];
    const last = positions.at(-1);
    return {
      hasNextPage,
      hasPreviousPage: isContinued,
      startCursor: first === undefined ? null : toCursor(first),
      endCursor: last === undefined ? endCursorWhenEmpty : toCursor(last),
    };
  }

  @Field(() => Int, { description: 'Matches over all pages; counted only when selected.' })
  totalCount(): Promise<number> {
    return this.options.readCount();
  }

  async nodes(): Promise<readonly Row[]> {
    const { rows } = await this.options.readPage();
    return rows;
  }

  async edges(): Promise<readonly Edge<Row>[]> {
    const { readPage, toCursor } = this.options;
    const { rows, positions } = await readPage();
    return rows.map((node, index) => new LazyEdge(node, positions[index], toCursor));
  }
}

/** Makes its cursor when that is selected. */
class LazyEdge<Row> implements Edge<Row> {
  constructor(
    readonly node: Row,
    private readonly position: KeysetPosition | undefined,
    private readonly toCursor: ConnectionOptions<Row>['toCursor'],
  ) {}

  get cursor(): string {
    if (this.position === undefined) throw new Error('The page was read without the positions of its rows.');
    return this.toCursor(this.position);
  }
}
