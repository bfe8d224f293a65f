import type { Statement } from './database';

/** The values of one statement: each is bound as a parameter, none becomes part of the text. */
export class BoundValues {
  private readonly values: unknown[] = [];

  /** The placeholder of a value, with its SQL type: `$3::text[]`. */
  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  statement(text: string): Statement {
    return { text, values: this.values };
  }
}
