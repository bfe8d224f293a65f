import { join } from 'node:path';
import { startSandboxServer } from '../../sandbox/sandbox-server';
import { StateFile } from '../../sandbox/state-file';
import type { SandboxOptions } from '../../sandbox/vendor-sandbox';
import { MOUNT_PATH } from './route';
import { parseState } from './sandbox-state';
import { TaxifySandbox } from './taxify-sandbox';

export type { AccountKind } from './accounts';
export type { ServiceVersion } from './aspnet';
export { TAXIFY_FAULTS, type TaxifyFaultSettings } from './faults';
export { TaxifySandbox, type CallRecord } from './taxify-sandbox';

/** The Taxify sandbox, to be mounted on a sandbox server. Throws a RangeError for a seed below 0. */
export async function createTaxifySandbox(options: SandboxOptions): Promise<TaxifySandbox> {
  const { clock, seed = 1, stateDir } = options;
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`A seed is a whole number: ${seed}`);
  // The seed is in the name: it decides the keys, and documents of other keys mean nothing.
  const stateFile = stateDir === undefined ? null : new StateFile(join(stateDir, `state-${seed}.json`));
  const state = parseState(await stateFile?.read());
  return new TaxifySandbox({ clock, seed, state, stateFile });
}

export interface RunningSandbox {
  readonly origin: string;
  /** For the instance configuration's `base.url`, version 1.0. */
  readonly baseUrl: string;
  readonly sandbox: TaxifySandbox;
  close(): Promise<void>;
}

/** A sandbox on a server of its own, for tests. */
export async function createSandbox(options: SandboxOptions & { readonly port?: number }): Promise<RunningSandbox> {
  const sandbox = await createTaxifySandbox(options);
  const server = await startSandboxServer({ port: options.port ?? 0, sandboxes: [sandbox], clock: options.clock });
  const baseUrl = `${server.origin}${MOUNT_PATH}/1.0/core/JSONService.asmx`;
  return { origin: server.origin, baseUrl, sandbox, close: () => server.close() };
}
