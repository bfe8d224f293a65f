// `npm run bench`, or `npm run bench -- large-export` for one section.
import { cpus, loadavg } from 'node:os';
import { forkTypescript, firstMessage } from './parts/child-process';
import { SECTIONS, type SectionName, type SectionResult } from './section';

async function main(): Promise<void> {
  const names = sectionsToRun(process.argv.slice(2));
  write(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`);
  for (const name of names) {
    const result = await runSection(name);
    write(toTable(result));
    for (const failure of result.failures ?? []) write(`  FAILED  ${failure}\n`);
    if (result.failures?.length) process.exitCode = 1;
  }
}

function sectionsToRun(given: readonly string[]): readonly SectionName[] {
  const unknown = given.find((name) => !SECTIONS.some((section) => section === name));
  if (unknown !== undefined) throw new Error(`There is no section "${unknown}". There are: ${SECTIONS.join(', ')}.`);
  return given.length === 0 ? SECTIONS : SECTIONS.filter((name) => given.includes(name));
}

/** In a process of its own: one section's memory and compiled code are not another's. */
async function runSection(name: SectionName): Promise<SectionResult> {
  const child = forkTypescript('section-process.ts', [name], { execArgv: ['--expose-gc'] });
  try {
    return await firstMessage<SectionResult>(child);
  } finally {
    child.disconnect();
  }
}

function toTable({ title, measurements }: SectionResult): string {
  const width = Math.max(...measurements.map(({ what }) => what.length));
  const valueWidth = Math.max(...measurements.map(({ value }) => value.length));
  const lines = measurements.map(({ what, value, note = '' }) =>
    `  ${what.padEnd(width)}  ${value.padStart(valueWidth)}  ${note}`.trimEnd(),
  );
  const load = loadavg()[0]?.toFixed(1);
  return `\n${title}   (load of the machine at the end: ${load})\n${lines.join('\n')}\n`;
}

function write(text: string): void {
  process.stdout.write(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exitCode = 1;
});
