// Sends the load, in a process of its own: one that stays, so that its own code is compiled before anything counts.
import autocannon from 'autocannon';
import type { LoadCommand, LoadReply } from './parts/load-generator';
import { sendAtRate } from './parts/constant-rate';
import type { Requests } from './parts/requests';

/** Requests a second, of so many connections that each wait for their answer. Throws when any of them failed. */
async function sendAtOnce({ url, headers, bodies }: Requests, connections: number, seconds: number): Promise<number> {
  const requests = bodies.map((body) => ({ method: 'POST' as const, headers, body }));
  const result = await autocannon({ url, connections, duration: seconds, requests });
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0 || result['2xx'] === 0) throw new Error(`${failed} of the requests to ${url} failed.`);
  return result['2xx'] / result.duration;
}

async function obey(command: LoadCommand): Promise<LoadReply> {
  try {
    const { requests, seconds } = command;
    if ('rate' in command) return { latencies: await sendAtRate(requests, command.rate, seconds) };
    return { rate: await sendAtOnce(requests, command.connections, seconds) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

process.on('message', (command: LoadCommand) => {
  void obey(command).then((reply) => process.send?.(reply));
});
process.once('disconnect', () => process.exit());
