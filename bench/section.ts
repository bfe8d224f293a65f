import type { SeededDatabase } from './parts/seeded-database';
import type { Spread } from './parts/statistics';
import type { Target } from './target';

/** A number that a run came to. */
export interface Figure extends Partial<Spread> {
  readonly median: number;
  readonly target?: Target;
}

/** One line of a section's table. */
export interface Measurement {
  readonly what: string;
  readonly value: string;
  /** How to read it, such as the limit that holds. */
  readonly note?: string;
  /** The value as a number, where something is asked of it. */
  readonly figure?: Figure;
}

/** A bar of the chart. */
export interface Bar {
  readonly label: string;
  /** As a part of the limit. */
  readonly share: Spread;
  readonly isOurs: boolean;
}

/** What one section found out. */
export interface SectionResult {
  readonly title: string;
  readonly measurements: readonly Measurement[];
  /** What must not be: the run ends with exit code 1. */
  readonly failures?: readonly string[];
  readonly bars?: readonly Bar[];
  /** What is too long for the table, such as plans: a file of the output folder, by its name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Seeded once, for all sections of a run that read them. */
export interface Databases {
  readonly small: SeededDatabase;
  /** The same with a hundred times as many reports. */
  readonly large: SeededDatabase;
}

/** What the command line says about a section. */
export interface SectionOptions {
  /** How long a soak goes on. */
  readonly minutes: number;
  /** How many instances it has. */
  readonly instances: number;
  /** A short look instead of numbers that count. */
  readonly isQuick: boolean;
  /** Of those that a section compares, only these. */
  readonly contenders: readonly string[] | null;
  /** The work whose profile is taken. */
  readonly profiled: 'list' | 'small' | 'entities';
  readonly databases: Partial<Databases>;
}

export type Section = (options: SectionOptions) => Promise<SectionResult>;

interface SectionFacts {
  /** Which of the seeded databases it reads. */
  readonly reads: readonly (keyof Databases)[];
  readonly comparesContenders?: boolean;
  /** Whether it is a row of the table that the README shows, or something else that is asked for by name. */
  readonly isOfTheTable: boolean;
}

const OF_THE_TABLE = { reads: [], isOfTheTable: true };
const BY_NAME = { reads: [], isOfTheTable: false };

/** In the order in which they run. Each has a process of its own. */
export const SECTIONS = {
  list: { ...OF_THE_TABLE, reads: ['small'], comparesContenders: true },
  small: { ...OF_THE_TABLE, reads: ['small'], comparesContenders: true },
  entities: { ...OF_THE_TABLE, reads: ['small'], comparesContenders: true },
  gateway: { ...OF_THE_TABLE, reads: ['small'], comparesContenders: true },
  latency: { ...OF_THE_TABLE, reads: ['small'], comparesContenders: true },
  growth: { ...OF_THE_TABLE, reads: ['small', 'large'] },
  plans: { ...OF_THE_TABLE, reads: ['large'] },
  ingest: OF_THE_TABLE,
  'vendor-calls': OF_THE_TABLE,
  'start-time': OF_THE_TABLE,
  profile: { ...BY_NAME, reads: ['small'] },
  'large-export': BY_NAME,
  sync: BY_NAME,
  'first-query': BY_NAME,
  desktop: BY_NAME,
  'desktop-kills': BY_NAME,
  soak: BY_NAME,
} as const satisfies Readonly<Record<string, SectionFacts>>;

export type SectionName = keyof typeof SECTIONS;

export function factsOf(name: SectionName): SectionFacts {
  return SECTIONS[name];
}
