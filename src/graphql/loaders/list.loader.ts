import type DataLoader from 'dataloader';
import type { ListQuery, PageNeeds, PageOf } from '../../persistence/keyset/keyset-page';
import { createGroupedLoader } from './grouped-loader';

/** How pages and counts of one kind of record are read: several scopes at once, one result each. */
export interface ListReads<Scope, Filter, Field extends string, Row> {
  readPages(scopes: readonly Scope[], query: ListQuery<Filter, Field>): Promise<readonly PageOf<Row>[]>;
  readCounts(scopes: readonly Scope[], filter: Filter | null): Promise<readonly number[]>;
}

/** The same question asked of one scope; questions of one group differ in their scope alone. */
interface Asked<Scope, Question> {
  readonly scope: Scope;
  readonly question: Question;
  readonly group: string;
}

/**
 * Lists that hang on many parents: the pages that are asked for in one tick with the same arguments are read in one
 * statement, and so are the counts.
 */
export class ListLoader<Scope extends object, Filter, Field extends string, Row> {
  private readonly pages: DataLoader<Asked<Scope, ListQuery<Filter, Field>>, PageOf<Row>, string>;
  private readonly counts: DataLoader<Asked<Scope, Filter | null>, number, string>;

  constructor(reads: ListReads<Scope, Filter, Field, Row>) {
    this.pages = createScopeLoader((scopes, query) => reads.readPages(scopes, query));
    this.counts = createScopeLoader((scopes, filter) => reads.readCounts(scopes, filter));
  }

  /** What is asked for again is read again. */
  clear(): void {
    this.pages.clearAll();
    this.counts.clearAll();
  }

  page(scope: Scope, query: ListQuery<Filter, Field>): Promise<PageOf<Row>> {
    return this.pages.load(asked(scope, query, textOfQuery(query)));
  }

  count(scope: Scope, filter: Filter | null): Promise<number> {
    return this.counts.load(asked(scope, filter, JSON.stringify(filter)));
  }
}

function asked<Scope extends object, Question>(
  scope: Scope,
  question: Question,
  questionText: string,
): Asked<Scope, Question> {
  // Scopes of different kinds, such as an organization's and a report's, are never read by one statement.
  return { scope, question, group: `${Object.keys(scope).join()} ${questionText}` };
}

/** Asked for by the hundred: what is mostly null or the same object is not written out each time. */
function textOfQuery({ filter, order, first, after, needs }: ListQuery<unknown, string>): string {
  const position = after && JSON.stringify(after);
  return `${order.field} ${order.direction} ${first} ${position} ${textOfNeeds(needs)} ${filter && JSON.stringify(filter)}`;
}

const needsTexts = new WeakMap<PageNeeds, string>();

function textOfNeeds(needs: PageNeeds | null | undefined): string {
  if (needs == null) return 'all';
  const known = needsTexts.get(needs);
  if (known !== undefined) return known;
  const text = JSON.stringify(needs);
  needsTexts.set(needs, text);
  return text;
}

function createScopeLoader<Scope, Question, Result>(
  read: (scopes: readonly Scope[], question: Question) => Promise<readonly Result[]>,
): DataLoader<Asked<Scope, Question>, Result, string> {
  return createGroupedLoader<Asked<Scope, Question>, Result>({
    textOf: ({ scope, group }) => `${JSON.stringify(scope)} ${group}`,
    groupOf: ({ group }) => group,
    load: (keys) =>
      read(
        keys.map(({ scope }) => scope),
        keys[0].question,
      ),
  });
}
