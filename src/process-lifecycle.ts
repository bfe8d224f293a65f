import type { Logger } from 'pino';

/** Everything must have ended by then; orchestrators kill after ten seconds. */
const SHUTDOWN_LIMIT_MS = 9_500;

/** A terminal's Ctrl-C reaches us twice when npm runs us: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;

/**
 * Ends the process in good order at SIGINT or SIGTERM, with exit code 0; at a second one at once. An error that nobody
 * caught is logged and ends it in the same order, with exit code 1.
 */
export class ProcessLifecycle {
  private signalledAt: number | null = null;
  private ending = false;

  constructor(
    private readonly logger: Logger,
    private readonly stop: () => Promise<void>,
  ) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.onSignal(signal));
    process.on('uncaughtException', (error) => this.fail(error));
    process.on('unhandledRejection', (reason) => this.fail(reason));
  }

  /** Logs the error and ends the process with exit code 1. */
  fail(error: unknown): void {
    this.logger.fatal({ err: error }, 'The service cannot go on.');
    void this.end(1);
  }

  private onSignal(signal: NodeJS.Signals): void {
    const now = Date.now();
    if (this.signalledAt !== null && now - this.signalledAt < SAME_SIGNAL_MS) return;
    if (this.signalledAt !== null) process.exit(signal === 'SIGINT' ? 130 : 143);
    this.signalledAt = now;
    this.logger.info({ signal }, 'stopping');
    void this.end(0);
  }

  private async end(exitCode: number): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    setTimeout(() => {
      this.logger.error('The service did not stop in time.');
      process.exit(1);
    }, SHUTDOWN_LIMIT_MS).unref();
    await this.stop();
    this.logger.info('stopped');
    await new Promise<void>((resolve) => this.logger.flush(() => resolve()));
    process.exit(exitCode);
  }
}
