import { BoundValues } from '../bound-values';
import type { Statement } from '../database';
import type { KeysetPosition, PageNeeds, SortDirection } from './keyset-page';
import type { BoundScope, ScopeKind } from './scope-kind';
import { assertPosition, sortValueAsText, type SortColumn } from './sort-column';
import { packedRows, type PackedColumn } from '../packed-rows';
import type { RowColumns } from '../row-columns';

export { instanceScope } from './scope-kind';

/** A table that can be listed. Its rows are `t` in every expression. */
export interface ListTable {
  readonly name: string;
  /** What a page selects: columns and expressions of `t`; of a wide table only what is needed. */
  readonly columns: string | RowColumns;
  /** What breaks ties, `instance_id` first. */
  readonly keyColumns: readonly string[];
}

/** Adds the filter's conditions, binding their values. */
export type ConditionsOf = (bound: BoundValues) => readonly string[];

export interface PageRequest {
  readonly table: ListTable;
  readonly kind: ScopeKind;
  readonly scopes: readonly BoundScope[];
  readonly conditions: ConditionsOf;
  readonly sort: SortColumn;
  readonly direction: SortDirection;
  readonly first: number;
  readonly after: KeysetPosition | null;
  readonly needs?: PageNeeds | null;
}

/**
 * One page for each scope in one statement: up to `first + 1` rows each (the one too many says that there is a next
 * page), with the columns `scope` (its index), `sort_value` where positions are needed, and the table's.
 *
 * An index has the rows without a value at its end, so that a first page in ascending order is one scan of it. Anything
 * else is two scans that stop at the limit, for rows with and without a value: only the few rows that they give are ever
 * sorted.
 */
export function pageStatement(request: PageRequest): Statement {
  const bound = new BoundValues();
  const { from, page } = scopedPage(request, bound);
  return bound.statement(
    `SELECT s.scope, ${shown(request)} FROM ${from} CROSS JOIN LATERAL (${page}) p
     ORDER BY s.scope, ${finalOrder(request, 'p')}`,
  );
}

/** The same pages as one row each: `scope`, and the page's rows in their order as `PackedRows` of these columns. */
export function packedPageStatement(request: PageRequest, columns: readonly PackedColumn[]): Statement {
  const bound = new BoundValues();
  const { from, page } = scopedPage(request, bound);
  return bound.statement(
    `SELECT s.scope, p.count, p.nulls, p.packed FROM ${from} CROSS JOIN LATERAL (${packedRows(columns, page)}) p`,
  );
}

/** The columns of a page, without its scope; null where the table does not tell them one by one. */
export function pageColumns({ table: { columns }, needs }: PageRequest): readonly PackedColumn[] | null {
  if (typeof columns === 'string') return null;
  const ofTable = columns.typed(columns.namesOf(needs?.fields ?? null));
  return needsPositions(needs) ? [...ofTable, { name: 'sort_value', type: 'text' }] : ofTable;
}

/** The scopes `s`, and the page of one of them. */
function scopedPage(request: PageRequest, bound: BoundValues): { readonly from: string; readonly page: string } {
  const { table, sort, after, first } = request;
  if (after !== null) assertPosition(sort, table.keyColumns.length, after);
  const from = scopesClause(request.scopes, request.kind, bound);
  const where = [request.kind.condition, ...request.conditions(bound)];
  const limit = bound.bind(first + 1, 'int');
  return { from, page: pageOfScope(request, where, limit, bound) };
}

function pageOfScope(request: PageRequest, where: readonly string[], limit: string, bound: BoundValues): string {
  const { sort, after, direction } = request;
  if (!sort.nullable || (after === null && direction === 'ASC')) return valuedPart(request, where, limit, bound);
  const ofValueless = valuelessPart(request, where, limit, bound);
  if (after !== null && after.value === null) return ofValueless;
  const valued = valuedPart(request, [...where, `t.${sort.column} IS NOT NULL`], limit, bound);
  return mergedParts(request, [valued, ofValueless], limit);
}

/** What is sent of `p`: without the sort key, which would be parsed for each row. */
function shown(request: PageRequest): string {
  const columns = pageColumns(request);
  return columns === null ? 'p.*' : columns.map(({ name }) => `p.${name}`).join(', ');
}

function selected({ table: { columns }, needs }: PageRequest): string {
  return typeof columns === 'string' ? columns : columns.select(columns.namesOf(needs?.fields ?? null));
}

export function needsPositions(needs: PageNeeds | null | undefined): boolean {
  return needs?.positions ?? true;
}

/** How many rows each scope has: the columns `scope` and `count`. Scopes without an instance have no row. */
export function countStatement(request: Pick<PageRequest, 'table' | 'kind' | 'scopes' | 'conditions'>): Statement {
  const bound = new BoundValues();
  const from = scopesClause(request.scopes, request.kind, bound);
  const where = [request.kind.condition, ...request.conditions(bound)].join(' AND ');
  return bound.statement(
    `SELECT s.scope, c.count FROM ${from}
     CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM ${request.table.name} t WHERE ${where}) c`,
  );
}

/**
 * The scopes as rows `s`. A scope of one instance is checked here, once, so that inside it the instance alone decides
 * which index is used.
 */
function scopesClause(scopes: readonly BoundScope[], kind: ScopeKind, bound: BoundValues): string {
  const [only, ...others] = scopes;
  const rows = only !== undefined && others.length === 0 ? singleScope(only, bound) : scopeRows(scopes, bound);
  if (!kind.isOfOneInstance) return rows;
  return `${rows} JOIN instances i
    ON i.id = s.instance_id AND i.organization_id = s.organization_id AND i.deleted_at IS NULL`;
}

/** As constants, so that the planner knows how much that very instance has. */
function singleScope(scope: BoundScope, bound: BoundValues): string {
  return `(SELECT 0 AS scope, ${bound.bind(scope.organizationId, 'uuid')} AS organization_id,
    ${bound.bind(scope.instanceIds ?? null, 'uuid[]')} AS instance_ids,
    ${bound.bind(scope.instanceId ?? null, 'uuid')} AS instance_id,
    ${bound.bind(scope.parent ?? null, 'text')} AS parent) s`;
}

function scopeRows(scopes: readonly BoundScope[], bound: BoundValues): string {
  const rows = scopes.map((scope, index) => ({
    scope: index,
    organization_id: scope.organizationId,
    instance_ids: scope.instanceIds,
    instance_id: scope.instanceId,
    parent: scope.parent,
  }));
  return `jsonb_to_recordset(${bound.bind(JSON.stringify(rows), 'jsonb')})
    AS s (scope int, organization_id uuid, instance_ids uuid[], instance_id uuid, parent text)`;
}

function valuedPart(request: PageRequest, where: readonly string[], limit: string, bound: BoundValues): string {
  const { table, sort, after, needs } = request;
  const conditions = [...where];
  if (after !== null)
    conditions.push(afterCondition(request, [sort.column], [bound.bind(after.value, sort.type)], bound));
  const value = needsPositions(needs) ? sortValueAsText(sort, `t.${sort.column}`) : 'NULL::text';
  return `SELECT ${selected(request)}, t.${sort.column} AS sort_key, ${value} AS sort_value
    FROM ${table.name} t WHERE ${conditions.join(' AND ')}
    ORDER BY ${ordering(request, 't', [sort.column, ...table.keyColumns])} LIMIT ${limit}`;
}

/** Ordered by the sort column too, although it is null throughout: only so does the planner see the order of the index. */
function valuelessPart(request: PageRequest, where: readonly string[], limit: string, bound: BoundValues): string {
  const { table, sort, after } = request;
  const conditions = [...where, `t.${sort.column} IS NULL`];
  if (after !== null && after.value === null) conditions.push(afterCondition(request, [], [], bound));
  return `SELECT ${selected(request)}, NULL::${sort.type} AS sort_key, NULL::text AS sort_value
    FROM ${table.name} t WHERE ${conditions.join(' AND ')}
    ORDER BY ${ordering(request, 't', [sort.column, ...table.keyColumns])} LIMIT ${limit}`;
}

function mergedParts(request: PageRequest, parts: readonly string[], limit: string): string {
  const union = parts.map((part) => `(${part})`).join(' UNION ALL ');
  return `SELECT * FROM (${union}) u ORDER BY ${finalOrder(request, 'u')} LIMIT ${limit}`;
}

/** Rows behind the position: one comparison of rows, which an index can start at. */
function afterCondition(
  request: PageRequest,
  columns: readonly string[],
  placeholders: readonly string[],
  bound: BoundValues,
): string {
  const { table, kind, after, direction } = request;
  // Within one instance its id says nothing, and the index has no column for it at this place.
  const skipped = kind.isOfOneInstance ? 1 : 0;
  const keys = table.keyColumns.slice(skipped);
  const values = (after?.key ?? []).slice(skipped).map((part, index) => bound.bind(part, keyType(keys[index])));
  const left = [...columns, ...keys].map((column) => `t.${column}`).join(', ');
  return `(${left}) ${direction === 'ASC' ? '>' : '<'} (${[...placeholders, ...values].join(', ')})`;
}

function keyType(column: string | undefined): string {
  return column === 'instance_id' || column === 'id' ? 'uuid' : 'text';
}

function finalOrder(request: PageRequest, alias: string): string {
  const order = ordering(request, alias, ['sort_key', ...request.table.keyColumns]);
  return request.sort.nullable ? `${alias}.sort_key IS NULL, ${order}` : order;
}

function ordering(request: PageRequest, alias: string, columns: readonly string[]): string {
  return columns.map((column) => `${alias}.${column} ${request.direction}`).join(', ');
}
