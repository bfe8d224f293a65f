/** Requests an account may make: both windows slide. Source: the vendor's help page, "Is there a rate limit?". */
const WINDOWS = [
  { milliseconds: 10_000, requests: 5 },
  { milliseconds: 60_000, requests: 20 },
] as const;

/** A log of accepted requests for each account. Refused ones do not count: nothing says that they do. */
export class RateLimit {
  private readonly accepted = new Map<string, number[]>();

  /** Counts the request, or answers false when it is one too many. */
  tryTake(account: string, now: number): boolean {
    const longest = WINDOWS[1].milliseconds;
    const times = (this.accepted.get(account) ?? []).filter((time) => time > now - longest);
    this.accepted.set(account, times);
    const full = WINDOWS.some(({ milliseconds, requests }) => {
      return times.filter((time) => time > now - milliseconds).length >= requests;
    });
    if (!full) times.push(now);
    return !full;
  }
}
