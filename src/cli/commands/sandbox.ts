import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { adapters } from '../../adapters/registry';
import { startSandboxServer } from '../../adapters/sandbox/sandbox-server';
import { systemClock } from '../../clock';
import { loadConfig } from '../../config';
import { findListeningPort, toListenError } from '../../server/listening-port';
import { registerSandboxAgents } from './sandbox-agent';

interface SandboxCommandOptions {
  readonly port?: number;
  readonly reports?: number;
}

/** The vendors' sandboxes alone, for whoever develops a client of a vendor, ours or another. */
export function registerSandbox(program: Command): void {
  const sandbox = program
    .command('sandbox')
    .description('Serves the vendor sandboxes until it is interrupted.')
    .option('--port <port>', 'port to listen on; default: SANDBOX_PORT', parsePort)
    .option('--reports <count>', 'how many expense reports to make; default: two years of them', parseCount)
    .action(serveSandboxes);
  registerSandboxAgents(sandbox);
}

async function serveSandboxes(options: SandboxCommandOptions): Promise<void> {
  const config = loadConfig(process.env, []);
  const setting = options.port === undefined ? 'SANDBOX_PORT' : '--port';
  const place = { host: '127.0.0.1', port: options.port ?? config.sandboxPort, setting } as const;
  await findListeningPort(place);
  const callbackUrl = `${config.publicUrl ?? `http://localhost:${config.port}`}/oauth/callback`;
  const opened = await Promise.all(
    adapters.map(async ({ catalog, createSandbox }) => {
      // Not the running service's: both would write the same files.
      const stateDir = join(config.dataDir, 'sandbox-cli', catalog.key);
      if (createSandbox !== undefined) mkdirSync(stateDir, { recursive: true });
      return {
        key: catalog.key,
        sandbox: await createSandbox?.({ clock: systemClock, stateDir, callbackUrl, reports: options.reports }),
      };
    }),
  );
  const sandboxes = opened.flatMap(({ sandbox }) => sandbox ?? []);
  const server = await startSandboxServer({ ...place, sandboxes, clock: systemClock }).catch((error: unknown) => {
    throw toListenError(error, place);
  });
  process.stdout.write(`Vendor sandboxes  ${server.origin.replace('127.0.0.1', 'localhost')}\n`);
  for (const { key, sandbox } of opened) {
    if (sandbox !== undefined) process.stdout.write(`${key}  ${JSON.stringify(sandbox.configuration)}\n`);
  }
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('A port from 0 to 65535 is needed (0 = any free one).');
  return port;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError('A whole number is needed.');
  return count;
}
