import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOrCreateEncryptionKeys } from '../../src/security/encryption-keys-file';
import { StartupError } from '../../src/startup-error';

describe('the keys in the data directory', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'encryption-keys-'));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('are made once, for their owner alone', () => {
    const dataDir = join(parent, 'data');
    const [made] = loadOrCreateEncryptionKeys(dataDir);
    const [found] = loadOrCreateEncryptionKeys(dataDir);

    expect(made?.key).toHaveLength(32);
    expect(found).toEqual(made);
    expect(readdirSync(dataDir)).toEqual(['encryption-keys']);
    expect(statSync(join(dataDir, 'encryption-keys')).mode & 0o777).toBe(0o600);
  });

  it('are several while they are rotated', () => {
    const [made] = loadOrCreateEncryptionKeys(parent);
    const file = join(parent, 'encryption-keys');
    writeFileSync(file, `new:${Buffer.alloc(32, 1).toString('base64')},${readFileSync(file, 'utf8')}`);

    expect(loadOrCreateEncryptionKeys(parent).map(({ id }) => id)).toEqual(['new', made?.id]);
  });

  it('are never replaced when they cannot be read', () => {
    const file = join(parent, 'encryption-keys');
    writeFileSync(file, 'damaged');

    expect(() => loadOrCreateEncryptionKeys(parent)).toThrow(StartupError);
    expect(() => loadOrCreateEncryptionKeys(parent)).toThrow(`${file} has a pair without ":"`);
    expect(readFileSync(file, 'utf8')).toBe('damaged');
  });
});
