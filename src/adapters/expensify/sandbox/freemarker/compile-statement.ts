import { add, calculate } from './arithmetic';
import {
  compileCondition,
  compileExpression,
  compilePrintable,
  compileRequired,
  type Evaluate,
} from './compile-expression';
import type { Cell, Environment, LoopState } from './environment';
import type { Assignment, BinaryOperator, Expression, Parameter, Statement } from './syntax-tree';
import { MissingValueError, TemplateError } from './template-error';
import { entriesOf, isHash, isMissing, isSequence, typeError, type MaybeValue } from './values';

/** How a statement ended: undefined is "go on with the next one". */
type Completion = 'return' | 'break' | 'continue' | undefined;

/**
 * A statement ready to run. What holds loops is a generator, which stops where enough output waits, so that the caller
 * can write it away; all else runs in one go, which is several times faster.
 */
type Run = (environment: Environment) => Completion;
type Steps = (environment: Environment) => Generator<void, Completion, void>;
type Compiled = { readonly run: Run } | { readonly steps: Steps };

/** Output that waits before a generator stops, in characters. */
const CHUNK = 64 * 1024;
// Also without output: a loop that only computes must let others run.
const ITERATIONS_PER_STEP = 512;

export function compileBody(statements: readonly Statement[]): Compiled {
  const compiled = statements.map(compileStatement);
  const runs = compiled.map((one) => ('run' in one ? one.run : null));
  if (runs.every((run) => run !== null)) return { run: (environment) => runAll(runs, environment) };
  return { steps: (environment) => stepAll(compiled, environment) };
}

function runAll(runs: readonly Run[], environment: Environment): Completion {
  for (const run of runs) {
    const completion = run(environment);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

function* stepAll(compiled: readonly Compiled[], environment: Environment): Generator<void, Completion, void> {
  for (const one of compiled) {
    const completion = 'run' in one ? one.run(environment) : yield* one.steps(environment);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

/** Runs a whole template; stops where output waits. */
export function* stepsOf(body: Compiled, environment: Environment): Generator<void, void, void> {
  if ('run' in body) body.run(environment);
  else yield* body.steps(environment);
}

/** Runs to the end without stopping: inside functions and captures, where nothing can be written away. */
function runToEnd(body: Compiled, environment: Environment): Completion {
  if ('run' in body) return body.run(environment);
  const steps = body.steps(environment);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function compileStatement(statement: Statement): Compiled {
  switch (statement.kind) {
    case 'print-text': {
      const { text } = statement;
      return run((environment) => (environment.output += text));
    }
    case 'print': {
      const print = compilePrintable(statement.expression);
      return run((environment) => (environment.output += print(environment)));
    }
    case 'if':
      return compileIf(statement);
    case 'list':
      return compileList(statement);
    case 'separator':
      return compileSeparator(statement);
    case 'assign': {
      const assignments = statement.assignments.map((assignment) => compileAssignment(assignment, statement.scope));
      return run((environment) => assignments.forEach((assign) => assign(environment)));
    }
    case 'capture':
      return compileCapture(statement);
    case 'function':
      return compileFunction(statement);
    case 'return':
      return compileReturn(statement.value);
    case 'break':
      return { run: () => 'break' };
    case 'continue':
      return { run: () => 'continue' };
    case 'stop':
      return compileStop(statement.message, statement.line);
  }
}

function run(action: (environment: Environment) => unknown): Compiled {
  return {
    run: (environment) => {
      action(environment);
      return undefined;
    },
  };
}

function compileIf({ branches }: Extract<Statement, { kind: 'if' }>): Compiled {
  const compiled = branches.map(({ condition, body }) => ({
    holds: condition === null ? () => true : compileCondition(condition),
    body: compileBody(body),
  }));
  const choose = (environment: Environment): Compiled | undefined =>
    compiled.find((branch) => branch.holds(environment))?.body;
  if (compiled.every(({ body }) => 'run' in body)) {
    return {
      run: (environment) => {
        const body = choose(environment);
        return body !== undefined && 'run' in body ? body.run(environment) : undefined;
      },
    };
  }
  return {
    steps: function* (environment) {
      const body = choose(environment);
      if (body === undefined) return undefined;
      return 'run' in body ? body.run(environment) : yield* body.steps(environment);
    },
  };
}

function compileList(statement: Extract<Statement, { kind: 'list' }>): Compiled {
  const items = compileItems(statement.source, statement.names.length === 2);
  const body = compileBody(statement.body);
  const otherwise = compileBody(statement.otherwise);
  const { line } = statement.source;
  return {
    steps: function* (environment) {
      const iterator = items(environment)[Symbol.iterator]();
      let next = iterator.next();
      if (next.done) return 'run' in otherwise ? otherwise.run(environment) : yield* otherwise.steps(environment);
      const outer = environment.cells;
      const loop: LoopState = { index: 0, hasNext: true };
      for (; !next.done; loop.index++) {
        const item = next.value;
        next = iterator.next();
        loop.hasNext = !next.done;
        environment.countIteration(line);
        environment.cells = pushItem(outer, statement.names, item, loop);
        const completion = 'run' in body ? body.run(environment) : yield* body.steps(environment);
        environment.cells = outer;
        if (completion === 'return') return completion;
        if (completion === 'break') return undefined;
        if (environment.output.length > CHUNK || loop.index % ITERATIONS_PER_STEP === ITERATIONS_PER_STEP - 1) yield;
      }
      return undefined;
    },
  };
}

type Item = readonly [MaybeValue, MaybeValue];

function compileItems(source: Expression, pairs: boolean): (environment: Environment) => Iterable<Item> {
  const evaluate = compileRequired(source);
  return (environment) => {
    const value = evaluate(environment);
    if (pairs) {
      if (!isHash(value)) throw typeError('a hash', value, source.source, source.line);
      return entriesOf(value);
    }
    if (!isSequence(value)) throw typeError('a sequence', value, source.source, source.line);
    return singles(value);
  };
}

function* singles(values: Iterable<MaybeValue>): Generator<Item> {
  for (const value of values) yield [value, undefined];
}

function pushItem(outer: Cell | null, names: readonly string[], item: Item, loop: LoopState): Cell {
  const first: Cell = { name: names[0]!, value: item[0], next: outer, loop };
  return names.length === 1 ? first : { name: names[1]!, value: item[1], next: first, loop };
}

function compileSeparator({ body, line }: Extract<Statement, { kind: 'separator' }>): Compiled {
  const compiled = compileBody(body);
  return {
    run: (environment) => {
      const loop = environment.currentLoop();
      if (loop === null) throw new TemplateError('<#sep> stands outside of a list', line);
      return loop.hasNext ? runToEnd(compiled, environment) : undefined;
    },
  };
}

type Scope = 'namespace' | 'local';

function store(environment: Environment, scope: Scope, name: string, value: MaybeValue, line: number): void {
  if (scope === 'local') environment.setLocal(name, value, line);
  else environment.namespace.set(name, value);
}

function compileAssignment({ name, operator, value }: Assignment, scope: Scope): (environment: Environment) => void {
  const evaluate = compileRequired(value);
  const { line, source } = value;
  if (operator === '=') return (environment) => store(environment, scope, name, evaluate(environment), line);
  const arithmetic = operator.slice(0, 1) as BinaryOperator;
  return (environment) => {
    const before = environment.lookup(name);
    if (isMissing(before)) throw new MissingValueError(name, line);
    const change = evaluate(environment);
    const after =
      arithmetic === '+' ? add(before, change, source, line) : calculate(arithmetic, before, change, source, line);
    store(environment, scope, name, after, line);
  };
}

function compileCapture({ scope, name, body }: Extract<Statement, { kind: 'capture' }>): Compiled {
  const compiled = compileBody(body);
  return {
    run: (environment) => {
      const before = environment.output;
      environment.output = '';
      const completion = runToEnd(compiled, environment);
      const captured = environment.output;
      environment.output = before;
      store(environment, scope, name, captured, 1);
      return completion;
    },
  };
}

function compileFunction(statement: Extract<Statement, { kind: 'function' }>): Compiled {
  const parameters = statement.parameters.map(compileParameter);
  const body = compileBody(statement.body);
  return run((environment) => {
    environment.namespace.set(statement.name, (...values) => {
      let cells: Cell | null = null;
      parameters.forEach((parameter, index) => (cells = parameter(environment, values[index], cells)));
      return environment.callFunction(cells, 1, () => runToEnd(body, environment));
    });
  });
}

function compileParameter({ name, fallback }: Parameter) {
  const otherwise: Evaluate | null = fallback === null ? null : compileExpression(fallback);
  return (environment: Environment, given: MaybeValue, next: Cell | null): Cell => {
    const value = given ?? otherwise?.(environment);
    if (isMissing(value)) throw new MissingValueError(name, fallback?.line ?? 1);
    return { name, value, next, loop: null };
  };
}

function compileReturn(value: Expression | null): Compiled {
  const evaluate: Evaluate = value === null ? () => undefined : compileExpression(value);
  return {
    run: (environment) => {
      environment.returned = evaluate(environment);
      return 'return';
    },
  };
}

function compileStop(message: Expression | null, line: number): Compiled {
  const print = message === null ? () => 'no message' : compilePrintable(message);
  return {
    run: (environment) => {
      throw new TemplateError(`<#stop>: ${print(environment)}`, line);
    },
  };
}
