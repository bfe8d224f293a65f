// Builds the service and its GraphiQL page: `npm run build`.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BUILD_RECORD, DIST, ROOT, hashInputs, isStale } from './build-freshness.mjs';

const STAGING = 'dist.building-';

/** Builds aside and moves the whole into place, so that nobody ever starts half a build. Throws when it fails. */
export function build() {
  removeAbandoned();
  const staging = mkdtempSync(join(ROOT, `${STAGING}${process.pid}-`));
  // What one user builds, another may run.
  chmodSync(staging, 0o755);
  try {
    // Taken before compiling: what is edited meanwhile makes the build stale.
    const inputs = hashInputs();
    run(createRequire(import.meta.url).resolve('typescript/bin/tsc'), [
      '-p',
      join(ROOT, 'tsconfig.build.json'),
      '--outDir',
      staging,
    ]);
    run(join(ROOT, 'scripts/build-graphiql.mjs'), [join(staging, 'graphiql')]);
    writeFileSync(join(staging, BUILD_RECORD), `${JSON.stringify({ inputs })}\n`);
    replace(staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function run(script, args) {
  // Onto standard error: a command's standard output is its answer.
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`The build failed${error ? `: ${error.message}` : ''}.`);
}

/**
 * A directory cannot be replaced in one step; a start between the two finds none, and builds. Of two builds at once
 * the first stays, because somebody may be starting from it already.
 */
function replace(staging) {
  if (!isStale()) return;
  const old = `${staging}-old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(staging, DIST);
  rmSync(old, { recursive: true, force: true });
}

/** What builds left behind that were killed. */
function removeAbandoned() {
  for (const name of readdirSync(ROOT).filter((entry) => entry.startsWith(STAGING))) {
    const pid = Number.parseInt(name.slice(STAGING.length), 10);
    if (!isRunning(pid)) rmSync(join(ROOT, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    build();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
