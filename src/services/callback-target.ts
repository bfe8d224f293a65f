import { z } from 'zod';
import { BadUserInputError } from '../errors';

const SHORTEST_HEARTBEAT_MS = 1_000;

const extension = z.object({
  callbackUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  subscriptionId: z.string().min(1).max(500),
  verifier: z.string().max(2_000),
  heartbeatIntervalMs: z.int().min(0).max(3_600_000).default(5_000),
});

/** Where a router wants to be told of a subscription. */
export interface CallbackTarget {
  readonly url: string;
  readonly id: string;
  /** A secret between the two: never in a log. */
  readonly verifier: string;
  /** How often the router wants to hear that the subscription lives; 0 = never. */
  readonly heartbeatMs: number;
}

/** Reads `extensions.subscription` of a request; throws a `BadUserInputError` that names what is wrong. */
export function parseCallbackTarget(value: unknown): CallbackTarget {
  const parsed = extension.safeParse(value);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'the whole'))].join(', ');
    throw new BadUserInputError(
      `extensions.subscription is malformed (${fields}): it needs callbackUrl, subscriptionId, verifier and, in milliseconds, heartbeatIntervalMs.`,
    );
  }
  const { callbackUrl, subscriptionId, verifier, heartbeatIntervalMs } = parsed.data;
  const heartbeatMs = heartbeatIntervalMs === 0 ? 0 : Math.max(heartbeatIntervalMs, SHORTEST_HEARTBEAT_MS);
  return { url: callbackUrl, id: subscriptionId, verifier, heartbeatMs };
}
