import { z } from 'zod';
import { jsonReply, type Reply } from '../reply';
import { formFields, type SandboxRequest } from '../sandbox-request';
import type { Call, World } from '../world';
import { authenticateClient } from './client-authentication';

const Body = z.object({ token: z.string().min(1) });

/** `/v2/oauth2/tokens/revoke`: either token ends the connection. */
export function revokeEndpoint({ request, faults }: Call, world: World): Reply {
  const application = authenticateClient(request, formFields(request), world.applications, faults);
  if ('status' in application) return application;
  const token = readToken(request);
  if (token === null) return jsonReply(400, { error: 'invalid_request' });
  if (!world.grants.revoke(token, application.clientId)) return jsonReply(400, { error: 'invalid_token' });
  return { status: 200, headers: {}, body: '' };
}

/** Documented as JSON; clients that send a form are served as well. */
function readToken(request: SandboxRequest): string | null {
  const form = formFields(request).get('token');
  if (form !== null) return form;
  try {
    return Body.parse(JSON.parse(request.body.toString('utf8'))).token;
  } catch {
    return null;
  }
}
