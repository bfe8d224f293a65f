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
  /** Rows that it came upon, those among them that it threw away. */
  readonly rowsRead: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface Explained {
  readonly Plan: PlanNode;
  readonly 'Execution Time': number;
}

/** Runs the statement twice: once for the steps, once for the text. */
export async function explain(client: Client, { text, values }: Statement): Promise<QueryPlan> {
  const parameters = [...(values ?? [])];
  const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    parameters,
  );
  const lines = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, parameters);
  const [explained] = rows[0]!['QUERY PLAN'];
  return {
    milliseconds: explained!['Execution Time'],
    steps: stepsOf(explained!.Plan),
    text: lines.rows.map((row) => row['QUERY PLAN']).join('\n'),
  };
}

function stepsOf(node: PlanNode): PlanStep[] {
  const perLoop =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const step: PlanStep = {
    kind: node['Node Type'],
    table: node['Relation Name'] ?? null,
    index: node['Index Name'] ?? null,
    rowsRead: Math.round(perLoop * node['Actual Loops']),
  };
  return [step, ...(node.Plans ?? []).flatMap(stepsOf)];
}
