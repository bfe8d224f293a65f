import { request } from 'undici';
import type { WebConnectorProblem } from '../web-connector-error';
import { isUntrustedCertificate } from '../soap/transport-failure';
import type { SetupFile } from './setup-file';

const TIMEOUT_MS = 30_000;

/** What the program finds when it looks whether the addresses of the file are really there. */
export async function checkPages(file: SetupFile, signal?: AbortSignal): Promise<WebConnectorProblem[]> {
  const found = [await checkSupport(file.appSupport, signal)];
  if (file.certificateUrl !== null) found.push(await checkCertificate(file.certificateUrl, signal));
  return found.filter((problem) => problem !== null);
}

async function checkSupport(url: URL, signal?: AbortSignal): Promise<WebConnectorProblem | null> {
  try {
    const status = await fetchStatus(url, signal);
    if (status === 200 || status === 202) return null;
    return { code: 'QBWC1003', text: `AppSupport ${url.href} answers ${status} instead of 200.` };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (isUntrustedCertificate(error)) return untrusted(url);
    return { code: 'QBWC1004', text: `AppSupport ${url.href} cannot be reached.` };
  }
}

/** Whatever it answers will do: only its certificate is looked at. But it must not ask for a log-in. */
async function checkCertificate(url: URL, signal?: AbortSignal): Promise<WebConnectorProblem | null> {
  try {
    return (await fetchStatus(url, signal)) === 401 ? untrusted(url) : null;
  } catch {
    if (signal?.aborted) throw signal.reason;
    return untrusted(url);
  }
}

function untrusted(url: URL): WebConnectorProblem {
  return { code: 'QBWC1048', text: `The certificate of ${url.host} cannot be verified.` };
}

async function fetchStatus(url: URL, signal?: AbortSignal): Promise<number> {
  const { statusCode, body } = await request(url, {
    signal,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    // No connection is kept: nothing may be left open once the client has ended.
    headers: { connection: 'close' },
  });
  await body.dump();
  return statusCode;
}
