// `npm run bench`, or `npm run bench -- large-export` for one section.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { forkTypescript, firstMessage } from './parts/child-process';
import { SECTIONS, type SectionName, type SectionOptions, type SectionResult } from './section';

const OPTIONS = {
  minutes: { type: 'string', default: '3' },
  instances: { type: 'string', default: '50' },
} as const;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const names = sectionsToRun(positionals);
  const options = { minutes: numberOf(values, 'minutes'), instances: numberOf(values, 'instances') };
  write(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`);
  for (const name of names) {
    const result = await runSection(name, options);
    write(toTable(result));
    for (const failure of result.failures ?? []) write(`  FAILED  ${failure}\n`);
    if (result.failures?.length) process.exitCode = 1;
  }
}

function numberOf<Name extends string>(values: Readonly<Record<Name, string>>, name: Name): number {
  const value = Number(values[name]);
  if (value > 0) return value;
  throw new Error(`--${name} is a number above 0, such as ${name === 'minutes' ? '--minutes 3' : '--instances 50'}.`);
}

function sectionsToRun(given: readonly string[]): readonly SectionName[] {
  const unknown = given.find((name) => !SECTIONS.some((section) => section === name));
  if (unknown !== undefined) throw new Error(`There is no section "${unknown}". There are: ${SECTIONS.join(', ')}.`);
  return given.length === 0 ? SECTIONS : SECTIONS.filter((name) => given.includes(name));
}

/** In a process of its own: one section's memory and compiled code are not another's. */
async function runSection(name: SectionName, options: SectionOptions): Promise<SectionResult> {
  const child = forkTypescript('section-process.ts', [name, JSON.stringify(options)], { execArgv: ['--expose-gc'] });
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
