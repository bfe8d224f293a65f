import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { adapters } from '../../adapters/registry';
import type { SandboxAgent, SandboxAgentRun } from '../../adapters/sandbox/sandbox-agent';
import { systemClock } from '../../clock';
import { loadConfig } from '../../config';
import { StartupError } from '../../startup-error';

interface AgentCommandOptions {
  readonly every?: number;
  readonly password?: string;
  readonly passwordStdin?: boolean;
  readonly companyFile?: string;
  readonly expenses?: number;
  readonly once?: boolean;
}

/** For each vendor that calls us: the program that does so, as it would run at a customer's. */
export function registerSandboxAgents(sandbox: Command): void {
  for (const { catalog, sandboxAgent } of adapters) {
    if (sandboxAgent !== undefined) registerAgent(sandbox, sandboxAgent, catalog);
  }
}

function registerAgent(sandbox: Command, agent: SandboxAgent, vendor: { key: string; name: string }): void {
  sandbox
    .command(`${agent.name} <setup-file>`)
    .description(
      `A computer with ${vendor.name}: reads a set-up file and calls the service that it names, until it is interrupted.`,
    )
    .option('--every <seconds>', 'seconds between two runs; default: what the set-up file says', parseSeconds)
    .option('--once', 'run once, and say how that went: exit code 1 for a run that failed')
    .option('--password <password>', `shown to other users of this computer; better: ${passwordSetting(agent)}`)
    .option('--password-stdin', 'read the password from standard input')
    .option('--company-file <folder>', 'where its books are kept; default: a folder of its own for each set-up file')
    .option('--expenses <count>', 'how many expenses new books have', parseCount)
    .action((file: string, options: AgentCommandOptions) => runAgent(agent, vendor.key, file, options));
}

async function runAgent(agent: SandboxAgent, key: string, file: string, options: AgentCommandOptions): Promise<void> {
  const interrupted = new AbortController();
  const onSignal = (): void => interrupted.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const running = await agent.start({
    setupFile: await readSetupFile(file),
    password: await findPassword(agent, options),
    clock: systemClock,
    everySeconds: options.once === true ? 0 : options.every,
    stateDir: openStateDir(key, file, options),
    expenses: options.expenses,
    signal: interrupted.signal,
    onEvent: ({ at, text: line }) =>
      process.stdout.write(`${at.toISOString().slice(0, 19).replace('T', ' ')}  ${line}\n`),
  });
  try {
    if (options.once === true) tell(await running.runOnce());
    else if (!interrupted.signal.aborted) await aborted(interrupted.signal);
  } finally {
    await running.stop();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // Alone, a listener for signals keeps no process alive where nothing is scheduled.
    const alive = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
}

function tell({ outcome, calls, exchanges }: SandboxAgentRun): void {
  process.stdout.write(`${outcome} after ${counted(calls, 'call')} and ${counted(exchanges, 'exchange')}\n`);
  if (outcome === 'FAILED') process.exitCode = 1;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

async function readSetupFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartupError(`The set-up file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
}

async function findPassword(agent: SandboxAgent, options: AgentCommandOptions): Promise<string> {
  if (options.password !== undefined) return options.password;
  // What ends a line belongs to how it was typed, not to the password.
  if (options.passwordStdin === true) return (await text(process.stdin)).replace(/\r?\n$/, '');
  const password = process.env[passwordSetting(agent)];
  if (password !== undefined && password !== '') return password;
  throw new StartupError(`A password is needed: ${passwordSetting(agent)}, --password-stdin or --password.`);
}

function passwordSetting({ name }: SandboxAgent): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_PASSWORD`;
}

/** Two set-up files are for two companies, unless somebody says otherwise. */
function openStateDir(key: string, file: string, options: AgentCommandOptions): string {
  const config = loadConfig(process.env, []);
  const ownFolder = basename(file, extname(file));
  const stateDir = options.companyFile ?? join(config.dataDir, 'sandbox-cli', key, ownFolder);
  mkdirSync(stateDir, { recursive: true });
  return stateDir;
}

function parseSeconds(given: string): number {
  const seconds = parseCount(given);
  if (seconds < 1) throw new InvalidArgumentError('At least 1 second is needed.');
  return seconds;
}

function parseCount(given: string): number {
  const count = Number(given);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError('A whole number is needed.');
  return count;
}
