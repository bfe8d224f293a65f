export type Operator = '=' | '<' | '>' | '<=' | '>=' | 'IN' | 'LIKE';

export interface Condition {
  readonly path: string;
  readonly operator: Operator;
  /** One, or for IN any number. Booleans are the texts `true` and `false`. */
  readonly values: readonly string[];
}

export interface Order {
  readonly path: string;
  readonly descending: boolean;
}

export interface Statement {
  /** Null = everything (`*`). */
  readonly fields: readonly string[] | null;
  readonly count: boolean;
  readonly entity: string;
  readonly conditions: readonly Condition[];
  readonly orders: readonly Order[];
  /** From 1. */
  readonly start: number;
  readonly limit: number;
}
