import type { ChildProcess } from 'node:child_process';
import { firstMessage, forkTypescript } from './child-process';
import type { Requests } from './requests';

/** Enough that the server always has something to do. */
export const CONNECTIONS = 10;

export type LoadCommand = { readonly requests: Requests; readonly seconds: number } & (
  { readonly connections: number } | { readonly rate: number }
);

export type LoadReply =
  { readonly rate: number } | { readonly latencies: readonly number[] } | { readonly error: string };

/** Sends requests from a process of its own, the same one for all that are compared. */
export class LoadGenerator {
  private constructor(private readonly child: ChildProcess) {}

  static start(): LoadGenerator {
    return new LoadGenerator(forkTypescript('load-process.ts', []));
  }

  /** Requests a second, as many as are answered. */
  async measureRate(requests: Requests, seconds: number, connections = CONNECTIONS): Promise<number> {
    const reply = await this.command({ requests, seconds, connections });
    if ('rate' in reply) return reply.rate;
    throw new Error('The load generator has answered something else.');
  }

  /** Milliseconds of each request, at so many requests a second. */
  async measureLatencies(requests: Requests, seconds: number, rate: number): Promise<readonly number[]> {
    const reply = await this.command({ requests, seconds, rate });
    if ('latencies' in reply) return reply.latencies;
    throw new Error('The load generator has answered something else.');
  }

  stop(): void {
    this.child.disconnect();
  }

  private async command(command: LoadCommand): Promise<LoadReply> {
    const reply = firstMessage<LoadReply>(this.child);
    this.child.send(command);
    const said = await reply;
    if ('error' in said) throw new Error(said.error);
    return said;
  }
}
