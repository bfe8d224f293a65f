import { join } from 'node:path';
import { startSandboxServer } from '../../sandbox/sandbox-server';
import { StateFile } from '../../sandbox/state-file';
import type { SandboxOptions } from '../../sandbox/vendor-sandbox';
import { Throttle } from './api/throttle';
import { ApplicationRegistry } from './application-registry';
import { createApplications } from './data/applications';
import { openBooks } from './books';
import { ConsentRequests } from './consent/consent-requests';
import { SignatureCheck } from './oauth1/signature-check';
import { SignedTokens } from './oauth1/signed-tokens';
import { Grants } from './oauth2/grants';
import { IdTokens } from './oauth2/id-tokens';
import { QuickBooksSandbox } from './quickbooks-sandbox';
import { MOUNT_PATH } from './sandbox-request';
import { newState, parseState } from './sandbox-state';
import { Webhooks } from './webhooks/webhooks';

export type { CallRecord } from './call-record';
export type { Application } from './data/applications';
export { QUICKBOOKS_FAULTS, type QuickBooksFaultSettings } from './faults';
export { QuickBooksSandbox } from './quickbooks-sandbox';
export { MOUNT_PATH } from './sandbox-request';

/** The QuickBooks Online sandbox, to be mounted on a sandbox server. Throws a RangeError for a seed below 0. */
export async function createQuickBooksSandbox(options: SandboxOptions): Promise<QuickBooksSandbox> {
  const { clock, stateDir, callbackUrl, seed = 1 } = options;
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`A seed is a whole number: ${seed}`);
  // The seed is in the name: one seed's keys mean nothing to another's.
  const stateFile = stateDir === undefined ? null : new StateFile(join(stateDir, `state-${seed}.json`));
  const state = parseState(await stateFile?.read()) ?? newState();
  const applications = new ApplicationRegistry(createApplications(seed), state);
  if (callbackUrl !== undefined) applications.registerRedirectUri(applications.all[0]!, callbackUrl);
  const grants = new Grants(state, clock);
  const signedTokens = new SignedTokens(state, clock);
  let kept = '';
  const persist = async (): Promise<void> => {
    const text = JSON.stringify(state);
    if (text === kept) return;
    kept = text;
    await stateFile?.write(state);
  };
  const webhooks = new Webhooks({
    state,
    clock,
    applications,
    isConnected: (realmId, clientId) =>
      grants.alive(realmId, clientId).length + signedTokens.alive(realmId, clientId).length > 0,
    persist,
  });
  const books = await openBooks({ clock, stateDir, onChange: (change) => webhooks.notify(change) });
  const world = {
    clock,
    applications,
    grants,
    signedTokens,
    idTokens: new IdTokens(state, clock),
    signatures: new SignatureCheck(applications, clock),
    consents: new ConsentRequests(clock),
    companyApi: books.api,
    throttle: new Throttle(clock),
    webhooks,
  };
  return new QuickBooksSandbox({ world, persist: async () => void (await Promise.all([persist(), books.persist()])) });
}

export interface RunningSandbox {
  readonly origin: string;
  /** For the instance configuration's `base.url`: what stands for Intuit's hosts. */
  readonly baseUrl: string;
  readonly sandbox: QuickBooksSandbox;
  close(): Promise<void>;
}

/** A sandbox on a server of its own, for tests. */
export async function createSandbox(options: SandboxOptions & { readonly port?: number }): Promise<RunningSandbox> {
  const sandbox = await createQuickBooksSandbox(options);
  const server = await startSandboxServer({ port: options.port ?? 0, sandboxes: [sandbox], clock: options.clock });
  return { origin: server.origin, baseUrl: `${server.origin}${MOUNT_PATH}`, sandbox, close: () => server.close() };
}
