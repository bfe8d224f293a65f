import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { createSilentLogger } from '../../src/logger';
import type { Statement, StatementRunner } from '../../src/persistence/database';
import { BookEntryRepository } from '../../src/persistence/repositories/book-entry.repository';
import { EmployeeRepository } from '../../src/persistence/repositories/employee.repository';
import { ExpenseReceiptRepository } from '../../src/persistence/repositories/expense-receipt.repository';
import { ExpenseRepository } from '../../src/persistence/repositories/expense.repository';
import { PolicyRepository } from '../../src/persistence/repositories/policy.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { ReportRepository } from '../../src/persistence/repositories/report.repository';
import { createRequestContext, type RequestContext } from '../../src/request-context';
import { createTestDatabase, type TestDatabase } from './test-database';

export const FETCHED_AT = new Date('2026-08-15T12:00:00.000Z');
export const FETCHED_LATER = new Date('2026-08-16T12:00:00.000Z');

/** A database with the repositories of vendor records, and organizations with instances on demand. */
export interface RecordDatabase extends TestDatabase {
  readonly context: RequestContext;
  /** What the repositories run their statements by. */
  readonly runner: StatementRunner;
  readonly reports: ReportRepository;
  readonly expenses: ExpenseRepository;
  readonly policies: PolicyRepository;
  readonly employees: EmployeeRepository;
  readonly books: BookEntryRepository;
  readonly receipts: ExpenseReceiptRepository;
  /** An instance, of an organization of its own unless one is given. */
  createInstance(organizationId?: string): Promise<StoreTarget>;
  deleteInstance(instanceId: string): Promise<void>;
  /** The statements that `work` ran through the repositories. */
  statementsOf(work: () => Promise<unknown>): Promise<Statement[]>;
}

export async function createRecordDatabase(): Promise<RecordDatabase> {
  const database = await createTestDatabase({ poolSize: 4 });
  const context = createRequestContext({ logger: createSilentLogger() });
  const statements: Statement[] = [];
  const runner: StatementRunner = {
    query: (of, statement) => {
      statements.push(statement);
      return database.database.query(of, statement);
    },
  };
  return {
    ...database,
    context,
    runner,
    reports: new ReportRepository(runner),
    expenses: new ExpenseRepository(runner),
    policies: new PolicyRepository(runner),
    employees: new EmployeeRepository(runner),
    books: new BookEntryRepository(runner),
    receipts: new ExpenseReceiptRepository(runner),
    createInstance: async (organizationId) => {
      const target = { organizationId: organizationId ?? uuidv7(), instanceId: uuidv7() };
      await insertInstance(database, target);
      return target;
    },
    deleteInstance: async (instanceId) => {
      await database.dataSource.query('UPDATE instances SET deleted_at = now() WHERE id = $1', [instanceId]);
    },
    statementsOf: async (work) => {
      statements.length = 0;
      await work();
      return [...statements];
    },
  };
}

async function insertInstance({ dataSource }: TestDatabase, target: StoreTarget): Promise<void> {
  await dataSource.query(
    `INSERT INTO organizations (id, name, secret_hash, created_at) VALUES ($1, 'Acme', $2, now()) ON CONFLICT DO NOTHING`,
    [target.organizationId, randomBytes(32)],
  );
  await dataSource.query(
    `INSERT INTO instances (id, organization_id, element_key, name, tags, status, status_changed_at, token_hash,
       external_authentication, created_by, created_at, updated_at)
     VALUES ($1, $2, 'expensify', 'Expenses', '{}', 'ACTIVE', now(), $3, 'NONE', $1, now(), now())`,
    [target.instanceId, target.organizationId, randomBytes(32)],
  );
}
