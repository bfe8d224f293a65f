import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

/** How long closing may take once the last test has ended, where much else runs. */
const GRACE_MS = 20_000;

/**
 * Fails a test file that leaves something open, or that makes Node warn. Jest itself only warns of a worker that does
 * not end, and its `--detectOpenHandles` is slow and runs without workers; so what keeps the event loop alive is
 * counted before and after each file. Here rather than in an `afterAll`, because the file's own hooks run after that.
 */
export default class OpenHandleEnvironment extends TestEnvironment {
  private before = new Map<string, number>();
  private readonly warnings: string[] = [];
  private readonly recordWarning = (warning: Error): void => void this.warnings.push(warning.message);

  override async setup(): Promise<void> {
    await super.setup();
    process.on('warning', this.recordWarning);
    this.before = countActiveResources();
  }

  /** Called by jest-circus; the results of the tests are kept beside what is added here. */
  async handleTestEvent(event: Circus.AsyncEvent | Circus.SyncEvent, state: Circus.State): Promise<void> {
    if (event.name !== 'run_finish') return;
    const left = await this.waitForClosing();
    const problems = [
      ...left.map((resource) => `This file left open: ${resource}. Close what its tests open, also when they fail.`),
      ...this.warnings.map((warning) => `This file made Node warn: ${warning}`),
    ];
    for (const problem of problems) state.unhandledErrors.push(withoutStack(problem));
  }

  override async teardown(): Promise<void> {
    process.removeListener('warning', this.recordWarning);
    await super.teardown();
  }

  private async waitForClosing(): Promise<string[]> {
    for (const until = Date.now() + GRACE_MS; Date.now() < until;) {
      if (this.findLeft().length === 0) return [];
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.findLeft();
  }

  private findLeft(): string[] {
    return [...countActiveResources()]
      .map(([type, count]) => ({ type, count: count - (this.before.get(type) ?? 0) }))
      .filter(({ count }) => count > 0)
      .map(({ type, count }) => `${count} × ${type}`);
  }
}

function countActiveResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
