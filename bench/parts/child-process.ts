import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const BENCH = join(__dirname, '..');
const TRANSLATE = join(BENCH, '../test/support/register-typescript.cjs');

export interface ForkOptions {
  readonly execArgv?: readonly string[];
  /** Where its log lines go; errors are always shown. Default: nowhere. */
  readonly stdout?: 'inherit' | 'ignore';
}

/** A module of this folder in a process of its own. It is to end when it is disconnected. */
export function forkTypescript(file: string, args: readonly string[], options: ForkOptions = {}): ChildProcess {
  return fork(join(BENCH, file), args, {
    execArgv: ['-r', TRANSLATE, ...(options.execArgv ?? [])],
    stdio: ['ignore', options.stdout ?? 'ignore', 'inherit', 'ipc'],
  });
}

/** What a process has to say. Rejects when it ends without a word. */
export function firstMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`A process ended early (${signal ?? `exit code ${code}`}).`)),
    );
  });
}
