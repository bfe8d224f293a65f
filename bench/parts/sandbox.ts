import type { ChildProcess } from 'node:child_process';
import { firstMessage, forkTypescript } from './child-process';
import type { CommandReply, CommandRequest, SandboxCommand, SandboxCommands } from './sandbox-commands';

/** A vendor's sandbox in a process of its own, so that neither its memory nor its work counts as the service's. */
export interface BenchSandbox {
  readonly origin: string;
  /** What an instance needs to use it, `base.url` included. */
  readonly configuration: Readonly<Record<string, string>>;
  ask<Command extends SandboxCommand>(
    command: Command,
    ...argument: Parameters<SandboxCommands[Command]>
  ): Promise<ReturnType<SandboxCommands[Command]>>;
  stop(): void;
}

export interface BenchSandboxOptions {
  readonly reports: number;
  readonly limits: 'vendor' | 'off';
}

export async function startSandbox(options: BenchSandboxOptions): Promise<BenchSandbox> {
  const child = forkTypescript('sandbox-process.ts', [JSON.stringify(options)]);
  const started = await firstMessage<Pick<BenchSandbox, 'origin' | 'configuration'>>(child);
  return {
    ...started,
    ask: asking(child) as BenchSandbox['ask'],
    stop: () => child.disconnect(),
  };
}

/** Each question is answered under its number. Rejects when the process has ended. */
function asking(child: ChildProcess): (command: SandboxCommand, argument?: unknown) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let asked = 0;
  child.on('message', ({ number, result }: CommandReply) => {
    waiting.get(number)?.resolve(result);
    waiting.delete(number);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The sandbox has ended.'));
  });
  return (command, argument) =>
    new Promise((resolve, reject) => {
      const number = (asked += 1);
      waiting.set(number, { resolve, reject });
      child.send({ number, command, argument } satisfies CommandRequest);
    });
}
