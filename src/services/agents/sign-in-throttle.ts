import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../clock';

const WINDOW_MS = 60_000;
/** More than a person types, or a program tries by its schedule. */
const OF_ONE_NAME = 10;
/** Behind one address there may be many computers. */
const OF_ONE_ADDRESS = 100;
/** Far more than try at once; whoever is forgotten begins anew, against passwords that nobody can guess. */
const REMEMBERED = 10_000;

interface Failures {
  readonly since: number;
  readonly count: number;
}

/**
 * Whoever fails to sign in again and again is not looked at any more for the rest of a minute. Passwords are of 140 random
 * bits: this keeps our database and log from those who try, in each process by itself.
 */
export class SignInThrottle {
  private readonly failures = new LRUCache<string, Failures>({ max: REMEMBERED });

  constructor(private readonly clock: Clock) {}

  isBlocked(address: string, username: string): boolean {
    return this.countOf(address) >= OF_ONE_ADDRESS || this.countOf(pairOf(address, username)) >= OF_ONE_NAME;
  }

  failed(address: string, username: string): void {
    for (const key of [address, pairOf(address, username)]) {
      const now = this.clock.now().getTime();
      const count = this.countOf(key);
      this.failures.set(key, { since: count === 0 ? now : this.failures.get(key)!.since, count: count + 1 });
    }
  }

  private countOf(key: string): number {
    const found = this.failures.get(key);
    return found === undefined || this.clock.now().getTime() - found.since >= WINDOW_MS ? 0 : found.count;
  }
}

/** Names that are sent may be of any length. */
function pairOf(address: string, username: string): string {
  return `${address} ${createHash('sha256').update(username).digest('base64')}`;
}
