import type { Clock } from '../../clock';

/** Of a vendor whose program on the customer's side calls us: a working copy of that program. */
export interface SandboxAgent {
  /** The command below `sandbox`, such as `web-connector`. */
  readonly name: string;
  /** Reads a setup file and goes to work; throws an Error whose message says what is wrong with the file. */
  start(options: SandboxAgentOptions): Promise<RunningSandboxAgent>;
}

export interface SandboxAgentOptions {
  /** Its content. */
  readonly setupFile: string;
  readonly password: string;
  readonly clock: Clock;
  /** Seconds between two runs; absent: what the file says. 0: it runs when it is told to, and at no other time. */
  readonly everySeconds?: number;
  /** Where the books are kept between two starts; in memory only when absent. */
  readonly stateDir?: string;
  /** How many expenses the books have. */
  readonly expenses?: number;
  readonly signal?: AbortSignal;
  /** One line of its log. */
  readonly onEvent?: (event: { readonly at: Date; readonly text: string }) => void;
}

export interface RunningSandboxAgent {
  /** Runs once now, and says how that went. */
  runOnce(): Promise<SandboxAgentRun>;
  stop(): Promise<void>;
}

export interface SandboxAgentRun {
  readonly outcome: 'NOTHING_TO_DO' | 'DONE' | 'FAILED';
  readonly message: string;
  /** Calls to us, and requests that were taken to the product. */
  readonly calls: number;
  readonly exchanges: number;
}
