import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EncryptionKey, parseEncryptionKeys } from '../config';
import { StartupError } from '../startup-error';

const FILE = 'encryption-keys';

/**
 * The keys kept in the data directory, for starts without `ENCRYPTION_KEYS`; made at the first. The file holds what
 * that setting would, so that keys are rotated in the same way: one line, `id:base64` pairs, the first encrypts.
 * @throws {StartupError} when the file is damaged.
 */
export function loadOrCreateEncryptionKeys(dataDir: string): EncryptionKey[] {
  const file = join(dataDir, FILE);
  const content = readIfExists(file) ?? create(dataDir, file);
  try {
    return parseEncryptionKeys(content.trim());
  } catch (error) {
    throw new StartupError(
      `${file} ${(error as Error).message}. Without its keys, stored credentials cannot be read: restore the file.`,
      { cause: error },
    );
  }
}

function readIfExists(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new StartupError(`${file} cannot be read (${(error as Error).message}).`, { cause: error });
  }
}

/** Written aside and linked into place: never half a file, and of two starts at once both get the same keys. */
function create(dataDir: string, file: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(aside, `local-1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return readFileSync(file, 'utf8');
}
