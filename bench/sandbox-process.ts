// The Expensify sandbox on a port of its own, until the process that started this one lets go.
import { createSandbox } from '../src/adapters/expensify/sandbox';
import { systemClock } from '../src/clock';
import type { BenchSandboxOptions } from './parts/sandbox';

async function main(): Promise<void> {
  const { reports, limits } = JSON.parse(process.argv[2] ?? '{}') as BenchSandboxOptions;
  const { sandbox, origin, baseUrl, close } = await createSandbox({ clock: systemClock, seed: 1, reports });
  if (limits === 'off') sandbox.setFaults({ 'rate-limit': 'off' });
  process.once('disconnect', () => void close());
  process.send?.({ origin, configuration: { ...sandbox.configuration, 'base.url': baseUrl } });
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
