import { randomBytes } from 'node:crypto';
import { DecryptionError, Encryption } from '../../src/security/encryption';

const place = { ownerId: '0193a5b2-0000-7000-8000-000000000001', name: 'partner.user.secret' };
const oldKey = { id: 'old', key: randomBytes(32) };
const newKey = { id: 'new-2026', key: randomBytes(32) };

describe('Encryption', () => {
  it('opens what it has sealed, whatever the text', () => {
    const encryption = new Encryption([oldKey]);
    for (const text of ['', 'secret', 'ü — 日本 🙂', 'x'.repeat(10_000)]) {
      expect(encryption.decrypt(encryption.encrypt(text, place), place)).toBe(text);
    }
  });

  it('seals the same text differently each time, and never in the clear', () => {
    const encryption = new Encryption([oldKey]);
    const sealed = [encryption.encrypt('hunter2', place), encryption.encrypt('hunter2', place)];
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(sealed.join()).not.toContain('hunter2');
  });

  it('refuses a value that was moved to another owner or another key', () => {
    const encryption = new Encryption([oldKey]);
    const sealed = encryption.encrypt('secret', place);
    expect(() => encryption.decrypt(sealed, { ...place, ownerId: 'someone-else' })).toThrow(DecryptionError);
    expect(() => encryption.decrypt(sealed, { ...place, name: 'base.url' })).toThrow(DecryptionError);
  });

  it('refuses a value that was altered, cut or is of an unknown form, without telling it', () => {
    const encryption = new Encryption([oldKey]);
    const [version, keyId, data = ''] = encryption.encrypt('secret', place).split('.');
    const altered = `${data.slice(0, -2)}${data.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const stored of [`${version}.${keyId}.${altered}`, `${version}.${keyId}.AAAA`, `v0.${keyId}.${data}`, 'x']) {
      expect(() => encryption.decrypt(stored, place)).toThrow(DecryptionError);
    }
  });

  it('seals with the first key and opens with every one of the ring', () => {
    const before = new Encryption([oldKey]).encrypt('secret', place);
    const both = new Encryption([newKey, oldKey]);
    expect(both.decrypt(before, place)).toBe('secret');
    expect(both.encrypt('secret', place)).toMatch(/^v1\.new-2026\./);
  });

  it('names the key that is missing', () => {
    const sealed = new Encryption([oldKey]).encrypt('secret', place);
    expect(() => new Encryption([newKey]).decrypt(sealed, place)).toThrow(/"old" is not in ENCRYPTION_KEYS/);
  });
});
