import type { DataSource, QueryRunner } from 'typeorm';

/**
 * Statements that would make the database what the entities say: none when the migrations are right. TypeORM reads the
 * tables with several queries at once on one connection, which pg warns of; here they are asked one after another.
 */
export async function listSchemaChanges(dataSource: DataSource): Promise<string[]> {
  const createQueryRunner = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => inTurn(createQueryRunner(mode));
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    dataSource.createQueryRunner = createQueryRunner;
  }
}

function inTurn(runner: QueryRunner): QueryRunner {
  const query = runner.query.bind(runner) as (...statement: unknown[]) => Promise<unknown>;
  let turn: Promise<unknown> = Promise.resolve();
  const queued = (...statement: unknown[]): Promise<unknown> => {
    const result = turn.then(() => query(...statement));
    turn = result.catch(() => undefined);
    return result;
  };
  return Object.assign(runner, { query: queued });
}
