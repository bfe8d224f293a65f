import { compileBody, stepsOf } from './compile-statement';
import { Environment } from './environment';
import type { Statement } from './syntax-tree';
import { TemplateError } from './template-error';
import { parseTemplate } from './template-parser';
import type { Hash } from './values';

export { TemplateError } from './template-error';
export { KeyedByHash, LazySequence, type Hash, type MaybeValue } from './values';

/** A template of the FreeMarker subset that report exports use, ready to be rendered any number of times. */
export interface Template {
  /**
   * Renders piece by piece: memory does not grow with the output. A piece may be empty: then the template only
   * computed for a while, and the caller may let others run. Throws a `TemplateError`, possibly after some pieces.
   */
  render(variables: Hash, now: Date): Generator<string, void, void>;
}

/** Reads a template. Throws a `TemplateError` for what is malformed or beyond the subset. */
export function compileTemplate(source: string): Template {
  const body = withinStack(() => compileBody(functionsFirst(parseTemplate(source))));
  return {
    *render(variables, now) {
      const environment = new Environment(variables, now);
      const steps = stepsOf(body, environment);
      for (let done = false; !done;) {
        done = withinStack(() => steps.next().done === true);
        const piece = environment.output;
        environment.output = '';
        yield piece;
      }
    },
  };
}

/** A function may be called above the place where it is written. */
function functionsFirst(statements: readonly Statement[]): Statement[] {
  const isFunction = ({ kind }: Statement): boolean => kind === 'function';
  return [...statements.filter(isFunction), ...statements.filter((statement) => !isFunction(statement))];
}

/** A template nested too deeply overflows our stack: its fault, so its error. */
function withinStack<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof RangeError) throw new TemplateError('The template is nested too deeply', 1);
    throw error;
  }
}
