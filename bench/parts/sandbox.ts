import { firstMessage, forkTypescript } from './child-process';
import { type Ask, askProcess } from './process-commands';
import type { SandboxCommands } from './sandbox-commands';

/** A vendor's sandbox in a process of its own, so that neither its memory nor its work counts as the service's. */
export interface BenchSandbox {
  readonly origin: string;
  /** What an instance needs to use it, `base.url` included. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly ask: Ask<SandboxCommands>;
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
    ask: askProcess<SandboxCommands>(child, 'The sandbox'),
    stop: () => child.disconnect(),
  };
}
