import { createHash } from 'node:crypto';
import type { Clock } from '../clock';
import { IdempotencyKeyError, InvalidValueError } from '../errors';
import type { StatementRunner } from '../persistence/database';
import type {
  IdempotencyClaim,
  IdempotencyKeyRepository,
  IdempotencyRow,
} from '../persistence/repositories/idempotency-key.repository';
import type { RequestContext } from '../request-context';
import type { Encryption } from '../security/encryption';
import { requireCaller } from './caller-scope';

/** How long an answer is kept, from the moment it is known. */
const ANSWER_TTL_MS = 90 * 60_000;
/** After this a request that never settled is taken to have died, and its key is free again. */
const WORK_TTL_MS = 10 * 60_000;
const KEY = /^\P{Cc}{1,255}$/u;

/** Writes the answer in the transaction that did the work, so that the two are there together or not at all. */
export type Settle<T> = (runner: StatementRunner, answer: T) => Promise<void>;

/** A key that came with a request. */
export interface KeyedRequest {
  readonly key: string | null | undefined;
  readonly operation: string;
  /** As JSON, it decides whether a repeat is the same request. */
  readonly request: unknown;
}

/** The right of one request to answer under its key. */
export interface KeyClaim<T> {
  /**
   * Keeps the answer, in the transaction that did the work; what is kept later replaces it. The claim to go on with, once
   * the transaction has committed.
   */
  keep(runner: StatementRunner, answer: T, forMs?: number): Promise<KeyClaim<T>>;
  /** Gives the key back: nothing was done under it. */
  release(runner?: StatementRunner): Promise<void>;
}

/** Makes a caller's own retry safe: the same key and the same request get the same answer. */
export class IdempotencyService {
  constructor(
    private readonly keys: IdempotencyKeyRepository,
    private readonly encryption: Encryption,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` once for a key. A repeat gets the stored answer; another request under the key, or the same one while
   * the first is at work, gets an `IdempotencyKeyError`. When `work` throws, the key is released.
   */
  async once<T>(context: RequestContext, keyed: KeyedRequest, work: (settle: Settle<T>) => Promise<T>): Promise<T> {
    const claimed = await this.claim<T>(context, keyed);
    if (claimed.claim === null) return claimed.answer;
    const { claim } = claimed;
    try {
      return await work(async (runner, answer) => void (await claim.keep(runner, answer)));
    } catch (error) {
      // What went wrong is what the caller is to hear of; a claim that cannot be released frees itself in time.
      await claim.release().catch((reason: unknown) => {
        context.logger.warn({ err: reason }, 'an idempotency key could not be released');
      });
      throw error;
    }
  }

  /**
   * The right to work under the key, or the answer that was kept under it. Until something is kept, the key frees itself
   * after ten minutes. Throws an `IdempotencyKeyError` as `once` does.
   */
  async claim<T>(
    context: RequestContext,
    { key, operation, request }: KeyedRequest,
  ): Promise<{ readonly claim: KeyClaim<T> } | { readonly claim: null; readonly answer: T }> {
    if (key === null || key === undefined) return { claim: NO_KEY as KeyClaim<T> };
    if (!KEY.test(key)) throw badKey();
    const { organizationId } = requireCaller(context);
    const hash = hashOf(operation, request);
    const now = this.clock.now();
    const claim = { organizationId, key, until: after(now, WORK_TTL_MS) };
    if (await this.keys.claim(context, claim, hash, now)) return { claim: this.claimOf<T>(context, claim) };
    return { claim: null, answer: await this.repeat<T>(context, organizationId, key, hash) };
  }

  /**
   * The answer that was kept under the key for the same request; null when there is none, also where the key is free or
   * another request's. Throws an `IdempotencyKeyError` while the request is at work.
   */
  async recall<T>(
    context: RequestContext,
    { key, operation, request }: KeyedRequest,
  ): Promise<{ readonly answer: T } | null> {
    if (key === null || key === undefined || !KEY.test(key)) return null;
    const { organizationId } = requireCaller(context);
    const stored = await this.keys.find(context, organizationId, key);
    const isKept = stored !== null && stored.expiresAt > this.clock.now();
    if (!isKept || !stored.requestHash.equals(hashOf(operation, request))) return null;
    return { answer: this.open<T>(organizationId, key, stored) };
  }

  /**
   * The right to answer under a key long after the request that claimed it was answered for the time being; one without
   * effect where the key is another request's by now.
   */
  async reopen<T>(
    context: RequestContext,
    organizationId: string,
    key: string | null,
    isOurs: (kept: T) => boolean,
  ): Promise<KeyClaim<T>> {
    const stored = key === null ? null : await this.keys.find(context, organizationId, key);
    if (key === null || stored?.encryptedAnswer == null) return NO_KEY as KeyClaim<T>;
    if (!isOurs(this.open<T>(organizationId, key, stored))) return NO_KEY as KeyClaim<T>;
    return this.claimOf<T>(context, { organizationId, key, until: stored.expiresAt });
  }

  private claimOf<T>(context: RequestContext, claim: IdempotencyClaim): KeyClaim<T> {
    return {
      keep: (runner, answer, forMs = ANSWER_TTL_MS) => this.keep(context, runner, claim, answer, forMs),
      release: (runner) => this.keys.release(context, claim, runner),
    };
  }

  private async keep<T>(
    context: RequestContext,
    runner: StatementRunner,
    claim: IdempotencyClaim,
    answer: T,
    forMs: number,
  ): Promise<KeyClaim<T>> {
    const sealed = this.encryption.encrypt(JSON.stringify(answer), { ownerId: claim.organizationId, name: claim.key });
    const until = after(this.clock.now(), forMs);
    // Too late: the key is another request's by now, and the transaction that this is part of is undone.
    if (!(await this.keys.settle(context, runner, claim, sealed, until))) throw inProgress();
    return this.claimOf<T>(context, { ...claim, until });
  }

  private async repeat<T>(context: RequestContext, organizationId: string, key: string, hash: Buffer): Promise<T> {
    const stored = await this.keys.find(context, organizationId, key);
    if (stored !== null && !stored.requestHash.equals(hash)) {
      throw new IdempotencyKeyError(
        'IDEMPOTENCY_CONFLICT',
        'This idempotency key was used for another request. Use a new key for a new request.',
      );
    }
    return this.open<T>(organizationId, key, stored);
  }

  private open<T>(organizationId: string, key: string, stored: IdempotencyRow | null): T {
    if (stored?.encryptedAnswer == null) throw inProgress();
    return JSON.parse(this.encryption.decrypt(stored.encryptedAnswer, { ownerId: organizationId, name: key })) as T;
  }
}

/** Of a request without a key: nothing is kept, and nothing has to be given back. */
const NO_KEY: KeyClaim<unknown> = {
  keep: async () => NO_KEY,
  release: async () => undefined,
};

function hashOf(operation: string, request: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([operation, request]))
    .digest();
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

/** What is told of a request whose first is still at work. */
export function inProgress(): IdempotencyKeyError {
  return new IdempotencyKeyError(
    'IN_PROGRESS',
    'Another request with this idempotency key is still at work. Try again in a moment.',
  );
}

function badKey(): InvalidValueError {
  return new InvalidValueError(
    'INVALID_INPUT',
    'An idempotency key has 1 to 255 characters, none of them a control character; a UUID is best.',
    {
      path: ['input', 'idempotencyKey'],
      expected: '1 to 255 characters.',
    },
  );
}
