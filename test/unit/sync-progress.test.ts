import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { createSyncProgress } from '../../src/cli/sync-progress';
import type { SyncRunRow } from '../../src/persistence/repositories/sync-run.repository';

const COLUMNS = 80;
/** Begins each state, in place of the one before it. */
const TO_FIRST_COLUMN = '\u001b[1G';

function terminal(isTTY: boolean): { readonly output: NodeJS.WriteStream; readonly written: () => string } {
  const output = Object.assign(new PassThrough(), { isTTY, columns: COLUMNS }) as unknown as NodeJS.WriteStream;
  return { output, written: () => String((output as unknown as PassThrough).read() ?? '') };
}

function at(progress: number, status: SyncRunRow['status'], recordsRead: number, vendorCalls: number): SyncRunRow {
  return { progress, status, recordsRead, vendorCalls } as SyncRunRow;
}

describe('the progress of a sync', () => {
  it('is a bar on a terminal, in one line that fits, and its last state stays', () => {
    const { output, written } = terminal(true);
    const { show, end } = createSyncProgress(output);
    show(at(0.5, 'RUNNING', 1, 1));
    show(at(1, 'PARTIALLY_SUCCEEDED', 1_234_567, 1_234));
    end();
    const states = written().split(TO_FIRST_COLUMN).map(stripVTControlCharacters).slice(1);
    expect(states.every((state) => state.trimEnd().length <= COLUMNS)).toBe(true);
    expect(states[0]).toContain('░   0% waiting: 0 records, 0 requests');
    expect(states.at(-1)).toBe(`${'█'.repeat(20)} 100% partly done: 1,234,567 records, 1,234 requests, 0s\n`);
  });

  it('is a line for each tenth elsewhere', () => {
    const { output, written } = terminal(false);
    const { show, end } = createSyncProgress(output);
    for (const progress of [0, 0.01, 0.1, 0.14, 0.5]) show(at(progress, 'RUNNING', 1, 2));
    show(at(1, 'SUCCEEDED', 7, 3));
    end();
    expect(written()).toBe(
      [
        '0% reading: 1 record, 2 requests',
        '10% reading: 1 record, 2 requests',
        '50% reading: 1 record, 2 requests',
        '100% done: 7 records, 3 requests',
        '',
      ].join('\n'),
    );
  });
});
