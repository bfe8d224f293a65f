import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const AUTOCANNON = require.resolve('autocannon/autocannon.js');
const CONNECTIONS = 10;

/** One request that is sent over and over. */
export interface HttpLoad {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface AutocannonReport {
  readonly requests: { readonly average: number };
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx: number;
}

/** Requests a second, sent by autocannon in a process of its own. Throws when any of them failed. */
export async function measureLoad(load: HttpLoad, seconds: number): Promise<number> {
  const headers = Object.entries(load.headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const options = ['-j', '-n', '-c', String(CONNECTIONS), '-d', String(seconds), '-m', 'POST', ...headers];
  const child = spawn(process.execPath, [AUTOCANNON, ...options, '-b', load.body, load.url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const report = JSON.parse(await text(child.stdout)) as AutocannonReport;
  const failed = report.errors + report.timeouts + report.non2xx;
  if (failed > 0) throw new Error(`${failed} requests to ${load.url} failed.`);
  return report.requests.average;
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
