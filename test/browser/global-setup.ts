import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import startEverythingElse from '../support/global-setup';
import { BUNDLE_DIRECTORY } from './graphiql-service';

/** Once a run: GraphiQL as it is now, built beside the tree and not into it. */
export default async function globalSetup(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'elements-graphiql-'));
  execFileSync(process.execPath, [resolve(__dirname, '../../scripts/build-graphiql.mjs'), directory], {
    stdio: 'pipe',
  });
  // The workers are started after this and inherit it.
  process.env[BUNDLE_DIRECTORY] = directory;
  await startEverythingElse();
}
