/**
 * Fails a test that writes to the console, to standard output or to standard error: what a service has to tell goes to
 * its logger, and a clean run shows the lines that matter.
 */
const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;

let written: string[] = [];

function record(source: string, parts: readonly unknown[]): void {
  written.push(`${source}: ${parts.map(String).join(' ').trim()}`);
}

const { console: watchedConsole } = globalThis;

for (const method of METHODS) {
  watchedConsole[method] = (...parts: unknown[]) => record(`console.${method}`, parts);
}

// Replaced on this file's own `process` object only: the real streams are jest's, which reports through them.
for (const stream of ['stdout', 'stderr'] as const) {
  const real = process[stream];
  const watched = Object.create(real, {
    write: {
      value: (chunk: unknown, ...rest: unknown[]): boolean => {
        record(`process.${stream}`, [chunk]);
        const callback = rest.find((argument) => typeof argument === 'function');
        if (typeof callback === 'function') callback();
        return true;
      },
    },
  }) as typeof real;
  Object.defineProperty(process, stream, { value: watched, configurable: true });
}

beforeEach(() => {
  written = [];
});

afterEach(() => {
  if (written.length > 0) throw new Error(`The test wrote to the console:\n${written.join('\n')}`);
});
