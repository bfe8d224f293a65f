import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock';

export interface SandboxOptions {
  readonly clock: Clock;
  /** Same seed, same data. Default 1. */
  readonly seed?: number;
  /** Where state is kept between two starts; in memory only when absent. */
  readonly stateDir?: string;
  /** Where this service takes what consent pages answer, registered for the keys in `configuration`. */
  readonly callbackUrl?: string;
  /** How many reports to make. Default: a realistic two years of them. */
  readonly reports?: number;
}

/** A working copy of one vendor's public behaviour, mounted on a sandbox server. */
export interface VendorSandbox {
  /** First path segment it is mounted at: a slash and the vendor's name in lower case. Stable. */
  readonly mountPath: string;
  /** The configuration that provisioning accepts here, without `base.url`. */
  readonly configuration: Readonly<Record<string, string>>;
  /** Answers one request; `request.url` is the whole path. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** What `PUT /_control/<vendor>/faults` sets; throws an Error whose message says what is wrong with `faults`. */
  setFaults(faults: unknown): void;
  /** Writes what is to be kept and lets go of everything. */
  close(): Promise<void>;
}
