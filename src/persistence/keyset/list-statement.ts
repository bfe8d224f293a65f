import { BoundValues } from '../bound-values';
import type { Statement } from '../database';
import { partAsPlanned, partByBoundedWalk, unindexed, WALKED_FIRST, type ListPart } from './list-part';
import { OF_DISTANCE_INDEX, behindInstant, distanceOrder } from './distance-order';
import type { KeysetPosition, PageNeeds, SortDirection } from './keyset-page';
import type { BoundScope, ScopeKind } from './scope-kind';
import { assertPosition, sortValueAsText, type SortColumn } from './sort-column';
import { packedRows, type PackedColumn } from '../packed-rows';
import type { RowColumns } from '../row-columns';

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
  /**
   * A list that is no part of a record is read by how far its values are from an end of time, through an index of these
   * columns: see `distance-order.ts`.
   */
  readonly byDistance?: readonly string[] | null;
  /** Whether many rows may meet the conditions: the planner is asked then. */
  readonly mayBeOfMany?: boolean;
  /** Whether it is known that many rows meet the conditions: see `partByBoundedWalk`. */
  readonly isOfMany?: boolean;
}

/**
 * One page for each scope in one statement: up to `first + 1` rows each (the one too many says that there is a next
 * page), with the columns `scope` (its index), `sort_value` where positions are needed, and the table's.
 *
 * An index has the rows without a value at its end, so that a first page in ascending order is one scan of it. Anything
 * else is two scans that stop at the limit, for rows with a value and, unless those fill the page, for rows without: only
 * the few rows that they give are ever sorted.
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
  const where = splitConditions(request, request.conditions(bound));
  const limit = bound.bind(first + 1, 'int');
  return { from, page: pageOfScope(request, where, limit, bound) };
}

function pageOfScope(request: PageRequest, where: PartConditions, limit: string, bound: BoundValues): string {
  const { sort, after } = request;
  if (!sort.nullable || isOneScan(request)) return valuedPart(request, where, limit, bound);
  const ofValueless = valuelessPart(request, where, limit, bound);
  if (after !== null && after.value === null) return ofValueless;
  const valued = valuedPart(request, withAll(where, [`t.${sort.column} IS NOT NULL`]), limit, bound);
  return partsInTurn(request, valued, ofValueless, limit);
}

interface PartConditions {
  /** Which the index of the order knows about. */
  readonly ofOrder: readonly string[];
  readonly others: readonly string[];
}

/** A condition begins with its column, or is a CASE that does. */
function splitConditions(request: PageRequest, filter: readonly string[]): PartConditions {
  const { column, behind = [] } = request.sort;
  const indexed = goesByDistance(request) ? (request.byDistance ?? []) : [column, ...behind];
  const isOfOrder = (condition: string): boolean =>
    indexed.some((name) => condition.startsWith(`t.${name} `) || condition.startsWith(`CASE WHEN t.${name} `));
  return {
    ofOrder: [...scopeConditions(request), ...filter.filter(isOfOrder)],
    others: filter.filter((condition) => !isOfOrder(condition)),
  };
}

function withAll({ ofOrder, others }: PartConditions, more: readonly string[]): PartConditions {
  return { ofOrder: [...ofOrder, ...more], others };
}

/** The index of distances is of organizations, whatever instances are looked at. */
function scopeConditions(request: PageRequest): string[] {
  const { condition, isOfOneInstance } = request.kind;
  const isToBeSaid = isOfOneInstance && goesByDistance(request);
  return isToBeSaid ? [condition, 't.organization_id = s.organization_id'] : [condition];
}

/** Lists inside of records are short: these are found by the record. */
function goesByDistance({ byDistance, scopes }: PageRequest): boolean {
  return byDistance != null && scopes.every(({ parent }) => parent === undefined);
}

function isOneScan(request: PageRequest): boolean {
  return request.after === null && request.direction === 'ASC' && !goesByDistance(request);
}

/** What is sent of `p`: without the sort key, which would be parsed for each row. */
function shown(request: PageRequest): string {
  const columns = pageColumns(request);
  return columns === null ? 'p.*' : columns.map(({ name }) => `p.${name}`).join(', ');
}

function selected({ table: { columns }, needs }: PageRequest): string {
  return typeof columns === 'string' ? columns : columns.select(columns.namesOf(needs?.fields ?? null));
}

/** Whether how many rows meet the conditions decides how they are best found. */
export function dependsOnHowMany(request: PageRequest): boolean {
  const [only, ...others] = request.scopes;
  if (request.mayBeOfMany !== true || only === undefined || others.length > 0 || only.parent !== undefined)
    return false;
  return splitConditions(request, request.conditions(new BoundValues())).others.length > 0;
}

/** Has the planner say how many rows meet the conditions; nothing is read. */
export function estimateStatement(request: Pick<PageRequest, 'table' | 'kind' | 'scopes' | 'conditions'>): Statement {
  const bound = new BoundValues();
  const from = scopesClause(request.scopes, request.kind, bound);
  const where = [request.kind.condition, ...request.conditions(bound)].join(' AND ');
  return bound.statement(`EXPLAIN (FORMAT JSON) SELECT FROM ${from} JOIN ${request.table.name} t ON ${where}`);
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

function valuedPart(request: PageRequest, where: PartConditions, limit: string, bound: BoundValues): string {
  const { sort, direction } = request;
  const text = needsPositions(request.needs) ? sortValueAsText(sort, `t.${sort.column}`) : 'NULL::text';
  const columns = `${selected(request)}, t.${sort.column} AS sort_key, ${text} AS sort_value`;
  const conditions = withAll(where, positionConditions(request, bound));
  const lead = goesByDistance(request)
    ? ({ expression: distanceOrder(sort.column, direction), direction: 'ASC' } as const)
    : { expression: `t.${sort.column}`, direction };
  const part = completePart(request, { columns, ...conditions, lead });
  return request.isOfMany && part.others.length > 0 ? partByBoundedWalk(part, limit) : partAsPlanned(part, limit);
}

function positionConditions(request: PageRequest, bound: BoundValues): string[] {
  const { sort, after, direction } = request;
  const always = goesByDistance(request) ? [OF_DISTANCE_INDEX] : [];
  if (after === null) return always;
  const value = bound.bind(after.value, sort.type);
  if (!goesByDistance(request)) return [afterCondition(request, [sort.column], [value], bound)];
  const amongTies = afterCondition(request, [], [], bound);
  return [...always, ...behindInstant(sort.column, direction, value, amongTies)];
}

/** Ordered by the sort column too, although it is null throughout: only so does the planner see the order of the index. */
function valuelessPart(request: PageRequest, where: PartConditions, limit: string, bound: BoundValues): string {
  const { sort, after, direction } = request;
  const behind = after !== null && after.value === null ? [afterCondition(request, [], [], bound)] : [];
  const columns = `${selected(request)}, NULL::${sort.type} AS sort_key, NULL::text AS sort_value`;
  const lead = { expression: `t.${sort.column}`, direction };
  const isNull = `t.${sort.column} IS NULL`;
  if (goesByDistance(request)) return valuelessOfMoments(request, where, { columns, lead }, [isNull, behind], limit);
  const part = completePart(request, { columns, ...withAll(where, [isNull, ...behind]), lead });
  return request.isOfMany && part.others.length > 0 ? partByBoundedWalk(part, limit) : partAsPlanned(part, limit);
}

/**
 * Whether the rows without one moment are where the others are asked for, the planner cannot know. The position does not help
 * to find them: in a CASE, no index is read for it.
 */
function valuelessOfMoments(
  request: PageRequest,
  where: PartConditions,
  part: Pick<ListPart, 'columns' | 'lead'>,
  [isNull, behind]: readonly [string, readonly string[]],
  limit: string,
): string {
  const scope = scopeConditions(request);
  const asked = [...where.ofOrder.filter((condition) => !scope.includes(condition)), ...where.others];
  const position = behind.map((condition) => `CASE WHEN ${condition} THEN TRUE END`);
  const walked = { ...part, ofOrder: [...scope, isNull, ...behind], others: asked };
  const searched = [...scope, isNull, OF_DISTANCE_INDEX, ...asked, ...position];
  return partByBoundedWalk({ ...completePart(request, walked), searched }, limit, WALKED_FIRST);
}

function completePart(request: PageRequest, part: Pick<ListPart, 'columns' | 'ofOrder' | 'others' | 'lead'>): ListPart {
  const { table, sort, direction } = request;
  const ties = ordering(request, 't', table.keyColumns);
  const unindexedLead = `${unindexed(`t.${sort.column}`, sort.type)} ${direction}`;
  return { ...part, table: table.name, ties, unindexedLead, orderOfSelected: finalOrder(request, 'u') };
}

/** Those without a value come last: where the others fill the page, nothing is read for them. */
function partsInTurn(request: PageRequest, valued: string, valueless: string, limit: string): string {
  return `WITH valued AS MATERIALIZED (${valued})
    SELECT * FROM (
      SELECT * FROM valued
      UNION ALL
      SELECT * FROM (${valueless}) v WHERE (SELECT count(*) FROM valued) < ${limit}
    ) u ORDER BY ${finalOrder(request, 'u')} LIMIT ${limit}`;
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
