// Runs a module of the built service in this process, after a build where that is needed and possible.
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DIST, ROOT, isBuilt, isStale } from './build-freshness.mjs';

const require = createRequire(import.meta.url);

/** Signals reach the service itself, because nothing stands between it and npm. */
export async function runBuilt(module) {
  try {
    await buildIfNeeded();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  process.setSourceMapsEnabled(true);
  require(join(DIST, module));
}

export async function buildIfNeeded() {
  if (canBuild()) {
    if (!isStale()) return;
    process.stderr.write('Building …\n');
    const { build } = await import('./build.mjs');
    build();
  } else if (!isBuilt()) {
    throw new Error('The service is not built, and what builds it is not installed: run `npm ci && npm run build`.');
  }
}

/** With production dependencies alone, without sources, or without the right to write, what is built is started. */
function canBuild() {
  try {
    require.resolve('typescript/bin/tsc');
    require.resolve('esbuild');
    accessSync(ROOT, constants.W_OK);
    return existsSync(join(ROOT, 'src'));
  } catch {
    return false;
  }
}
