import { join } from 'node:path';
import type { RunningSandboxAgent, SandboxAgent, SandboxAgentOptions } from '../../../sandbox/sandbox-agent';
import { StateFile } from '../../../sandbox/state-file';
import type { CompanyFile, CompanyFileOptions } from '../company-file';
import { WebConnector } from './client';
import { Registry } from './registry';

export type OpenCompanyFile = (options: CompanyFileOptions) => Promise<CompanyFile>;

/** A computer with QuickBooks, its company file open, and the program that calls the service. */
export function createWebConnectorAgent(openCompanyFile: OpenCompanyFile): SandboxAgent {
  return {
    name: 'web-connector',
    start: async (options) => {
      const { clock, expenses, stateDir } = options;
      const stateFile = stateDir === undefined ? undefined : join(stateDir, 'company.json');
      const company = await openCompanyFile({ clock, expenses, stateFile });
      try {
        return await startWith(company, options);
      } catch (error) {
        await company.close();
        throw error;
      }
    },
  };
}

async function startWith(company: CompanyFile, options: SandboxAgentOptions): Promise<RunningSandboxAgent> {
  const { setupFile, password, clock, stateDir, everySeconds, signal, onEvent } = options;
  const registry =
    stateDir === undefined
      ? Registry.inMemory()
      : await Registry.open(new StateFile(join(stateDir, 'applications.json')));
  const program = await WebConnector.add(setupFile, {
    password,
    quickBooks: company,
    clock,
    registry,
    signal,
    onEvent,
  });
  if (everySeconds !== 0) program.schedule(everySeconds);
  return {
    runOnce: () => program.runOnce(),
    stop: async () => {
      await program.stop();
      await company.close();
    },
  };
}
