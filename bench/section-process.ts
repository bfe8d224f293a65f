// Runs one section and sends its result to the process that asked for it.
import type { Section, SectionName } from './section';
import { measureComparison } from './sections/comparison';
import { measureFirstQuery } from './sections/first-query';
import { measureLargeExport } from './sections/large-export';
import { measureStartTime } from './sections/start-time';
import { measureSync } from './sections/sync';

const MEASURES: Readonly<Record<SectionName, Section>> = {
  'large-export': measureLargeExport,
  sync: measureSync,
  'first-query': measureFirstQuery,
  comparison: measureComparison,
  'start-time': measureStartTime,
};

async function main(): Promise<void> {
  const result = await MEASURES[process.argv[2] as SectionName]();
  process.send?.(result);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
