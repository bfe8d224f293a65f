import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { Config } from './config';

const SECRET_NAME = /secret|token|password|passphrase|authorization|cookie|credential/i;

const REDACTED = '[redacted]';

const KNOWN_KEYS = new Map<string, boolean>();
const MOST_KNOWN_KEYS = 500;

/** Deeper than any line of ours; ends the walk through something that refers to itself. */
const MAX_DEPTH = 6;

/** How long a line may wait for others, in milliseconds: a process that is killed has not written those. */
const WRITE_EVERY_MS = 20;
/** Lines that are as long together wait no longer. */
const WRITE_AT_CHARACTERS = 16_384;
/** How long whoever flushes waits for a reader that takes nothing. */
const LONGEST_FLUSH_MS = 2_000;

/**
 * Structured JSON lines on standard output, written behind: a request does not wait for its line, and what comes within
 * 20 ms is written together. A fatal line is written at once, and the end of the process waits for the rest. A value
 * whose key names a secret is replaced, however deep it stands.
 */
export function createLogger(config: Pick<Config, 'logLevel'>): Logger {
  const options: LoggerOptions = {
    level: config.logLevel,
    timestamp: pino.stdTimeFunctions.isoTime,
    base: {},
    formatters: {
      level: (label) => ({ level: label }),
      bindings: (bindings) => redactSecrets(bindings),
      log: (fields) => redactSecrets(fields),
    },
    serializers: { err: describeError, error: describeError },
  };
  return pino(options, writtenTogether());
}

/** A write wakes a thread, and costs about what a statement does: under load there is one for many lines. */
function writtenTogether(): DestinationStream {
  const output = pino.destination({ sync: false });
  const atOnce = pino.destination({ sync: true });
  let lines = '';
  let isDue = false;
  let isWriting = false;
  output.on('drain', () => (isWriting = false));
  const writeAll = (): void => {
    isDue = false;
    if (lines === '') return;
    isWriting = true;
    output.write(lines);
    lines = '';
  };
  const stream = {
    write(line: string): void {
      lines += line;
      if (lines.length >= WRITE_AT_CHARACTERS) return writeAll();
      if (isDue) return;
      isDue = true;
      setTimeout(writeAll, WRITE_EVERY_MS);
    },
    // pino looks for these two: where it is told to flush, and at a fatal line.
    flush(done: () => void = () => undefined): void {
      writeAll();
      if (!isWriting) return done();
      // Its own flush does not wait: what a slow reader has not taken is lost with the process.
      const timer = setTimeout(done, LONGEST_FLUSH_MS);
      output.once('drain', () => {
        clearTimeout(timer);
        done();
      });
    },
    flushSync(): void {
      output.flushSync();
      atOnce.write(lines);
      lines = '';
    },
  };
  process.once('exit', () => {
    if (lines !== '') stream.flushSync();
  });
  return stream;
}

/** For tests, and for commands whose output is their answer. */
export function createSilentLogger(): Logger {
  return pino({ level: 'silent' });
}

/** A copy without the values of keys that name a secret. Instances of classes are left to their serializers. */
export function redactSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  return redactObject(fields, 0);
}

function redactObject(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).map(([key, value]): [string, unknown] => [
    key,
    value !== null && value !== undefined && namesSecret(key) ? REDACTED : redactValue(value, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

/** Our own lines have few keys, and each again and again; those of an error's cause may be any. */
function namesSecret(key: string): boolean {
  const known = KNOWN_KEYS.get(key);
  if (known !== undefined) return known;
  const isSecret = SECRET_NAME.test(key);
  if (KNOWN_KEYS.size < MOST_KNOWN_KEYS) KNOWN_KEYS.set(key, isSecret);
  return isSecret;
}

function redactValue(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (depth > MAX_DEPTH) return REDACTED;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return isPlain ? redactObject(value as Record<string, unknown>, depth) : value;
}

/** The parts of an error that help; a library may hang the whole request on it, secrets included. */
export function describeError(error: unknown, depth = 0): unknown {
  // A library may give the whole answer of a vendor for a cause.
  if (!(error instanceof Error)) return redactValue(error, 0);
  return {
    type: error.name,
    message: error.message,
    code: 'code' in error ? error.code : undefined,
    stack: error.stack,
    cause: error.cause === undefined || depth > 3 ? undefined : describeError(error.cause, depth + 1),
  };
}
