import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/**
 * What a process of its own has written once it has ended; it is ended once all of `until` is there. It is read from once the
 * process has said so on its standard error, where that is to be.
 */
async function written(
  program: string,
  { until = null, isReadLate = false }: { until?: string | null; isReadLate?: boolean } = {},
): Promise<string[]> {
  const script = `const logger = require('./src/logger.ts').createLogger({ logLevel: 'info' }); ${program}`;
  const child = spawn(process.execPath, ['-r', './test/support/register-typescript.cjs', '-e', script], { cwd: ROOT });
  let output = '';
  if (isReadLate) await once(child.stderr, 'data');
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (until !== null && output.includes(until)) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
}

describe('lines of the log, which are written together,', () => {
  test('come by themselves, also a single one', async () => {
    expect(await written(`logger.info('alone'); setInterval(() => undefined, 1000);`, { until: 'alone' })).toEqual([
      'alone',
    ]);
  });

  test('are all there when the process exits', async () => {
    const program = `for (let n = 0; n < 1000; n++) logger.info('line ' + n); process.exit(0);`;
    expect(await written(program)).toEqual(Array.from({ length: 1_000 }, (_, n) => `line ${n}`));
  });

  test('are all there when the process exits after a flush, however slowly they are read', async () => {
    const program = `for (let n = 0; n < 10000; n++) logger.info('line ' + n);
      setTimeout(() => {
        logger.info('last');
        process.stderr.write('flushing');
        logger.flush(() => process.exit(0));
      }, 50);`;
    const lines = Array.from({ length: 10_000 }, (_, n) => `line ${n}`);
    expect(await written(program, { isReadLate: true })).toEqual([...lines, 'last']);
  });

  test('are all there, the fatal one last, although the process is killed right after it', async () => {
    const program = `logger.info('before'); logger.fatal('fatal'); process.kill(process.pid, 'SIGKILL');`;
    expect(await written(program)).toEqual(['before', 'fatal']);
  });

  test('are in order where some are written while others are still on their way', async () => {
    const program = `let n = 0; const timer = setInterval(() => {
      for (let each = 0; each < 50; each++) logger.info('line ' + n++);
      if (n >= 1000) clearInterval(timer);
    }, 3);`;
    expect(await written(program)).toEqual(Array.from({ length: 1_000 }, (_, n) => `line ${n}`));
  });
});
