import { InvalidValueError } from '../errors';

/** A text that is no CEQL: says at which character, what was expected there, and what stands there. */
export class CeqlError extends InvalidValueError {
  constructor(
    /** Of the character that is wrong; the first one is 1. */
    readonly position: number,
    expected: string,
    found: string,
  ) {
    super('INVALID_INPUT', `At character ${position}: expected ${expected}, found ${found}.`, { expected });
  }
}
