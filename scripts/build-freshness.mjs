// Whether `dist` was built from what lies here now.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');
export const DIST = join(ROOT, 'dist');

/** Written last, into a directory that is moved to its place when whole: a build that was cut short has none. */
export const BUILD_RECORD = 'build.json';

const INPUTS = ['src', 'migrations', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts'];

/** One hash over names and contents: unlike times, it does not change with a checkout or a copy. */
export function hashInputs() {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap(listFiles).sort())
    hash.update(`${relative(ROOT, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

export function isBuilt() {
  return existsSync(join(DIST, BUILD_RECORD));
}

export function isStale() {
  if (!isBuilt()) return true;
  return JSON.parse(readFileSync(join(DIST, BUILD_RECORD), 'utf8')).inputs !== hashInputs();
}

function listFiles(name) {
  const path = join(ROOT, name);
  if (!existsSync(path)) return [];
  if (name.includes('.')) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
