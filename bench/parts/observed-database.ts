import { Database, type Statement } from '../../src/persistence/database';
import type { RequestContext } from '../../src/request-context';

/** Remembers what is asked outside of transactions. */
export class ObservedDatabase extends Database {
  private statements: Statement[] = [];

  override query<Row>(context: RequestContext, statement: Statement): Promise<Row[]> {
    this.statements.push(statement);
    return super.query<Row>(context, statement);
  }

  /** What was asked since this was last called. */
  take(): readonly Statement[] {
    return this.statements.splice(0);
  }
}
