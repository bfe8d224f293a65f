import { ElementsError } from '../../errors';
import type { RequestContext } from '../../request-context';
import type { Statement, StatementRunner } from '../database';
import { rowUnpacker, type PackedColumn, type PackedRows } from '../packed-rows';
import { statementName } from '../statement-name';
import type { KeysetPosition, PageOf } from './keyset-page';
import { WALKED_FIRST } from './list-part';
import {
  countStatement,
  dependsOnHowMany,
  estimateStatement,
  needsPositions,
  packedPageStatement,
  pageColumns,
  pageStatement,
  type PageRequest,
} from './list-statement';

/** What every listed row has beside the table's own columns. */
interface ListedColumns {
  readonly sort_value: string | null;
}

/** Runs the statements of lists and puts their rows into pages, one page a scope, in the order of the scopes. */
export async function readPages<Columns extends object, Row>(
  context: RequestContext,
  runner: StatementRunner,
  request: PageRequest,
  toRow: (columns: Columns) => Row,
): Promise<PageOf<Row>[]> {
  if (!Number.isInteger(request.first) || request.first < 1) {
    throw new ElementsError('INTERNAL_SERVER_ERROR', `A page has at least one row, not ${request.first}.`);
  }
  if (request.scopes.length === 0) return [];
  const sized = { ...request, isOfMany: await isOfMany(context, runner, request) };
  const columns = pageColumns(request);
  const groups =
    (columns && (await readPacked<Columns & ListedColumns>(context, runner, sized, columns))) ??
    (await readUnpacked<Columns & ListedColumns>(context, runner, sized));
  const withPositions = needsPositions(request.needs);
  return groups.map((group) => {
    const shown = group.slice(0, request.first);
    return {
      rows: shown.map(toRow),
      positions: withPositions ? shown.map((listed) => positionOf(listed, request.table.keyColumns)) : [],
      hasNextPage: group.length > request.first,
    };
  });
}

/** The rows of each scope; null where they cannot be read packed. */
async function readPacked<Listed>(
  context: RequestContext,
  runner: StatementRunner,
  request: PageRequest,
  columns: readonly PackedColumn[],
): Promise<Listed[][] | null> {
  const shared = request.kind.isOfOneInstance ? ['instance_id'] : [];
  const packed = columns.filter(({ name }) => !shared.includes(name));
  const unpack = rowUnpacker<Listed>(packed, shared);
  const statement = named(request, packedPageStatement(request, packed));
  const groups: Listed[][] = request.scopes.map(() => []);
  for (const page of await runner.query<PackedRows & { scope: number }>(context, statement)) {
    const listed = unpack(page, { instance_id: request.scopes[page.scope]?.instanceId ?? '' });
    if (listed === null) return null;
    groups[page.scope] = listed;
  }
  return groups;
}

async function readUnpacked<Listed extends object>(
  context: RequestContext,
  runner: StatementRunner,
  request: PageRequest,
): Promise<Listed[][]> {
  const statement = named(request, pageStatement(request));
  const groups: Listed[][] = request.scopes.map(() => []);
  for (const listed of await runner.query<Listed & { scope: number }>(context, statement))
    groups[listed.scope]?.push(listed);
  return groups;
}

/**
 * Lists inside others are looked up row by row, whatever the rows are: any plan of such a statement is the right one, and
 * is kept. Of one that reads a single list, the best plan depends on how much there is.
 */
function named(request: PageRequest, statement: Statement): Statement {
  const isInner = request.scopes.every(({ parent }) => parent !== undefined);
  return isInner ? { ...statement, name: statementName(statement.text) } : statement;
}

/**
 * By the planner's estimate of the conditions alone, which is mostly sound. What it cannot know is where in the order of the
 * list those rows are: few of them are best found all, of many the beginning of the list is likely to have a page.
 */
async function isOfMany(context: RequestContext, runner: StatementRunner, request: PageRequest): Promise<boolean> {
  if (!dependsOnHowMany(request)) return false;
  const [row] = await runner.query<ExplainedRow>(context, estimateStatement(request));
  const estimate = row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
  return estimate > (request.first + 1) * WALKED_FIRST;
}

interface ExplainedRow {
  readonly 'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[];
}

export async function readCounts(
  context: RequestContext,
  runner: StatementRunner,
  request: Pick<PageRequest, 'table' | 'kind' | 'scopes' | 'conditions'>,
): Promise<number[]> {
  const counts = request.scopes.map(() => 0);
  if (counts.length === 0) return counts;
  const rows = await runner.query<{ scope: number; count: number }>(context, countStatement(request));
  for (const { scope, count } of rows) counts[scope] = count;
  return counts;
}

function positionOf(columns: ListedColumns, keyColumns: readonly string[]): KeysetPosition {
  const values = columns as unknown as Readonly<Record<string, string>>;
  return { value: columns.sort_value, key: keyColumns.map((column) => values[column] ?? '') };
}
