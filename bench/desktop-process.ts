// A computer with QuickBooks and its Web Connector, until the process that started this one lets go.
import { openCompanyFile, WebConnector, type CompanyFile } from '../src/adapters/quickbooks-enterprise/sandbox';
import { systemClock } from '../src/clock';
import { changeAtTheDesk, removeAtTheDesk } from './parts/desk-changes';
import { readDeskExpenses } from './parts/desk-expenses';
import type { DesktopCommands, DesktopRuns } from './parts/desktop-commands';
import { obeyCommands } from './parts/process-commands';
import { WatchedQuickBooks } from './parts/watched-quickbooks';

/** More than any of the companies takes. */
const MOST_RUNS = 200;

async function main(): Promise<void> {
  const expenses = JSON.parse(process.argv[2] ?? 'null') as number | null;
  const company = await openCompanyFile({ clock: systemClock, ...(expenses === null ? {} : { expenses }) });
  obeyCommands<DesktopCommands>(commandsOf(company));
  process.once('disconnect', () => process.exit());
  process.send?.({});
}

function commandsOf(company: CompanyFile): DesktopCommands {
  const quickBooks = new WatchedQuickBooks(company);
  let connector: WebConnector | undefined;
  return {
    add: async ({ setupFile, password }) => {
      connector = await WebConnector.add(setupFile, { password, quickBooks, clock: systemClock });
    },
    runUntilIdle: (commentMb = 0) => {
      if (connector === undefined) throw new Error('Nothing was added to the Web Connector.');
      return runUntilIdle(connector, quickBooks, commentMb * 1024 * 1024);
    },
    change: (count) => changeAtTheDesk(company.desk, count),
    remove: (count) => removeAtTheDesk(company.desk, count),
    padNextBills: (megabytes) => company.setFaults({ 'padding-mb': { value: megabytes, times: 1, job: 'BillQuery' } }),
    expenses: () => readDeskExpenses(company),
  };
}

async function runUntilIdle(
  connector: WebConnector,
  quickBooks: WatchedQuickBooks,
  commentBytes: number,
): Promise<DesktopRuns> {
  const behaviour = commentBytes === 0 ? {} : { padResponse: { bytes: commentBytes } };
  quickBooks.forget();
  const startedAt = performance.now();
  const total = { calls: 0, exchanges: 0 };
  for (let sessions = 0; sessions < MOST_RUNS; sessions += 1) {
    const { outcome, message, calls, exchanges } = await connector.runOnce(behaviour);
    if (outcome === 'FAILED') throw new Error(`A run of the Web Connector failed: ${message}`);
    total.calls += calls;
    total.exchanges += exchanges;
    const { paddedRows } = quickBooks;
    const seconds = (performance.now() - startedAt) / 1_000;
    if (outcome === 'NOTHING_TO_DO') return { sessions, ...total, seconds, paddedRows };
  }
  throw new Error(`There was something left to do after ${MOST_RUNS} runs of the Web Connector.`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
