import { createHmac } from 'node:crypto';

/** What a receiver knows a delivery by. The same for every attempt, but for the time. */
export interface SignedDelivery {
  readonly id: string;
  /** Of this attempt: receivers refuse what is minutes old. */
  readonly attemptedAt: Date;
  /** The very text that is sent. */
  readonly body: string;
}

/**
 * Headers that name a delivery and, where there is a key, prove who sent it: in the platform's form, which covers the
 * body alone, and in that of Standard Webhooks, which covers id and time too and so cannot be played again later.
 */
export function webhookHeaders(delivery: SignedDelivery, signatureKey: string | null): Record<string, string> {
  const { id, attemptedAt, body } = delivery;
  const timestamp = String(Math.floor(attemptedAt.getTime() / 1_000));
  const names = { 'elements-webhook-id': id, 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (signatureKey === null) return names;
  return {
    ...names,
    'elements-webhook-signature': `sha256=${hmac(signatureKey, body)}`,
    'webhook-signature': `v1,${hmac(standardKey(signatureKey), `${id}.${timestamp}.${body}`)}`,
  };
}

/** Standard Webhooks writes secrets as `whsec_` and base64; any other text is taken as the key itself. */
function standardKey(signatureKey: string): Buffer {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(signatureKey) ?? [];
  return encoded === undefined ? Buffer.from(signatureKey, 'utf8') : Buffer.from(encoded, 'base64');
}

function hmac(key: string | Buffer, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}
