/** One line of a section's table. */
export interface Measurement {
  readonly what: string;
  readonly value: string;
  /** How to read it, such as the limit that holds. */
  readonly note?: string;
}

/** What one section found out. */
export interface SectionResult {
  readonly title: string;
  readonly measurements: readonly Measurement[];
  /** Limits that were broken: the run ends with exit code 1. */
  readonly failures?: readonly string[];
}

/** What the command line says about a section. */
export interface SectionOptions {
  /** How long a soak goes on. */
  readonly minutes: number;
  /** How many instances it has. */
  readonly instances: number;
}

export type Section = (options: SectionOptions) => Promise<SectionResult>;

/** In the order in which they run. Each has a process of its own. */
export const SECTIONS = ['large-export', 'sync', 'first-query', 'comparison', 'start-time', 'desktop', 'soak'] as const;

export type SectionName = (typeof SECTIONS)[number];
