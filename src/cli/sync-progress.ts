import { SingleBar } from 'cli-progress';
import type { SyncRunRow, SyncRunStatus } from '../persistence/repositories/sync-run.repository';

export interface SyncProgress {
  readonly show: (run: SyncRunRow) => void;
  readonly end: () => void;
}

type Shown = Pick<SyncRunRow, 'status' | 'recordsRead' | 'vendorCalls'>;

/** With what is beside it, it fits into the eighty columns that a terminal has at least. */
const BAR_COLUMNS = 20;

const WORDS: Readonly<Record<SyncRunStatus, string>> = {
  QUEUED: 'waiting',
  RUNNING: 'reading',
  SUCCEEDED: 'done',
  PARTIALLY_SUCCEEDED: 'partly done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** A bar on a terminal; elsewhere a line for each tenth that is done. */
export function createSyncProgress(output: NodeJS.WriteStream): SyncProgress {
  return output.isTTY ? createBar(output) : createLines(output);
}

function createBar(output: NodeJS.WriteStream): SyncProgress {
  const bar = new SingleBar({
    format: '{bar} {percentage}% {text}, {duration_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: BAR_COLUMNS,
    formatValue: (value, _, kind) => (kind === 'percentage' ? String(value).padStart(3) : String(value)),
    stream: output,
    hideCursor: true,
    fps: 5,
  });
  bar.start(100, 0, { text: describe({ status: 'QUEUED', recordsRead: 0, vendorCalls: 0 }) });
  return {
    show: (run) => bar.update(Math.round(run.progress * 100), { text: describe(run) }),
    end: () => bar.stop(),
  };
}

function createLines(output: NodeJS.WriteStream): SyncProgress {
  let told = '';
  return {
    show: (run) => {
      const step = `${run.status} ${Math.floor(run.progress * 10) * 10}%`;
      if (step !== told) output.write(`${Math.floor(run.progress * 10) * 10}% ${describe(run)}\n`);
      told = step;
    },
    end: () => undefined,
  };
}

function describe({ status, recordsRead, vendorCalls }: Shown): string {
  return `${WORDS[status]}: ${counted(recordsRead, 'record')}, ${counted(vendorCalls, 'request')}`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
