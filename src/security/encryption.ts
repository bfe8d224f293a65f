import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from '../config';

/** What a value belongs to: bound in as associated data, so that no value can be moved to another place. */
export interface ValuePlace {
  /** Instance, or whatever else owns the value. */
  readonly ownerId: string;
  readonly name: string;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A stored value cannot be opened: its key is not configured, or it was altered or moved. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError';
}

/**
 * AES-256-GCM over a ring of keys: the first encrypts, all decrypt. A stored value reads `v1.<key id>.<base64url of
 * iv, tag and ciphertext>`; the version stands first so that another scheme can follow without guessing.
 */
export class Encryption {
  private readonly keys: ReadonlyMap<string, Buffer>;
  readonly currentKeyId: string;

  constructor(keys: readonly EncryptionKey[]) {
    const [first] = keys;
    if (first === undefined) throw new Error('At least one encryption key is needed.');
    this.currentKeyId = first.id;
    this.keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  encrypt(plain: string, place: ValuePlace): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(this.currentKeyId), iv);
    cipher.setAAD(associatedData(this.currentKeyId, place));
    const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [VERSION, this.currentKeyId, Buffer.concat([iv, cipher.getAuthTag(), data]).toString('base64url')].join('.');
  }

  decrypt(stored: string, place: ValuePlace): string {
    const [version, keyId, encoded] = stored.split('.');
    if (version !== VERSION || keyId === undefined || encoded === undefined) {
      throw new DecryptionError(`A stored secret of ${place.ownerId} has an unknown form.`);
    }
    const bytes = Buffer.from(encoded, 'base64url');
    const key = this.keyOf(keyId);
    try {
      const iv = bytes.subarray(0, IV_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(associatedData(keyId, place));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new DecryptionError(`The stored secret "${place.name}" of ${place.ownerId} was altered or moved.`);
    }
  }

  private keyOf(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new DecryptionError(`The encryption key "${id}" is not in ENCRYPTION_KEYS.`);
    return key;
  }
}

/** Length-prefixed, so that no two places read the same. */
function associatedData(keyId: string, place: ValuePlace): Buffer {
  const parts = [VERSION, keyId, place.ownerId, place.name];
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('|'), 'utf8');
}
