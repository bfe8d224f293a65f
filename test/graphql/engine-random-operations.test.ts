import { isDeepStrictEqual } from 'node:util';
import { parse, validate, type ExecutionResult } from 'graphql';
import { createCompiledExecutor, interpret } from '../../src/graphql/engine/executor/compiled-executor';
import { createCatalogueSchema } from '../support/catalogue-schema';
import { randomQuery } from '../support/random-operations';

const ROUNDS = 400;

/** Fields that do not give the same each time, or that no executor can run. */
const LEFT_OUT = new Set(['Item.getter', 'Query._service', 'Query._entities']);

/**
 * Where an error shows in the data. One null may have several errors behind it, of which graphql-js tells the first
 * and compiled code each; what both must agree on is where the nulls are.
 */
function placeOf(data: unknown, path: readonly (string | number)[] = []): string {
  let value = data;
  for (const [index, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index).join('.');
    value = (value as Record<string | number, unknown>)[key];
  }
  return path.join('.');
}

function comparable(result: ExecutionResult): unknown {
  const data: unknown = JSON.parse(JSON.stringify(result.data ?? null));
  const places = new Set((result.errors ?? []).map(({ path }) => placeOf(data, path)));
  return { data, places: [...places].sort() };
}

test(`${ROUNDS} random queries are answered alike by compiled code and by graphql-js`, async () => {
  const schema = createCatalogueSchema();
  const run = createCompiledExecutor<object>(schema);
  const failures: string[] = [];
  let answered = 0;
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const source = randomQuery(schema, seed, (coordinate) => LEFT_OUT.has(coordinate));
    const document = parse(source);
    if (validate(schema, document).length > 0) continue;
    answered += 1;
    const variables = { yes: seed % 2 === 0 };
    const request = { document, queryHash: source, operationName: null, variables, context: {} };
    const [compiled, interpreted] = [comparable(await run(request)), comparable(await interpret(schema, request))];
    // Not as texts: a field that is asked for twice, once under a condition, may stand at either place.
    if (isDeepStrictEqual(compiled, interpreted)) continue;
    failures.push(
      `seed ${seed}: ${source}\ncompiled    ${JSON.stringify(compiled)}\ninterpreted ${JSON.stringify(interpreted)}`,
    );
  }
  expect(failures.slice(0, 3).join('\n\n')).toBe('');
  expect(answered).toBeGreaterThan(ROUNDS / 2);
});
