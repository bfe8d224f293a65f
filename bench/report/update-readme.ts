import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { chart } from './chart';
import { withBenchPart } from './readme-part';
import type { RunReport } from './run-report';

const ROOT = join(__dirname, '../..');
const README = join(ROOT, 'README.md');
const CHART = 'docs/bench.svg';

/** Puts the table and the chart of a run where everybody sees them. */
export async function updateReadme(report: RunReport): Promise<void> {
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  writeFileSync(join(ROOT, CHART), chart(report.sections));
  const text = withBenchPart(readFileSync(README, 'utf8'), report, CHART);
  writeFileSync(README, await format(text, { ...(await resolveConfig(README)), filepath: README }));
}
