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

export type Section = () => Promise<SectionResult>;

/** In the order in which they run. Each has a process of its own. */
export const SECTIONS = ['large-export', 'sync', 'first-query', 'comparison', 'start-time'] as const;

export type SectionName = (typeof SECTIONS)[number];
