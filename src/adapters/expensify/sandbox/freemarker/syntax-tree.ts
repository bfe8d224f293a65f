export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';
export type RangeKind = 'inclusive' | 'exclusive' | 'length' | 'endless';

interface Placed {
  readonly line: number;
  /** As written, for error messages. */
  readonly source: string;
}

export type Expression = Placed &
  (
    | { readonly kind: 'literal'; readonly value: string | number | boolean }
    | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'hash'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'special'; readonly name: string }
    | { readonly kind: 'group'; readonly inner: Expression }
    | { readonly kind: 'member'; readonly target: Expression; readonly name: string }
    | { readonly kind: 'index'; readonly target: Expression; readonly key: Expression }
    | { readonly kind: 'call'; readonly target: Expression; readonly arguments: readonly Expression[] }
    | {
        readonly kind: 'builtin';
        readonly target: Expression;
        readonly name: string;
        /** Null when there are no brackets. */
        readonly arguments: readonly Expression[] | null;
      }
    | { readonly kind: 'exists'; readonly target: Expression }
    | { readonly kind: 'default'; readonly target: Expression; readonly fallback: Expression | null }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'negate'; readonly operand: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression | null; readonly range: RangeKind }
  );

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export interface Assignment {
  readonly name: string;
  readonly operator: '=' | '+=' | '-=' | '*=' | '/=' | '%=';
  readonly value: Expression;
}

export interface Parameter {
  readonly name: string;
  readonly fallback: Expression | null;
}

export type Statement =
  | { readonly kind: 'print-text'; readonly text: string }
  | { readonly kind: 'print'; readonly expression: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }
  | {
      readonly kind: 'list';
      readonly source: Expression;
      /** One name for a sequence, two for a map's key and value. */
      readonly names: readonly string[];
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly kind: 'separator'; readonly body: readonly Statement[]; readonly line: number }
  | { readonly kind: 'assign'; readonly scope: 'namespace' | 'local'; readonly assignments: readonly Assignment[] }
  | {
      readonly kind: 'capture';
      readonly scope: 'namespace' | 'local';
      readonly name: string;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly parameters: readonly Parameter[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'return'; readonly value: Expression | null }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'stop'; readonly message: Expression | null; readonly line: number };

export interface Branch {
  /** Null for `<#else>`. */
  readonly condition: Expression | null;
  readonly body: readonly Statement[];
}
