/** The service cannot start, or a command cannot run. The message is one clear line for the operator, never a secret. */
export class StartupError extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
