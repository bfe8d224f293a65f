import type { Logger } from 'pino';

/** A stop was asked for while the start was still at work: the start ends at its next step. */
export class StartCancelledError extends Error {
  constructor() {
    super('The start was cancelled.');
    this.name = new.target.name;
  }
}

/** What has been opened, closed in the opposite order, so that nothing loses what it stands on. */
export class ShutdownSequence {
  private readonly steps: { readonly name: string; readonly close: () => unknown }[] = [];
  private readonly beginnings: (() => void)[] = [];
  private running: Promise<void> | null = null;
  private cancelled = false;

  constructor(private readonly logger: Logger) {}

  /**
   * To be called as soon as a thing is open.
   * @throws {StartCancelledError} when a stop was asked for meanwhile; the step is kept and will be run.
   */
  add(name: string, close: () => unknown): void {
    this.steps.push({ name, close });
    if (this.cancelled) throw new StartCancelledError();
  }

  /** To be told when the end begins, before anything is closed: for what would hold up the closing. */
  onBegin(tell: () => void): void {
    this.beginnings.push(tell);
  }

  /** Ends a start at its next step. */
  cancelStart(): void {
    this.cancelled = true;
  }

  /** Closes everything, once. A step that fails is logged, and the next is taken. */
  run(): Promise<void> {
    this.running ??= this.closeAll();
    return this.running;
  }

  private async closeAll(): Promise<void> {
    for (const tell of this.beginnings.splice(0)) tell();
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      const { name, close } = step;
      this.logger.debug({ step: name }, 'stopping');
      try {
        await close();
      } catch (error) {
        this.logger.error({ err: error, step: name }, 'a part of the service did not stop cleanly');
      }
    }
  }
}
