// `npm run bench`, or `npm run bench -- list small` for some sections: see README.md here.
import { cpus, loadavg } from 'node:os';
import { parseCommandLine, type CommandLine } from './command-line';
import { withDatabases } from './parts/bench-cluster';
import { buildService } from './parts/built-service';
import { firstMessage, forkTypescript } from './parts/child-process';
import { installContenders } from './parts/contender-packages';
import { startFlags } from './parts/start-flags';
import { chart } from './report/chart';
import { writeOutput } from './report/output';
import type { RunReport, SectionReport } from './report/run-report';
import { toTerminalTable } from './report/terminal-table';
import { updateReadme } from './report/update-readme';
import { factsOf, type Databases, type SectionName, type SectionOptions, type SectionResult } from './section';

const PROCESSORS = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;

async function main(): Promise<void> {
  const commandLine = parseCommandLine(process.argv.slice(2));
  const { sections, scale, isQuick } = commandLine;
  write(`\nNode ${process.version}, ${PROCESSORS}\n`);
  prepare(sections);
  const wanted = (['small', 'large'] as const).filter((name) =>
    sections.some((section) => factsOf(section).reads.includes(name)),
  );
  await withDatabases({ wanted, scale, isQuick }, async (databases) => {
    const reports = await runAll(commandLine, databases);
    await leave(toRunReport(reports, databases, isQuick), commandLine);
  });
}

/** Before the first section, so that nothing is installed or built while something is measured. */
function prepare(sections: readonly SectionName[]): void {
  const facts = sections.map(factsOf);
  if (facts.some(({ comparesContenders }) => comparesContenders)) installContenders();
  if (facts.some(({ reads }) => reads.length > 0)) buildService();
}

/** One that fails does not keep the others from running, but the run has failed. */
async function runAll(commandLine: CommandLine, databases: Partial<Databases>): Promise<SectionReport[]> {
  const reports: SectionReport[] = [];
  for (const name of commandLine.sections) {
    try {
      reports.push(await runOne(name, { ...commandLine, databases }));
    } catch (error) {
      process.exitCode = 1;
      write(`\n  FAILED  ${name}: ${(error as Error).message}\n`);
    }
  }
  return reports;
}

async function runOne(name: SectionName, options: SectionOptions): Promise<SectionReport> {
  const startedAt = performance.now();
  const { files = {}, ...result } = await runSection(name, options);
  const report = { ...result, name, seconds: (performance.now() - startedAt) / 1_000, load: loadavg()[0] ?? 0 };
  write(toTerminalTable(report));
  for (const path of writeOutput(files)) write(`  ${path}\n`);
  for (const failure of report.failures ?? []) write(`  FAILED  ${failure}\n`);
  if (report.failures?.length) process.exitCode = 1;
  return report;
}

/** In a process of its own: one section's memory and compiled code are not another's. */
async function runSection(name: SectionName, options: SectionOptions): Promise<SectionResult> {
  // Some sections have the service in that process.
  const execArgv = ['--expose-gc', ...startFlags()];
  const child = forkTypescript('section-process.ts', [name, JSON.stringify(options)], { execArgv });
  try {
    return await firstMessage<SectionResult>(child);
  } finally {
    if (child.connected) child.disconnect();
  }
}

function toRunReport(sections: readonly SectionReport[], databases: Partial<Databases>, isQuick: boolean): RunReport {
  const { reports = 0, expenses = 0 } = databases.small ?? {};
  const finishedAt = new Date().toISOString();
  return { finishedAt, node: process.version, processors: PROCESSORS, reports, expenses, isQuick, sections };
}

/** What stays behind: for machines, for the eye, and, of a whole run that did not fail, for readers. */
async function leave(report: RunReport, { updateReadme: isWanted }: CommandLine): Promise<void> {
  const files: Record<string, string> = { 'results.json': `${JSON.stringify(report, null, 2)}\n` };
  if (report.sections.some(({ bars }) => bars?.length)) files['chart.svg'] = chart(report.sections);
  write(`\n${writeOutput(files).join('\n')}\n`);
  if (!isWanted) return;
  if (process.exitCode === 1) write('The README stays as it is, because the run has failed.\n');
  else await updateReadme(report);
}

function write(text: string): void {
  process.stdout.write(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exitCode = 1;
});
