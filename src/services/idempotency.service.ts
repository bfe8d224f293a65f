import { createHash } from 'node:crypto';
import type { Clock } from '../clock';
import { IdempotencyKeyError, InvalidValueError } from '../errors';
import type { StatementRunner } from '../persistence/database';
import type {
  IdempotencyClaim,
  IdempotencyKeyRepository,
} from '../persistence/repositories/idempotency-key.repository';
import type { RequestContext } from '../request-context';
import type { Encryption } from '../security/encryption';
import { requireCaller } from './caller-scope';

/** How long an answer is kept, from the moment it is known. */
const ANSWER_TTL_MS = 90 * 60_000;
/** After this a request that never settled is taken to have died, and its key is free again. */
const WORK_TTL_MS = 10 * 60_000;

/** Writes the answer in the transaction that did the work, so that the two are there together or not at all. */
export type Settle<T> = (runner: StatementRunner, answer: T) => Promise<void>;

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
  async once<T>(
    context: RequestContext,
    options: { readonly key: string | null | undefined; readonly operation: string; readonly request: unknown },
    work: (settle: Settle<T>) => Promise<T>,
  ): Promise<T> {
    const { key, operation, request } = options;
    if (key === null || key === undefined) return work(async () => undefined);
    if (!/^\P{Cc}{1,255}$/u.test(key)) throw badKey();
    const { organizationId } = requireCaller(context);
    const hash = createHash('sha256')
      .update(JSON.stringify([operation, request]))
      .digest();
    const now = this.clock.now();
    const claim = { organizationId, key, until: after(now, WORK_TTL_MS) };
    if (!(await this.keys.claim(context, claim, hash, now))) return this.repeat<T>(context, organizationId, key, hash);
    try {
      return await work((runner, answer) => this.settle(context, runner, claim, answer));
    } catch (error) {
      await this.release(context, claim);
      throw error;
    }
  }

  /** What went wrong is what the caller is to hear of; a claim that cannot be released frees itself in time. */
  private async release(context: RequestContext, claim: IdempotencyClaim): Promise<void> {
    await this.keys.release(context, claim).catch((error: unknown) => {
      context.logger.warn({ err: error }, 'an idempotency key could not be released');
    });
  }

  private async settle(
    context: RequestContext,
    runner: StatementRunner,
    claim: IdempotencyClaim,
    answer: unknown,
  ): Promise<void> {
    const sealed = this.encryption.encrypt(JSON.stringify(answer), { ownerId: claim.organizationId, name: claim.key });
    const settled = await this.keys.settle(context, runner, claim, sealed, after(this.clock.now(), ANSWER_TTL_MS));
    // Too late: the key is another request's by now, and the transaction that this is part of is undone.
    if (!settled) throw inProgress();
  }

  private async repeat<T>(context: RequestContext, organizationId: string, key: string, hash: Buffer): Promise<T> {
    const stored = await this.keys.find(context, organizationId, key);
    if (stored !== null && !stored.requestHash.equals(hash)) {
      throw new IdempotencyKeyError(
        'IDEMPOTENCY_CONFLICT',
        'This idempotency key was used for another request. Use a new key for a new request.',
      );
    }
    if (stored?.encryptedAnswer == null) {
      throw inProgress();
    }
    return JSON.parse(this.encryption.decrypt(stored.encryptedAnswer, { ownerId: organizationId, name: key })) as T;
  }
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}

function inProgress(): IdempotencyKeyError {
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
