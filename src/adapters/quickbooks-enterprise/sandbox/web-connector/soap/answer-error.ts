/** An answer that the program cannot take. */
export class AnswerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** An envelope with nothing in it, which has a code of its own. */
export class EmptyAnswerError extends AnswerError {
  constructor() {
    super('Object reference not set to an instance of an object: the body of the answer is empty.');
  }
}

/** Something is missing, or nil, that the program goes on to use. */
export class NullAnswerError extends AnswerError {
  constructor(what: string) {
    super(`Object reference not set to an instance of an object: there is no ${what}.`);
  }
}
