// `npm run bench`, or `npm run bench -- list small` for some sections: see README.md here.
import { cpus, loadavg } from 'node:os';
import { parseCommandLine, type CommandLine } from './command-line';
import { buildService } from './parts/built-service';
import { withDatabases } from './parts/bench-cluster';
import { forkTypescript, firstMessage } from './parts/child-process';
import { installContenders } from './parts/contender-packages';
import { writeOutput } from './report/output';
import { toTerminalTable } from './report/terminal-table';
import { factsOf, type Databases, type SectionName, type SectionOptions, type SectionResult } from './section';

async function main(): Promise<void> {
  const commandLine = parseCommandLine(process.argv.slice(2));
  const { sections, scale, isQuick } = commandLine;
  write(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`);
  prepare(sections);
  const wanted = (['small', 'large'] as const).filter((name) =>
    sections.some((one) => factsOf(one).reads.includes(name)),
  );
  await withDatabases({ wanted, scale, isQuick }, (databases) => runAll(commandLine, databases));
}

/** Before the first section, so that nothing is installed or built while something is measured. */
function prepare(sections: readonly SectionName[]): void {
  const facts = sections.map(factsOf);
  if (facts.some(({ comparesContenders }) => comparesContenders)) installContenders();
  if (facts.some(({ reads }) => reads.length > 0)) buildService();
}

async function runAll(commandLine: CommandLine, databases: Partial<Databases>): Promise<void> {
  for (const name of commandLine.sections) {
    const startedAt = performance.now();
    const result = await runSection(name, { ...commandLine, databases });
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    write(toTerminalTable(result, `${seconds} s; load of the machine at the end: ${loadavg()[0]?.toFixed(1)}`));
    for (const file of writeOutput(result.files ?? {})) write(`  ${file}\n`);
    for (const failure of result.failures ?? []) write(`  FAILED  ${failure}\n`);
    if (result.failures?.length) process.exitCode = 1;
  }
}

/** In a process of its own: one section's memory and compiled code are not another's. */
async function runSection(name: SectionName, options: SectionOptions): Promise<SectionResult> {
  const child = forkTypescript('section-process.ts', [name, JSON.stringify(options)], { execArgv: ['--expose-gc'] });
  try {
    return await firstMessage<SectionResult>(child);
  } finally {
    if (child.connected) child.disconnect();
  }
}

function write(text: string): void {
  process.stdout.write(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exitCode = 1;
});
