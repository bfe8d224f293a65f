import type { Clock } from '../../../../clock';
import type { Application } from '../data/applications';
import type { User } from '../data/users';
import { randomText } from '../random-text';

const LIFE_MS = 30 * 60_000;

/** What somebody is being asked. */
export interface ConsentRequest {
  readonly application: Application;
  readonly user: User;
  /** Where the browser goes with the answer. */
  readonly callback: string;
  readonly askedBy:
    | {
        readonly protocol: 'oauth2';
        readonly scope: string;
        readonly state: string | null;
        readonly nonce: string | null;
      }
    | { readonly protocol: 'oauth1'; readonly requestToken: string };
}

/**
 * The pages that are open somewhere. Each has an id that only its own form knows, so that no other page can answer it,
 * and that is good for one answer.
 */
export class ConsentRequests {
  private readonly open = new Map<string, { readonly request: ConsentRequest; readonly expiresAt: number }>();

  constructor(private readonly clock: Clock) {}

  add(request: ConsentRequest): string {
    const now = this.clock.now().getTime();
    for (const [id, { expiresAt }] of this.open) if (expiresAt <= now) this.open.delete(id);
    const id = randomText(32);
    this.open.set(id, { request, expiresAt: now + LIFE_MS });
    return id;
  }

  /** Undefined when the page was answered before, or is too old. */
  take(id: string): ConsentRequest | undefined {
    const found = this.open.get(id);
    this.open.delete(id);
    return found !== undefined && this.clock.now().getTime() < found.expiresAt ? found.request : undefined;
  }
}
