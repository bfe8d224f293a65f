import type { ChildProcess } from 'node:child_process';

/** What another process can be asked for: functions of one argument, or of none. */
type CommandsOf<Commands> = { readonly [Command in keyof Commands]: (argument: never) => unknown };

/** Asks for one of them. Rejects when the process has ended. */
export type Ask<Commands extends CommandsOf<Commands>> = <Command extends keyof Commands>(
  command: Command,
  ...argument: Parameters<Commands[Command]>
) => Promise<Awaited<ReturnType<Commands[Command]>>>;

interface CommandRequest {
  readonly number: number;
  readonly command: PropertyKey;
  readonly argument: unknown;
}

interface CommandReply {
  readonly number: number;
  readonly result: unknown;
}

/** Each question is answered under its number. */
export function askProcess<Commands extends CommandsOf<Commands>>(child: ChildProcess, name: string): Ask<Commands> {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let asked = 0;
  child.on('message', ({ number, result }: CommandReply) => {
    waiting.get(number)?.resolve(result);
    waiting.delete(number);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} has ended.`));
  });
  const ask = (command: PropertyKey, argument?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const number = (asked += 1);
      waiting.set(number, { resolve, reject });
      child.send({ number, command, argument } satisfies CommandRequest);
    });
  return ask as Ask<Commands>;
}

/** Does what the process that started this one asks for. A command that fails ends this process. */
export function obeyCommands<Commands extends CommandsOf<Commands>>(commands: Commands): void {
  const obey = async ({ number, command, argument }: CommandRequest): Promise<void> => {
    const result = await commands[command as keyof Commands](argument as never);
    process.send?.({ number, result } satisfies CommandReply);
  };
  process.on('message', (request: CommandRequest) => {
    void obey(request).catch((error: unknown) => {
      process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
      process.exit(1);
    });
  });
}
