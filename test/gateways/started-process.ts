import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface StartedProcess {
  stop(): Promise<void>;
}

/** Where a file of this folder's own packages lies. Throws, with the way out, when they are not installed. */
export function installed(path: string): string {
  const file = join(__dirname, 'node_modules', path);
  if (existsSync(file)) return file;
  throw new Error(
    `${file} is missing: the gateway tests need \`npm ci --prefix test/gateways\`, which \`npm run test:gateways\` does.`,
  );
}

/** Resolves with the port once it was found free; rejects with EADDRINUSE otherwise. */
export function claimPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, () => server.close(() => resolve(port)));
  });
}

/** Starts a Node program and waits until its URL answers anything. Rejects with its output when it ends before. */
export async function startNode(
  script: string,
  args: readonly string[],
  options: { readonly readyUrl: string; readonly cwd: string },
): Promise<StartedProcess> {
  const child = spawn(process.execPath, [script, ...args], { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    const killed = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(killed);
  };
  for (let attempt = 0; attempt < 1_200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}:\n${output}`);
    if (await answers(options.readyUrl)) return { stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`${script} did not answer at ${options.readyUrl}:\n${output}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}
