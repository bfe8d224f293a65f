import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { ElementsError } from '../errors';

/** Work that goes on after its request was answered, so that a shutdown can end it in an orderly way. */
export class BackgroundTasks {
  private readonly running = new Set<Promise<void>>();
  private readonly controller = new AbortController();

  constructor(private readonly logger: Logger) {
    // Whatever waits listens: as many as there are tasks, which is no leak.
    setMaxListeners(Infinity, this.signal);
  }

  /** Aborted once the service stops: tasks hand it to whatever they wait for. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Runs a task whose failure nobody waits for: it is logged. False when the service is stopping: nothing begins. */
  start(name: string, work: () => Promise<void>): boolean {
    if (this.signal.aborted) return false;
    const task = work()
      .catch((error: unknown) => {
        if (!this.signal.aborted) this.logger.error({ err: error, task: name }, 'background task failed');
      })
      .finally(() => this.running.delete(task));
    this.running.add(task);
    return true;
  }

  /**
   * Runs work to its end that its caller waits for, and that must not be cut off: a shutdown waits for it too, and it goes
   * on when the caller is gone. Throws a `VENDOR_UNAVAILABLE` when the service is stopping: nothing begins.
   */
  seeThrough<T>(name: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.start(name, () => work().then(resolve, reject))) reject(nothingSent());
    });
  }

  /** Resolves once nothing runs any more; new tasks may start meanwhile. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Asks all tasks to end. Who waits for a vendor, in a task or in a request, waits no longer. */
  beginStop(): void {
    const message = 'The service is stopping, and no longer waits for the vendor. Ask again in a moment.';
    this.controller.abort(new ElementsError('VENDOR_UNAVAILABLE', message, { retryable: true }));
  }

  /** Asks all tasks to end and waits for them. */
  async stop(): Promise<void> {
    this.beginStop();
    await this.idle();
  }
}

function nothingSent(): ElementsError {
  const message = 'The service is stopping, and nothing was sent. Ask again in a moment.';
  return new ElementsError('VENDOR_UNAVAILABLE', message, { retryable: true });
}
