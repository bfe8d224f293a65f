import { UnauthenticatedError } from '../errors';
import type { Clock } from '../clock';
import type { Caller, RequestContext } from '../request-context';
import type { Authentication } from './authentication.service';

/** How long a secret that stopped being good may still be listened with, where nothing tells us sooner. */
const CHECK_EVERY_MS = 30_000;

interface Watched {
  readonly authorization: string;
  readonly caller: Caller;
  readonly onRevoked: () => void;
}

/** Looks again and again whether those who listen still may: a request is checked once, but they stay. */
export class AccessWatch {
  private readonly watched = new Set<Watched>();
  private stopping = new AbortController();

  constructor(
    private readonly context: RequestContext,
    private readonly authentication: Pick<Authentication, 'authenticate'>,
    private readonly clock: Clock,
  ) {}

  /** Calls `onRevoked`, perhaps again and again, when the header is not good any more. Answers how to stop watching. */
  watch(authorization: string, caller: Caller, onRevoked: () => void): () => void {
    const entry: Watched = { authorization, caller, onRevoked };
    this.watched.add(entry);
    if (this.watched.size === 1) void this.run();
    // A change that came between letting them in and this was told when nobody watched them.
    void this.checkEach([entry]);
    return () => {
      this.watched.delete(entry);
      if (this.watched.size === 0) this.close();
    };
  }

  /** Checks those of an organization now; all of them when it is null. */
  async check(organizationId: string | null): Promise<void> {
    await this.checkEach(
      [...this.watched].filter(({ caller }) => organizationId === null || caller.organizationId === organizationId),
    );
  }

  close(): void {
    this.stopping.abort();
    this.stopping = new AbortController();
  }

  private async checkEach(entries: readonly Watched[]): Promise<void> {
    const checks = new Map<string, Promise<boolean>>();
    for (const entry of entries) {
      const { authorization } = entry;
      const check = checks.get(authorization) ?? this.isGood(entry);
      checks.set(authorization, check);
      if (!(await check) && this.watched.has(entry)) entry.onRevoked();
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.clock.sleep(CHECK_EVERY_MS, signal).catch(() => undefined);
      if (!signal.aborted) await this.check(null);
    }
  }

  /** A database that does not answer says nothing about a secret. */
  private async isGood({ authorization, caller }: Watched): Promise<boolean> {
    try {
      const found = await this.authentication.authenticate(this.context, authorization);
      return found.instanceId === caller.instanceId && found.userId === caller.userId;
    } catch (error) {
      if (error instanceof UnauthenticatedError) return false;
      this.context.logger.warn({ err: error }, 'access could not be checked; checking again soon');
      return true;
    }
  }
}
