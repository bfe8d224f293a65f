import { isIP } from 'node:net';
import type { WebConnectorProblem } from '../web-connector-error';

/** What is wrong with the addresses of a set-up file, each of which may be missing or malformed. */
export function checkAddresses(appUrl: URL | null, appSupport: URL | null): WebConnectorProblem[] {
  const problems: WebConnectorProblem[] = [];
  if (appUrl !== null) problems.push(...checkService(appUrl));
  if (appSupport !== null && isAddress(appSupport)) {
    problems.push({ code: 'QBWC1002', text: `AppSupport needs a host name, not the address ${appSupport.hostname}.` });
  }
  // What is served on the same machine may have its support page anywhere.
  if (appUrl !== null && appSupport !== null && !isLocal(appUrl) && appUrl.hostname !== appSupport.hostname) {
    const text = `AppURL is on ${appUrl.hostname} and AppSupport on ${appSupport.hostname}: one host is needed.`;
    problems.push({ code: 'QBWC1000', text });
  }
  return problems;
}

/** Both codes are told for what is not https: the guide has the first, newer programs show the second. */
function checkService(appUrl: URL): WebConnectorProblem[] {
  const problems: WebConnectorProblem[] = [];
  if (isAddress(appUrl)) {
    problems.push({ code: 'QBWC1001', text: `AppURL needs a host name, not the address ${appUrl.hostname}.` });
  }
  if (appUrl.protocol !== 'https:' && !isLocal(appUrl)) {
    problems.push({ code: 'QBWC1010', text: `AppURL has to begin with https:// unless it is on localhost.` });
    problems.push({ code: 'QBWC1051', text: `The application on ${appUrl.hostname} is not served over https.` });
  }
  return problems;
}

function isLocal({ hostname }: URL): boolean {
  return hostname === 'localhost';
}

function isAddress({ hostname }: URL): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
