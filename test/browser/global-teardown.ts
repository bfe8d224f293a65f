import { rmSync } from 'node:fs';
import stopEverythingElse from '../support/global-teardown';
import { BUNDLE_DIRECTORY } from './graphiql-service';

export default async function globalTeardown(): Promise<void> {
  await stopEverythingElse();
  rmSync(process.env[BUNDLE_DIRECTORY]!, { recursive: true, force: true });
}
