import { Client, type Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../request-context';
import { poolOf } from './connection-pool';

/** A statement; a `name` makes it a prepared one, parsed and planned once a connection. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** Runs statements inside or outside a transaction, and counts them for the request. */
export interface StatementRunner {
  query<Row>(context: RequestContext, statement: Statement): Promise<Row[]>;
}

/** A transaction: its statements, and what is to be done last in it. */
export interface Transaction extends StatementRunner {
  /** Runs after everything else in the transaction, just before it commits; when it fails, nothing is committed. */
  beforeCommit(task: () => Promise<void>): void;
}

/** The one door to Postgres. Reads come back as plain rows: building entities costs a fifth of a query's time. */
export class Database implements StatementRunner {
  private readonly pool: Pool;

  constructor(private readonly dataSource: DataSource) {
    this.pool = poolOf(dataSource);
  }

  async query<Row>(context: RequestContext, statement: Statement): Promise<Row[]> {
    context.stats.sqlStatements += 1;
    const result = await this.pool.query(toPgQuery(statement));
    return result.rows as Row[];
  }

  /** Commits what `work` did, or nothing of it when it throws. Never hold one while a vendor is asked. */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const client = (await runner.connect()) as Pick<Pool, 'query'>;
      const last: (() => Promise<void>)[] = [];
      const result = await work({
        beforeCommit: (task) => void last.push(task),
        async query<Row>(of: RequestContext, statement: Statement): Promise<Row[]> {
          of.stats.sqlStatements += 1;
          return (await client.query(toPgQuery(statement))).rows as Row[];
        },
      });
      for (const task of last) await task();
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** A connection outside the pool, not yet opened: for LISTEN, which belongs to one connection for good. */
  createClient(): Client {
    return new Client({ ...this.pool.options, keepAlive: true });
  }

  /** For what listens to the database, or brings its own statements. */
  get connectionPool(): Pool {
    return this.pool;
  }

  /** Connections of the pool, for `/metrics`. */
  poolUsage(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    return { total: this.pool.totalCount, idle: this.pool.idleCount, waiting: this.pool.waitingCount };
  }
}

function toPgQuery(statement: Statement): { name?: string; text: string; values: unknown[] } {
  return { name: statement.name, text: statement.text, values: [...(statement.values ?? [])] };
}
