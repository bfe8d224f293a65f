import type { ApplicationRegistry } from '../application-registry';
import type { Application } from '../data/applications';
import type { QuickBooksFaults } from '../faults';
import { jsonReply, type Reply } from '../reply';
import type { SandboxRequest } from '../sandbox-request';

/** Key and secret from the Basic header or from the form, whichever a client prefers. */
export function readClientCredentials(
  { headers }: SandboxRequest,
  form: URLSearchParams,
): { readonly clientId: string; readonly clientSecret: string } | null {
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '');
  if (basic !== null) {
    const [clientId, ...secret] = Buffer.from(basic[1]!, 'base64').toString('utf8').split(':');
    return { clientId: decodePart(clientId!), clientSecret: decodePart(secret.join(':')) };
  }
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')];
  return clientId === null || clientSecret === null ? null : { clientId, clientSecret };
}

/** The app, or the answer `invalid_client`. */
export function authenticateClient(
  request: SandboxRequest,
  form: URLSearchParams,
  applications: ApplicationRegistry,
  faults: QuickBooksFaults,
): Application | Reply {
  const given = readClientCredentials(request, form);
  const known = given === null ? undefined : applications.authenticate(given.clientId, given.clientSecret);
  if (known !== undefined && !faults.has('invalid-client')) return known;
  const status = faults.word('client-status') === '400' ? 400 : 401;
  return jsonReply(status, { error: 'invalid_client' });
}

/** RFC 6749 wants both form-encoded before they are joined; clients that do not are told apart by nothing here. */
function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
