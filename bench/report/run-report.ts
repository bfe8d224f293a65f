import type { SectionResult } from '../section';

/** Everything that one run found out. */
export interface RunReport {
  /** ISO 8601. */
  readonly finishedAt: string;
  readonly node: string;
  readonly processors: string;
  readonly reports: number;
  readonly expenses: number;
  readonly isQuick: boolean;
  readonly sections: readonly SectionReport[];
}

export interface SectionReport extends Omit<SectionResult, 'files'> {
  readonly name: string;
  readonly seconds: number;
  /** Of the machine, at the end, over a minute. */
  readonly load: number;
}
