// Runs one section and sends its result to the process that asked for it.
import type { Section, SectionName, SectionOptions } from './section';
import { measureDesktop } from './sections/desktop';
import { measureDesktopKills } from './sections/desktop-kills';
import { measureEntities } from './sections/entities';
import { measureFirstQuery } from './sections/first-query';
import { measureGateway } from './sections/gateway';
import { measureGrowth } from './sections/growth';
import { measureIngest } from './sections/ingest';
import { measureLargeExport } from './sections/large-export';
import { measureLatency } from './sections/latency';
import { measureList } from './sections/list';
import { measurePlans } from './sections/plans';
import { measureProfile } from './sections/profile';
import { measureSmall } from './sections/small';
import { measureSoak } from './sections/soak';
import { measureStartTime } from './sections/start-time';
import { measureSync } from './sections/sync';
import { measureVendorCalls } from './sections/vendor-calls';

const MEASURES: Readonly<Record<SectionName, Section>> = {
  list: measureList,
  small: measureSmall,
  entities: measureEntities,
  gateway: measureGateway,
  latency: measureLatency,
  growth: measureGrowth,
  plans: measurePlans,
  ingest: measureIngest,
  'vendor-calls': measureVendorCalls,
  'start-time': measureStartTime,
  profile: measureProfile,
  'large-export': measureLargeExport,
  sync: measureSync,
  'first-query': measureFirstQuery,
  desktop: measureDesktop,
  'desktop-kills': measureDesktopKills,
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
