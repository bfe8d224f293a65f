import { ElementsErrors, InvalidValueError, RecordNotFoundError, type ElementsError } from '../../errors';

/** A place in the input, such as `['expenses', 0, 'amount']`: `input` itself is left out. */
export type InputPath = readonly (string | number)[];

/** What is wrong with the input of a mutation, collected: a caller learns of everything at once. */
export class InputProblems {
  private readonly errors: ElementsError[] = [];

  invalid(path: InputPath, message: string, expected?: string): void {
    this.errors.push(new InvalidValueError('INVALID_INPUT', message, { path: inInput(path), expected }));
  }

  tooMany(path: InputPath, count: number, allowed: number): void {
    const message = `${count} items were given; one request takes at most ${allowed}.`;
    this.errors.push(
      new InvalidValueError('LIMIT_EXCEEDED', message, { path: inInput(path), expected: `At most ${allowed} items.` }),
    );
  }

  notFound(path: InputPath, typeName: string, reference: string): void {
    this.errors.push(new RecordNotFoundError(typeName, reference, { path: inInput(path) }));
  }

  throwIfAny(): void {
    if (this.errors.length > 0) throw this.toError();
  }

  toError(): ElementsErrors {
    return new ElementsErrors(this.errors);
  }
}

function inInput(path: InputPath): string[] {
  return ['input', ...path.map(String)];
}
