import { firstMessage, forkTypescript } from './child-process';
import type { DesktopCommands } from './desktop-commands';
import { type Ask, askProcess } from './process-commands';

/** A computer of a customer with QuickBooks and its Web Connector, in a process of its own. */
export interface BenchDesktop {
  readonly ask: Ask<DesktopCommands>;
  stop(): void;
}

/** @param expenses in the company file; null = a small company */
export async function startDesktop(expenses: number | null): Promise<BenchDesktop> {
  const child = forkTypescript('desktop-process.ts', [JSON.stringify(expenses)]);
  await firstMessage(child);
  return {
    ask: askProcess<DesktopCommands>(child, 'The computer with QuickBooks'),
    stop: () => child.disconnect(),
  };
}
