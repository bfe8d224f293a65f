import './heap-settings';
import { join } from 'node:path';
import { type App, type RunningApp, createApp } from './app';
import { type Config, ConfigurationError, loadConfig } from './config';
import { DEMO_CREDENTIALS_FILE } from './demo-organization';
import { createLogger } from './logger';
import { ProcessLifecycle } from './process-lifecycle';
import { StartCancelledError } from './shutdown-sequence';
import { StartupError } from './startup-error';

// What the service writes, keys and credentials among it, is nobody else's.
process.umask(0o077);

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger(config);
  const app: App = createApp({ config, logger, onFailure: (error) => lifecycle.fail(error) });
  const lifecycle = new ProcessLifecycle(logger, () => app.stop());
  const running = await app.start();
  logger.info({ url: running.url, sandboxUrl: running.sandboxUrl }, 'listening');
  if (!config.production) announce(config, running);
}

/** For whoever has just typed `npm start`. */
function announce(config: Config, { url, sandboxUrl, demo }: RunningApp): void {
  const localUrl = url.replace('127.0.0.1', 'localhost');
  const lines = [
    config.introspection
      ? `Elements with GraphiQL   ${localUrl}/graphql`
      : `Elements                 ${localUrl}/graphql`,
    ...(sandboxUrl ? [`Vendor sandboxes         ${sandboxUrl.replace('127.0.0.1', 'localhost')}`] : []),
    ...(demo?.isNew ? [`Authorization            ${demo.credentials.authorization}`] : []),
    ...(demo ? [`Demo credentials         ${join(config.dataDir, DEMO_CREDENTIALS_FILE)}`] : []),
    ...(demo?.agents ?? []).map(({ product, command }) => `${product.padEnd(24)} ${command}`),
  ];
  process.stdout.write(`\n${lines.map((line) => `  ${line}\n`).join('')}\n`);
}

/** What the operator can mend: told in words, without a stack. The system's own say which file may not be used. */
function isExpected(error: unknown): error is Error {
  const isAboutFile = error instanceof Error && 'syscall' in error && 'path' in error;
  return error instanceof StartupError || error instanceof ConfigurationError || isAboutFile;
}

main().catch((error: unknown) => {
  // A signal came during the start: whoever took it ends the process.
  if (error instanceof StartCancelledError) return;
  process.stderr.write(`${isExpected(error) ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
});
