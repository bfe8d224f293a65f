import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import startEverythingElse from '../support/global-setup';

/** The packages of this folder are kept out of the main install: it would be ten times as large. */
function install(): void {
  const wanted = readFileSync(join(__dirname, 'package-lock.json'));
  const marker = join(__dirname, 'node_modules', '.package-lock.json');
  if (existsSync(marker) && isInstalled(wanted, readFileSync(marker))) return;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: __dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** npm writes down what it installed, in the words of the lock file. */
function isInstalled(wanted: Buffer, found: Buffer): boolean {
  const versions = (lock: Buffer): string => {
    const { packages } = JSON.parse(lock.toString()) as {
      packages: Record<string, { version?: string; optional?: boolean }>;
    };
    const entries = Object.entries(packages).filter(([path, { optional }]) => path !== '' && !optional);
    return JSON.stringify(entries.map(([path, { version }]) => [path, version]));
  };
  return versions(wanted) === versions(found);
}

export default async function globalSetup(): Promise<void> {
  install();
  await startEverythingElse();
}
