import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { EncryptionKey } from '../config';

const KEY_BYTES = 32;

/**
 * Signs links that are good by themselves. The keys are made from the encryption keys, so that every replica has them,
 * and a rotation that takes replicas one after the other breaks no link: the first signs, all are tried.
 */
export class LinkSigner {
  private readonly keys: readonly Buffer[];

  /** Signatures of one purpose are good for no other. */
  constructor(encryptionKeys: readonly EncryptionKey[], purpose: string) {
    this.keys = encryptionKeys.map(({ key }) => Buffer.from(hkdfSync('sha256', key, '', `link:${purpose}`, KEY_BYTES)));
  }

  sign(parts: readonly string[]): string {
    return signatureOf(this.keys[0] as Buffer, parts).toString('base64url');
  }

  isGenuine(parts: readonly string[], signature: string): boolean {
    const given = Buffer.from(signature, 'base64url');
    return this.keys.some((key) => {
      const wanted = signatureOf(key, parts);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  }
}

/** Over a list, so that no two read the same. */
function signatureOf(key: Buffer, parts: readonly string[]): Buffer {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest();
}
