import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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

/** What a process has to say next. Rejects when it ends without a word. */
export async function firstMessage<T>(child: ChildProcess): Promise<T> {
  const listening = new AbortController();
  const { signal } = listening;
  const message = once(child, 'message', { signal }).then(([said]) => said as T);
  const end = once(child, 'exit', { signal }).then(([code, killedBy]) => {
    throw new Error(`A process ended early (${killedBy ?? `exit code ${code}`}).`);
  });
  try {
    return await Promise.race([message, end]);
  } finally {
    listening.abort();
  }
}

/** Lets a process go, and waits for its end. */
export async function letGo(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  await ended;
}
