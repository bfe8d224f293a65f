/** What a figure is to reach, or not to pass. */
export interface Target {
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  /** What is aimed at beyond the limit. */
  readonly goal?: number;
}

export type Verdict = 'goal met' | 'met' | 'MISSED';

export function atLeast(limit: number, goal?: number): Target {
  return { bound: 'at least', limit, goal };
}

export function atMost(limit: number, goal?: number): Target {
  return { bound: 'at most', limit, goal };
}

export function verdictOn(value: number, { bound, limit, goal }: Target): Verdict {
  const reaches = (mark: number): boolean => (bound === 'at least' ? value >= mark : value <= mark);
  if (!reaches(limit)) return 'MISSED';
  return goal !== undefined && reaches(goal) ? 'goal met' : 'met';
}

export function describeTarget({ bound, limit, goal }: Target): string {
  return `${bound} ${limit}${goal === undefined ? '' : `, goal ${goal}`}`;
}
