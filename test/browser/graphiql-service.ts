import { loadGraphiqlBundle } from '../../src/server/graphiql-assets';
import { FastClock } from '../support/fast-clock';
import { startTestService, type TestService } from '../support/test-service';

/** Set by the global setup: where it built GraphiQL. */
export const BUNDLE_DIRECTORY = 'ELEMENTS_TEST_GRAPHIQL';

/** The whole service with GraphiQL in front, as `npm start` serves it. */
export function startGraphiqlService(): Promise<TestService> {
  const directory = process.env[BUNDLE_DIRECTORY];
  if (directory === undefined) throw new Error('No GraphiQL: run these tests with `npm run test:browser`.');
  // Slow enough for a browser, which is another process: that it is at work is not seen here.
  return startTestService({ graphiql: loadGraphiqlBundle(directory), clock: new FastClock(5) });
}
