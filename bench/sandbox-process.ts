// The Expensify sandbox on a port of its own, until the process that started this one lets go.
import { createSandbox, type ExpensifySandbox } from '../src/adapters/expensify/sandbox';
import { systemClock } from '../src/clock';
import { CallTally } from './parts/call-tally';
import { obeyCommands } from './parts/process-commands';
import type { BenchSandboxOptions } from './parts/sandbox';
import { SandboxChanges } from './parts/sandbox-changes';
import type { SandboxCommands, VendorReport } from './parts/sandbox-commands';

/** More often than the sandbox forgets what it was asked. */
const TALLY_EVERY_MS = 1_000;

async function main(): Promise<void> {
  const { reports, limits } = JSON.parse(process.argv[2] ?? '{}') as BenchSandboxOptions;
  const { sandbox, origin, baseUrl, close } = await createSandbox({ clock: systemClock, seed: 1, reports });
  if (limits === 'off') sandbox.setFaults({ 'rate-limit': 'off' });
  const tally = new CallTally();
  const count = (): void => {
    tally.add(sandbox.jobs());
    sandbox.forgetJobs();
  };
  const timer = setInterval(count, TALLY_EVERY_MS);
  obey(sandbox, () => {
    count();
    return tally.calls;
  });
  process.once('disconnect', () => {
    clearInterval(timer);
    void close();
  });
  process.send?.({ origin, configuration: { ...sandbox.configuration, 'base.url': baseUrl } });
}

function obey(sandbox: ExpensifySandbox, calls: SandboxCommands['calls']): void {
  const changes = new SandboxChanges(sandbox);
  obeyCommands<SandboxCommands>({
    change: (count) => changes.make(count),
    fill: (expensesAReport) => changes.fill(expensesAReport),
    snapshot: () => [...sandbox.reports.all()].map(({ reportID }) => toVendorReport(sandbox, reportID)),
    calls,
    issueCredentials: (name) => sandbox.issueCredentials(name),
  });
}

function toVendorReport({ reports }: ExpensifySandbox, id: string): VendorReport {
  const { name, state } = reports.get(id);
  const expenses = reports.expensesOf(id).map(({ transactionID, category }) => ({ id: transactionID, category }));
  return { id, name, state, expenses };
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
