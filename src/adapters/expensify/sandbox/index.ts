import { join } from 'node:path';
import { startSandboxServer } from '../../sandbox/sandbox-server';
import type { SandboxOptions } from '../../sandbox/vendor-sandbox';
import { CompanyStore } from './company-store';
import { createCompany } from './data/company';
import { Random } from './data/random';
import { DEFAULT_REPORTS, ReportGenerator } from './data/report-generator';
import { ExpenseRules } from './expense-rules';
import { ENDPOINT, ExpensifySandbox } from './expensify-sandbox';
import { ExportFiles } from './export-files';
import { KeptState } from './kept-state';
import { Outbox } from './outbox';
import { ReportStore } from './report-store';
import { parseState, type Credentials, type SandboxState } from './sandbox-state';
import { StateFile } from '../../sandbox/state-file';

export type { JobRecord } from './exchange';
export { ENDPOINT, ExpensifySandbox } from './expensify-sandbox';
export { EXPENSIFY_FAULTS, type ExpensifyFaultSettings } from './faults';
export type { Delivery, ExpenseRule } from './sandbox-state';

/** The Expensify sandbox, to be mounted on a sandbox server. Throws a RangeError for a seed or count below 0. */
export async function createExpensifySandbox(options: SandboxOptions): Promise<ExpensifySandbox> {
  const seed = options.seed ?? 1;
  for (const number of [seed, options.reports ?? 0]) {
    if (!Number.isSafeInteger(number) || number < 0)
      throw new RangeError(`A seed and a number of reports are whole numbers: ${number}`);
  }
  const generated = createCompany(seed);
  // The seed is in the name: what happened to one company's reports means nothing to another's.
  const stateFile = options.stateDir === undefined ? null : new StateFile(join(options.stateDir, `state-${seed}.json`));
  const found = parseState(await stateFile?.read());
  const state = found ?? newState(options, issueFirstCredentials(seed, generated.apiAccount));
  const kept = new KeptState(state, stateFile, found === null);
  const company = new CompanyStore(generated, kept);
  // What was generated stays as it is, whatever happens to the company later.
  const generator = new ReportGenerator(seed, generated, options.reports ?? state.reportCount, state.anchor);
  const reports = new ReportStore(company, generator, kept, () => options.clock.now().getTime());
  const [rules, outbox] = [new ExpenseRules(kept), new Outbox(kept)];
  const files = await ExportFiles.open(options.stateDir);
  return new ExpensifySandbox({ clock: options.clock, kept, company, reports, rules, outbox, files });
}

export interface RunningSandbox {
  readonly origin: string;
  /** For the instance configuration's `base.url`: the whole address of the endpoint. */
  readonly baseUrl: string;
  readonly sandbox: ExpensifySandbox;
  close(): Promise<void>;
}

/** A sandbox on a server of its own, for tests. */
export async function createSandbox(options: SandboxOptions & { readonly port?: number }): Promise<RunningSandbox> {
  const sandbox = await createExpensifySandbox(options);
  const server = await startSandboxServer({ port: options.port ?? 0, sandboxes: [sandbox], clock: options.clock });
  return { origin: server.origin, baseUrl: `${server.origin}${ENDPOINT}`, sandbox, close: () => server.close() };
}

function newState(options: SandboxOptions, credentials: Credentials): SandboxState {
  return {
    version: 1,
    anchor: options.clock.now().getTime(),
    reportCount: options.reports ?? DEFAULT_REPORTS,
    credentials: [credentials],
    changes: {},
    added: [],
    exported: {},
    policies: {},
    rules: [],
    movedAccounts: {},
    primaryPolicies: {},
    domainGroups: {},
    deliveries: [],
    sequence: 1,
  };
}

function issueFirstCredentials(seed: number, email: string): Credentials {
  const partnerUserID = `aa_${email.replace(/[^A-Za-z0-9]/g, '_')}`;
  return { partnerUserID, partnerUserSecret: Random.at(seed, 5).hex(40), email };
}
