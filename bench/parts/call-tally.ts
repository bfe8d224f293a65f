import type { JobRecord } from '../../src/adapters/expensify/sandbox';

export interface SandboxCalls {
  readonly total: number;
  /** Refused for a rate limit. */
  readonly limited: number;
  /** The most that one account's credentials were used in any ten seconds, and in any sixty. */
  readonly busiestTenSeconds: number;
  readonly busiestMinute: number;
}

/** Counts the calls of each credentials, refused ones too, in windows that slide. */
export class CallTally {
  private readonly recent = new Map<string, number[]>();
  private total = 0;
  private limited = 0;
  private busiestTenSeconds = 0;
  private busiestMinute = 0;

  /** In the order in which they came. */
  add(jobs: readonly JobRecord[]): void {
    for (const job of jobs) this.count(job);
  }

  get calls(): SandboxCalls {
    const { total, limited, busiestTenSeconds, busiestMinute } = this;
    return { total, limited, busiestTenSeconds, busiestMinute };
  }

  private count({ account, at, limited }: JobRecord): void {
    this.total += 1;
    if (limited) this.limited += 1;
    const now = at.getTime();
    const lastMinute = [...(this.recent.get(account ?? '') ?? []).filter((time) => time > now - 60_000), now];
    this.recent.set(account ?? '', lastMinute);
    const lastTenSeconds = lastMinute.filter((time) => time > now - 10_000);
    this.busiestMinute = Math.max(this.busiestMinute, lastMinute.length);
    this.busiestTenSeconds = Math.max(this.busiestTenSeconds, lastTenSeconds.length);
  }
}
