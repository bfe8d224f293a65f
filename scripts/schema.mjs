// The committed subgraph SDL: `npm run schema:print` writes it, `npm run schema:check` fails when it is out of date.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build-freshness.mjs';

const FILE = join(ROOT, 'schema/elements.graphql');

function printSchema() {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'scripts/elements.mjs'), 'schema', 'print'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) process.exit(1);
  return stdout;
}

const mode = process.argv[2];
if (mode === 'print') {
  writeFileSync(FILE, printSchema());
} else if (mode === 'check') {
  if (readFileSync(FILE, 'utf8') !== printSchema()) {
    process.stderr.write('schema/elements.graphql is out of date: run `npm run schema:print` and commit it.\n');
    process.exitCode = 1;
  }
} else {
  process.stderr.write('Usage: node scripts/schema.mjs print|check\n');
  process.exitCode = 1;
}
