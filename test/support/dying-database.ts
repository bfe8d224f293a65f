import { Database, type Statement, type Transaction } from '../../src/persistence/database';
import type { RequestContext } from '../../src/request-context';

/** The database as a process sees it that is killed: after so many statements, none comes through, and nothing is committed. */
export class DyingDatabase extends Database {
  private left = Number.POSITIVE_INFINITY;

  /** How many statements came through since. */
  passed = 0;

  dieAfter(statements: number): void {
    this.left = statements;
    this.passed = 0;
  }

  revive(): void {
    this.left = Number.POSITIVE_INFINITY;
  }

  override async query<Row>(context: RequestContext, statement: Statement): Promise<Row[]> {
    this.pass();
    return super.query<Row>(context, statement);
  }

  override transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return super.transaction(async (transaction) => {
      const result = await work({
        beforeCommit: (task) => transaction.beforeCommit(task),
        query: async (context, statement) => {
          this.pass();
          return transaction.query(context, statement);
        },
      });
      // Dead before the commit, it commits nothing.
      transaction.beforeCommit(() => Promise.resolve(this.pass()));
      return result;
    });
  }

  private pass(): void {
    if (this.left <= 0) throw new Error('The process is dead.');
    this.left -= 1;
    this.passed += 1;
  }
}
