// Runs one section and sends its result to the process that asked for it.
import type { Section, SectionName, SectionOptions } from './section';
import { measureComparison } from './sections/comparison';
import { measureDesktop } from './sections/desktop';
import { measureFirstQuery } from './sections/first-query';
import { measureLargeExport } from './sections/large-export';
import { measureSoak } from './sections/soak';
import { measureStartTime } from './sections/start-time';
import { measureSync } from './sections/sync';

const MEASURES: Readonly<Record<SectionName, Section>> = {
  'large-export': measureLargeExport,
  sync: measureSync,
  'first-query': measureFirstQuery,
  comparison: measureComparison,
  'start-time': measureStartTime,
  desktop: measureDesktop,
  soak: measureSoak,
};

async function main(): Promise<void> {
  const result = await MEASURES[process.argv[2] as SectionName](JSON.parse(process.argv[3] ?? '{}') as SectionOptions);
  process.send?.(result);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
