import type { Client } from 'pg';
import type { Statement } from '../../src/persistence/database';

/** How Postgres ran a statement. */
export interface QueryPlan {
  readonly milliseconds: number;
  /** Every step of it. */
  readonly steps: readonly PlanStep[];
  /** As people read it. */
  readonly text: string;
}

export interface PlanStep {
  readonly kind: string;
  readonly table: string | null;
  readonly index: string | null;
  /** Not so where a plan has two ways, and the first was enough. */
  readonly wasTaken: boolean;
  /** Rows that it came upon, those among them that it threw away. */
  readonly rowsRead: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Actual Total Time': number;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface Explained {
  readonly Plan: PlanNode;
  readonly 'Execution Time': number;
}

/** Runs the statement, and tells how. */
export async function explain(client: Client, { text, values }: Statement): Promise<QueryPlan> {
  const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [
    ...(values ?? []),
  ]);
  const [{ Plan: plan, 'Execution Time': milliseconds }] = rows[0]!['QUERY PLAN'] as [Explained];
  return { milliseconds, steps: stepsOf(plan), text: linesOf(plan, 0).join('\n') };
}

function linesOf(node: PlanNode, depth: number): string[] {
  const { 'Relation Name': table, 'Index Name': index, 'Index Cond': condition, Filter: filter } = node;
  const place = [index && `using ${index}`, table && `on ${table}`].filter(Boolean).join(' ');
  const rows = `${rowsReadBy(node).toLocaleString('en')} rows read, ${node['Actual Rows']} given`;
  const times = `${node['Actual Total Time']} ms, ${node['Actual Loops']} ×`;
  const indent = '  '.repeat(depth);
  return [
    `${indent}${node['Node Type']} ${place} (${rows}, ${times})`,
    ...(condition === undefined ? [] : [`${indent}    index: ${condition}`]),
    ...(filter === undefined ? [] : [`${indent}    filter: ${filter}`]),
    ...(node.Plans ?? []).flatMap((child) => linesOf(child, depth + 1)),
  ];
}

function stepsOf(node: PlanNode): PlanStep[] {
  const step: PlanStep = {
    kind: node['Node Type'],
    table: node['Relation Name'] ?? null,
    index: node['Index Name'] ?? null,
    wasTaken: node['Actual Loops'] > 0,
    rowsRead: rowsReadBy(node),
  };
  return [step, ...(node.Plans ?? []).flatMap(stepsOf)];
}

/** Postgres tells them by loop. */
function rowsReadBy(node: PlanNode): number {
  const { 'Rows Removed by Filter': filtered = 0, 'Rows Removed by Index Recheck': rechecked = 0 } = node;
  return Math.round((node['Actual Rows'] + filtered + rechecked) * node['Actual Loops']);
}
