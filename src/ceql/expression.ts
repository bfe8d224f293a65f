export const COMPARISON_OPERATORS = ['=', '!=', '<', '>', '<=', '>='] as const;
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];

/** A value as it was written; a date is a string. */
export type Value =
  | { readonly kind: 'string'; readonly text: string }
  /** Digits, not a number: identifiers and amounts exceed what a JavaScript number holds. */
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'boolean'; readonly value: boolean };

/** `field` is a property, or a path of properties joined by dots. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly field: string;
  readonly operator: ComparisonOperator;
  readonly value: Value;
}

/** What a `where` says of one field. */
export type Condition =
  | Comparison
  /** `%` in the pattern stands for any characters, or none. */
  | { readonly kind: 'like'; readonly field: string; readonly pattern: string }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Value[] }
  | { readonly kind: 'null'; readonly field: string };

/** A `where`. */
export type Expression =
  | Condition
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] };
