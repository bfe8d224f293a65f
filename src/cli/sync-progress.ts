import { SingleBar } from 'cli-progress';
import type { SyncRunRow } from '../persistence/repositories/sync-run.repository';

export interface SyncProgress {
  readonly show: (run: SyncRunRow) => void;
  readonly end: () => void;
}

/** A bar on a terminal; elsewhere a line for each tenth that is done. */
export function createSyncProgress(output: NodeJS.WriteStream): SyncProgress {
  return output.isTTY ? createBar(output) : createLines(output);
}

function createBar(output: NodeJS.WriteStream): SyncProgress {
  const format = '{bar} {percentage}% | {status} | {records} records | {calls} requests | {duration_formatted}';
  const bar = new SingleBar({ format, stream: output, hideCursor: true, fps: 5 });
  bar.start(100, 0, { status: 'QUEUED', records: 0, calls: 0 });
  return {
    show: ({ progress, status, recordsRead, vendorCalls }) =>
      bar.update(Math.round(progress * 100), { status, records: recordsRead, calls: vendorCalls }),
    end: () => bar.stop(),
  };
}

function createLines(output: NodeJS.WriteStream): SyncProgress {
  let told = '';
  return {
    show: ({ progress, status, recordsRead, vendorCalls }) => {
      const step = `${status} ${Math.floor(progress * 10) * 10}%`;
      if (step !== told) output.write(`${step}, ${recordsRead} records, ${vendorCalls} requests\n`);
      told = step;
    },
    end: () => undefined,
  };
}
