// Starts what was built as production does: a copy with production dependencies alone, a database of its own, and
// every setting given. Asks it whether it is ready and one query, and ends it.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '..');
const COPIED = ['package.json', 'package-lock.json', '.npmrc', 'dist', 'scripts'];

const require = createRequire(import.meta.url);
const { createSilentLogger } = require(join(ROOT, 'dist/src/logger.js'));
const { startEmbeddedPostgres } = require(join(ROOT, 'dist/src/persistence/embedded-postgres.js'));

function assert(condition, message) {
  if (!condition) throw new Error(message);
}

function installCopy(directory) {
  for (const name of COPIED) cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  execFileSync('npm', ['ci', '--omit=dev', '--no-progress'], { cwd: directory, stdio: 'inherit' });
}

async function startService(directory, env) {
  const service = spawn('npm', ['start', '--silent'], { cwd: directory, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(service, 'exit');
  const lines = createInterface({ input: service.stdout });
  lines.on('line', (line) => process.stdout.write(`${line}\n`));
  const url = await new Promise((resolve, reject) => {
    lines.on('line', (line) => /"url":"http/.test(line) && resolve(/"url":"([^"]+)"/.exec(line)[1]));
    lines.once('close', () => reject(new Error('The service ended before it listened.')));
  });
  return { service, url, ended };
}

async function ask(url) {
  const ready = await fetch(`${url}/health/ready`);
  assert(ready.status === 200, `/health/ready answered ${ready.status}.`);
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ elements { key name } }' }),
  });
  const answer = await response.json();
  assert(answer.data?.elements?.length > 0, `The query was answered with ${JSON.stringify(answer)}.`);
}

const directory = mkdtempSync(join(tmpdir(), 'elements-production-'));
const dataDir = mkdtempSync(join(tmpdir(), 'elements-database-'));
try {
  installCopy(directory);
  const postgres = await startEmbeddedPostgres({ dataDir, logger: createSilentLogger() });
  try {
    const env = {
      ...process.env,
      NODE_ENV: 'production',
      PORT: '0',
      DATABASE_URL: postgres.url,
      ENCRYPTION_KEYS: `ci:${randomBytes(32).toString('base64')}`,
      PUBLIC_URL: 'https://elements.example.com',
      METRICS_TOKEN: randomBytes(16).toString('hex'),
    };
    execFileSync('npm', ['run', '--silent', 'elements', '--', 'migrate'], { cwd: directory, env, stdio: 'inherit' });
    const { service, url, ended } = await startService(directory, env);
    try {
      await ask(url);
    } finally {
      service.kill('SIGTERM');
    }
    const [exitCode] = await ended;
    assert(exitCode === 0, `The service ended with ${exitCode} at SIGTERM.`);
  } finally {
    await postgres.stop();
  }
} finally {
  for (const path of [directory, dataDir]) rmSync(path, { recursive: true, force: true });
}
