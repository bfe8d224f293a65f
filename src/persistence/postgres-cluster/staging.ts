import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, ownIdentity } from './process-identity';

/** A path beside the one to be, in which this process makes something whole before it is moved into its place. */
export function stagingPath(directory: string, prefix: string): string {
  return join(directory, `${prefix}.unfinished-${ownIdentity()}:${randomBytes(4).toString('hex')}`);
}

/** Removes what processes left behind that were killed meanwhile. */
export function removeAbandonedStaging(directory: string, prefix: string): void {
  for (const name of readdirSync(directory)) {
    const [, identity] = name.split(`${prefix}.unfinished-`);
    if (identity && !isAlive(identity)) rmSync(join(directory, name), { recursive: true, force: true });
  }
}
