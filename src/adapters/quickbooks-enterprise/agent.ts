import type { VendorAgent } from '../agent';
import { settledMessageSets } from './qbxml/settled-message-sets';
import { explain } from './web-connector/explain';
import { greet } from './web-connector/greet';
import { idleRequest } from './web-connector/idle-request';
import { page } from './web-connector/page';
import { pollMinutes } from './web-connector/poll-interval';
import { readCall } from './web-connector/read-call';
import { setupFile, SETUP_EXTENSION, WEB_CONNECTOR_PATH } from './web-connector/setup-file';
import { writeReply } from './web-connector/write-reply';

/** The QuickBooks Web Connector: a program of Intuit's beside QuickBooks, which calls a SOAP service of ours. */
export const webConnector: VendorAgent = {
  path: WEB_CONNECTOR_PATH,
  setupExtension: SETUP_EXTENSION,
  // An answer of QuickBooks may be as large; everything else is small.
  maxBodyBytes: 64 * 1024 * 1024,
  page,
  callerKey: 'host.ip',
  intervalSeconds: (configuration) => pollMinutes(configuration) * 60,
  readCall,
  writeReply,
  setupFile,
  greet,
  explain,
  idleRequest,
  writeMemory: settledMessageSets,
};
