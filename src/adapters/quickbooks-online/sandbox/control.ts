import { z } from 'zod';
import type { Application } from './data/applications';
import { COMPANIES } from './data/companies';
import { USERS } from './data/users';
import { jsonReply, textReply, type Reply } from './reply';
import type { Call, World } from './world';

const ClientId = z.string().optional();
const WebhookSettings = z.strictObject({
  clientId: ClientId,
  url: z.string().nullable(),
  format: z.enum(['legacy', 'cloudevents']).default('cloudevents'),
  entities: z.array(z.string()).nullable().default(null),
});
const WebhookEvents = z.strictObject({
  clientId: ClientId,
  events: z.array(
    z.strictObject({
      realmId: z.string(),
      entity: z.string(),
      id: z.string(),
      operation: z.enum(['Create', 'Update', 'Delete', 'Merge', 'Void', 'Emailed']),
      deletedId: z.string().optional(),
    }),
  ),
});
const RedirectUri = z.strictObject({ clientId: ClientId, uri: z.string() });
const Disconnection = z.strictObject({ realmId: z.string() });

/** `GET /_control/applications`: what a developer portal would show. */
export function showApplications(_call: Call, { applications }: World): Reply {
  const shown = applications.all.map((application) => ({
    ...application,
    redirectUris: applications.redirectUris(application),
  }));
  return jsonReply(200, { applications: shown, companies: COMPANIES, users: USERS });
}

/** `POST /_control/redirect-uris` registers one, `{ "uri", "clientId"? }`. */
export function addRedirectUri(call: Call, world: World): Reply {
  return controlled(call, RedirectUri, ({ clientId, uri }) => {
    world.applications.registerRedirectUri(application(clientId, world), uri);
  });
}

/** `PUT /_control/webhooks` sets where an app is told of changes, `{ "url", "format"?, "entities"?, "clientId"? }`. */
export function configureWebhooks(call: Call, world: World): Reply {
  return controlled(call, WebhookSettings, ({ clientId, url, format, entities }) => {
    world.webhooks.configure(application(clientId, world), url === null ? null : { url, format, entities });
  });
}

/** `POST /_control/webhooks` tells an app of events that need not have happened. */
export function sendWebhooks(call: Call, world: World): Reply {
  return controlled(call, WebhookEvents, ({ clientId, events }) => {
    const app = application(clientId, world);
    for (const event of events) {
      if (!world.webhooks.send(app, { ...event, at: world.clock.now() })) {
        throw new Error(`The app is not subscribed to ${event.entity}: PUT /_control/webhooks comes first.`);
      }
    }
  });
}

/** `POST /_control/disconnect`: the user ends every connection of a company, in QuickBooks itself. */
export function disconnectCompany(call: Call, world: World): Reply {
  return controlled(call, Disconnection, ({ realmId }) => disconnect(realmId, world));
}

export function disconnect(realmId: string, { grants, signedTokens }: World): void {
  for (const connection of [...grants.alive(realmId), ...signedTokens.alive(realmId)]) connection.revoked = true;
}

/** The development key pair, unless another is named. */
function application(clientId: string | undefined, { applications }: World): Application {
  const found = clientId === undefined ? applications.all[0] : applications.find(clientId);
  if (found === undefined) throw new Error(`There is no app with the client id ${clientId}.`);
  return found;
}

function controlled<T>({ request }: Call, schema: z.ZodType<T>, act: (given: T) => void): Reply {
  try {
    const parsed = schema.safeParse(JSON.parse(request.body.toString('utf8')));
    if (!parsed.success) return textReply(400, `${z.prettifyError(parsed.error)}\n`);
    act(parsed.data);
    return { status: 204, headers: {}, body: '' };
  } catch (error) {
    return textReply(400, `${error instanceof Error ? error.message : 'The body cannot be read.'}\n`);
  }
}
