import { toText } from '../coercion';
import { TemplateError } from '../template-error';
import { isMissing, typeError, type MaybeValue, type Value } from '../values';

/** The place of a built-in and its arguments; `given` is false for `x?name` without brackets. */
export class BuiltinCall {
  constructor(
    readonly name: string,
    readonly source: string,
    readonly line: number,
    readonly given: boolean,
    private readonly values: readonly MaybeValue[],
  ) {}

  get count(): number {
    return this.values.length;
  }

  argument(index: number): Value {
    const value = this.values[index];
    if (isMissing(value)) throw this.error(`needs argument ${index + 1}`);
    return value;
  }

  text(index: number): string {
    return toText(this.argument(index), `argument ${index + 1} of ?${this.name}`, this.line);
  }

  optionalText(index: number): string | undefined {
    return index < this.values.length ? this.text(index) : undefined;
  }

  number(index: number): number {
    const value = this.argument(index);
    if (typeof value !== 'number')
      throw typeError('a number', value, `argument ${index + 1} of ?${this.name}`, this.line);
    return value;
  }

  error(problem: string): TemplateError {
    return new TemplateError(`${this.source} ${problem}`, this.line);
  }
}

export type Builtin = (target: Value, call: BuiltinCall) => MaybeValue;
export type BuiltinTable = Readonly<Record<string, Builtin>>;
