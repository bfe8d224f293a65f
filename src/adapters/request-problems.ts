import { ElementsErrors, InvalidValueError } from '../errors';

/** Place in a request, such as `['expenses', 0, 'amount']`. */
export type RequestPath = readonly (string | number)[];

/**
 * What an adapter finds wrong with a request before it is sent: collected, so that a caller learns of everything at
 * once. Paths are places in the request of the write.
 */
export class RequestProblems {
  private readonly errors: InvalidValueError[] = [];

  /** `expected` says what would be right. */
  add(
    path: RequestPath,
    message: string,
    options: { readonly expected?: string; readonly suggestions?: readonly string[] } = {},
  ): void {
    this.errors.push(new InvalidValueError('INVALID_INPUT', message, { ...options, path: path.map(String) }));
  }

  /** Throws what was added: an `ElementsErrors` where it is more than one. */
  throwIfAny(): void {
    const [first, ...others] = this.errors;
    if (first !== undefined) throw others.length === 0 ? first : new ElementsErrors(this.errors);
  }
}
