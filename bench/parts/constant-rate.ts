import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Requests } from './requests';

/** More than are ever needed: a request waits for nothing but the server. */
const CONNECTIONS = 256;

/**
 * Sends so many requests a second, whether or not those before were answered, and tells how many milliseconds each took
 * from when it was due. A server that stalls is so charged for all that should have been sent meanwhile.
 */
export async function sendAtRate({ url, headers, bodies }: Requests, rate: number, seconds: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const total = Math.floor(rate * seconds);
  const startedAt = performance.now();
  const answers: Promise<number>[] = [];
  try {
    for (let sent = 0; sent < total; sent += 1) {
      const dueAt = startedAt + (sent * 1_000) / rate;
      const early = dueAt - performance.now();
      if (early > 0) await sleep(early);
      answers.push(send(agent, url, headers, bodies[sent % bodies.length] ?? '').then(() => performance.now() - dueAt));
    }
    return await Promise.all(answers);
  } finally {
    agent.destroy();
  }
}

/** Resolves when the answer has come whole. */
function send(agent: Agent, url: string, headers: Requests['headers'], body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}.`));
      response.resume();
      response.once('end', resolve);
      response.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
