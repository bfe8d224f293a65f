/** An error envelope: HTTP 200, the outcome in `responseCode`. */
export class JobError extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}
