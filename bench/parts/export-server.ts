import { firstMessage, forkTypescript, letGo } from './child-process';

export interface ExportServerFacts {
  readonly origin: string;
  /** What an instance needs to use it. */
  readonly configuration: Readonly<Record<string, string>>;
}

export interface ExportOrder {
  /** A whole number of thousands. */
  readonly expenses: number;
}

/** A vendor in a process of its own that has an export ready, so that no time goes into rendering it. */
export interface ExportServer extends ExportServerFacts {
  /** What every export holds from now on. */
  prepare(order: ExportOrder): Promise<void>;
  stop(): Promise<void>;
}

export async function startExportServer(): Promise<ExportServer> {
  const child = forkTypescript('export-server-process.ts', []);
  const facts = await firstMessage<ExportServerFacts>(child);
  return {
    ...facts,
    prepare: async (order) => {
      const prepared = firstMessage<string>(child);
      child.send(order);
      await prepared;
    },
    stop: () => letGo(child),
  };
}
