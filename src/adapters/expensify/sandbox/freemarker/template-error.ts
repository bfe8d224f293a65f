/** A template that cannot be read or rendered. The message names the line, as the person who wrote the template counts. */
export class TemplateError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(`${message} (template line ${line})`);
    this.name = new.target.name;
  }
}

/** A value that is missing. The operators that allow for it (`!`, `??`, `?has_content`) catch this one alone. */
export class MissingValueError extends TemplateError {
  constructor(expression: string, line: number) {
    super(`The expression ${expression} has no value; write (${expression})! where it may be missing`, line);
  }
}
