import type { BudgetState, BudgetWindow } from '../../adapters/http/budget-policy';
import type { BudgetStore } from '../../adapters/http/request-budget';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

interface BudgetRow extends BudgetState {
  readonly budgetKey: string;
}

/** Sliding logs of what was sent to vendors, shared by all replicas. */
export class VendorBudgetRepository implements BudgetStore {
  constructor(private readonly runner: StatementRunner) {}

  async tryTake(
    context: RequestContext,
    budgetKey: string,
    windows: readonly BudgetWindow[],
    now: Date,
  ): Promise<boolean> {
    // ON CONFLICT locks the row and judges its newest version, also one committed while it waited: so of many takers
    // each sees what the one before wrote. The lock lasts for this one statement. Kept is twice what is counted: a replica
    // whose clock is behind still counts what one whose clock is ahead has done with.
    const rows = await this.runner.query(context, {
      name: 'vendor-budget-take',
      text: `INSERT INTO vendor_budgets AS budget (budget_key, sent, updated_at)
             VALUES ($1, ARRAY[$2::timestamptz], $2)
             ON CONFLICT (budget_key) DO UPDATE SET
               sent = ARRAY(
                 SELECT instant FROM unnest(budget.sent) AS instant
                 WHERE instant > $2 - (SELECT coalesce(2 * max(ms), 0) FROM unnest($4::int[]) AS ms) * interval '1 ms'
                 ORDER BY instant
               ) || $2::timestamptz,
               updated_at = greatest(budget.updated_at, $2)
             WHERE (budget.blocked_until IS NULL OR budget.blocked_until <= $2)
               AND NOT EXISTS (
                 SELECT FROM unnest($3::int[], $4::int[]) AS w(allowed, window_ms)
                 WHERE w.allowed <= (
                   SELECT count(*) FROM unnest(budget.sent) AS instant
                   WHERE instant > $2 - w.window_ms * interval '1 ms'
                 )
               )
             RETURNING true AS taken`,
      values: [budgetKey, now, windows.map(({ allowed }) => allowed), windows.map(({ windowMs }) => windowMs)],
    });
    return rows.length > 0;
  }

  async block(context: RequestContext, budgetKey: string, until: Date, now: Date): Promise<void> {
    await this.runner.query(context, {
      name: 'vendor-budget-block',
      text: `INSERT INTO vendor_budgets AS budget (budget_key, sent, blocked_until, updated_at)
             VALUES ($1, ARRAY[]::timestamptz[], $2, $3)
             ON CONFLICT (budget_key) DO UPDATE SET
               blocked_until = greatest(budget.blocked_until, excluded.blocked_until),
               updated_at = greatest(budget.updated_at, excluded.updated_at)`,
      values: [budgetKey, until, now],
    });
  }

  async read(context: RequestContext, budgetKeys: readonly string[]): Promise<ReadonlyMap<string, BudgetState>> {
    if (budgetKeys.length === 0) return new Map();
    const rows = await this.runner.query<BudgetRow>(context, {
      name: 'vendor-budget-read',
      text: `SELECT budget_key AS "budgetKey", blocked_until AS "blockedUntil",
               ARRAY(SELECT instant FROM unnest(sent) AS instant ORDER BY instant) AS sent
             FROM vendor_budgets WHERE budget_key = ANY($1::text[])`,
      values: [budgetKeys],
    });
    return new Map(rows.map(({ budgetKey, sent, blockedUntil }) => [budgetKey, { sent, blockedUntil }]));
  }

  /** Forgets credentials that were not used since `before`; keep that older than the longest limit and block. */
  async prune(context: RequestContext, before: Date): Promise<void> {
    await this.runner.query(context, { text: 'DELETE FROM vendor_budgets WHERE updated_at < $1', values: [before] });
  }
}
