import { Logger as WorkerLogger } from 'graphile-worker';
import type { Logger } from 'pino';

/** graphile-worker's messages as lines of our log. What it calls information is one line a job: for debugging. */
export function jobLogger(logger: Logger): WorkerLogger {
  const METHODS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return new WorkerLogger((scope) => (level, message, meta) => {
    const { error } = meta ?? {};
    logger[METHODS[level]]({ worker: scope.workerId, task: scope.taskIdentifier, err: error }, message);
  });
}
