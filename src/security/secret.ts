import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits in the platform's shape: base64, 44 characters. */
export function createSecret(): string {
  return randomBytes(32).toString('base64');
}

/** As much, of letters that need no escaping in an address: 43 characters. */
export function createUrlSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Digits and letters that are not taken for one another: 32 of them, five bits each. */
const TYPED = '0123456789abcdefghjkmnpqrstvwxyz';

/** For people to type: 28 letters and digits in groups of four, 140 random bits. */
export function createTypedSecret(): string {
  const letters = [...randomBytes(28)].map((byte) => TYPED[byte % TYPED.length]).join('');
  return letters.replace(/.{4}(?=.)/g, '$&-');
}

/**
 * What is stored of a secret that is only compared. A plain hash is enough for 256 random bits: there is nothing to
 * guess, so nothing to slow down.
 */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Takes the same time wherever the two differ. */
export function isSameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
