import type { Comparison, Expression } from './expression';

/** What must hold of every match. */
export interface Conjuncts {
  /** `field operator value`, in the order in which they were written. */
  readonly comparisons: readonly Comparison[];
  /** What is not of that form. */
  readonly others: readonly Expression[];
}

/** An expression as the list of what its outermost ANDs join. */
export function conjunctsOf(expression: Expression): Conjuncts {
  const all = flatten(expression);
  return {
    comparisons: all.filter((one) => one.kind === 'comparison'),
    others: all.filter((one) => one.kind !== 'comparison'),
  };
}

function flatten(expression: Expression): Expression[] {
  return expression.kind === 'and' ? expression.operands.flatMap(flatten) : [expression];
}
