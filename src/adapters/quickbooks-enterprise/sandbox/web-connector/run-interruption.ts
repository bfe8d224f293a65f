/** The run was cut where a switch says so: nothing more happens, no goodbye is said. */
export class RunCutError extends Error {
  constructor(where: string) {
    super(`The run was cut ${where}.`);
    this.name = new.target.name;
  }
}

/** The program ends while it works. */
export class StoppedError extends Error {
  constructor() {
    super('The program was ended while the update went on.');
    this.name = new.target.name;
  }
}
