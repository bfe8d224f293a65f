import { z } from 'zod';
import { RestError } from '../rest-error';
import { defineRoute, type RestCall, type RestRoute } from '../rest-route';
import { KeyOrId } from './elements';

/** Under the platform's names, which are those of the settings that they become. */
const appShape = {
  apiKey: z.string().meta({ description: 'Key of your app at the vendor.' }),
  apiSecret: z.string().meta({ description: 'Secret of your app at the vendor.' }),
  callbackUrl: z.string().meta({ description: 'Where the consent page returns to, as it is registered for your app.' }),
  state: z.string().max(2_000).optional().meta({
    description: "Comes back with the answer of the page; compare it there. The element's key without it.",
  }),
};

const pageShape = {
  ...appShape,
  requestToken: z.string().min(1).max(2_000).optional().meta({
    description: '`token` of the call before: makes it a page of OAuth 1.0a.',
  }),
  scope: z
    .string()
    .optional()
    .meta({ description: "OAuth 2.0: what to ask consent for, separated by spaces; the element's own without it." }),
  'authentication.type': z
    .enum(['oauth1', 'oauth2'])
    .optional()
    .meta({ description: '`oauth2` without it and without a request token.' }),
};

/** The platform's documentation lists the key among the parameters, although it is in the path. */
const Key = { key: z.string().optional().meta({ description: "The element's key once more." }) };

const RequestTokenAnswer = z
  .strictObject({ token: z.string(), secret: z.string() })
  .meta({ id: 'RequestToken', description: 'A temporary token of OAuth 1.0a. Its secret goes into `providerData`.' });
const ConsentPageAnswer = z
  .strictObject({ element: z.string(), oauthUrl: z.string() })
  .meta({ id: 'ConsentPage', description: 'Where to send the browser.' });

type AppValues = z.output<z.ZodObject<typeof appShape>>;
type PageValues = z.output<z.ZodObject<typeof pageShape>>;

const inAddress = ' Secrets in an address end up in histories and logs of others, if not in ours: prefer POST.';
const tokenDescription =
  'OAuth 1.0a, first step: a request token of the vendor. Intuit has made no connections with it since December 2019, so ' +
  'that for QuickBooks it works on the sandbox alone. Needs no credentials of ours.';
const pageDescription =
  'Where to send the browser, so that the customer can consent. What comes back from there goes into `providerData` of ' +
  '`POST /instances`. Needs no credentials of ours.';

const getRequestToken = defineRoute({
  method: 'GET',
  path: '/elements/{keyOrId}/oauth/token',
  operationId: 'getRequestToken',
  tag: 'OAuth',
  summary: 'A request token',
  description: tokenDescription + inAddress,
  security: 'NONE',
  request: { params: KeyOrId, query: z.object({ ...Key, ...appShape }) },
  response: RequestTokenAnswer,
  handle: (call) => requestToken(call, call.query),
});

const postRequestToken = defineRoute({
  method: 'POST',
  path: '/elements/{keyOrId}/oauth/token',
  operationId: 'createRequestToken',
  tag: 'OAuth',
  summary: 'A request token, secrets in the body',
  description: tokenDescription,
  security: 'NONE',
  request: { params: KeyOrId, body: z.strictObject({ ...Key, ...appShape }) },
  response: RequestTokenAnswer,
  handle: (call) => requestToken(call, call.body),
});

const getConsentPage = defineRoute({
  method: 'GET',
  path: '/elements/{keyOrId}/oauth/url',
  operationId: 'getConsentPage',
  tag: 'OAuth',
  summary: 'Address of the consent page',
  description: pageDescription + inAddress,
  security: 'NONE',
  request: { params: KeyOrId, query: z.object({ ...Key, ...pageShape }) },
  response: ConsentPageAnswer,
  handle: (call) => consentPage(call, call.query),
});

const postConsentPage = defineRoute({
  method: 'POST',
  path: '/elements/{keyOrId}/oauth/url',
  operationId: 'createConsentPage',
  tag: 'OAuth',
  summary: 'Address of the consent page, secrets in the body',
  description: pageDescription,
  security: 'NONE',
  request: { params: KeyOrId, body: z.strictObject({ ...Key, ...pageShape }) },
  response: ConsentPageAnswer,
  handle: (call) => consentPage(call, call.body),
});

export const oauthRoutes: readonly RestRoute[] = [getRequestToken, postRequestToken, getConsentPage, postConsentPage];

type Call = Pick<RestCall, 'context' | 'services'> & { readonly params: z.output<typeof KeyOrId> };

async function requestToken(call: Call, values: AppValues & { readonly key?: string }) {
  const { context, services } = call;
  const { token, secret } = await services.consentPages.askRequestToken(context, appOf(call, values));
  return { body: { token, secret } };
}

async function consentPage(call: Call, values: PageValues & { readonly key?: string }) {
  const { context, services } = call;
  const app = appOf(call, values);
  const kind = values['authentication.type'];
  const oauthUrl = await services.consentPages.address(context, {
    ...app,
    kind: kind === undefined ? null : kind === 'oauth1' ? 'OAUTH1' : 'OAUTH2',
    scopes: values.scope?.split(/\s+/).filter((scope) => scope !== '') ?? null,
    requestToken: values.requestToken ?? null,
  });
  return { body: { element: app.elementKey, oauthUrl } };
}

function appOf({ services, params }: Call, values: AppValues & { readonly key?: string }) {
  const { key: elementKey } = services.catalog.getByKeyOrNumber(params.keyOrId).catalog;
  if (values.key !== undefined && services.catalog.getByKeyOrNumber(values.key).catalog.key !== elementKey) {
    throw new RestError(400, 'The parameter `key` names another element than the path: leave it out.');
  }
  const settings = {
    'oauth.api.key': values.apiKey,
    'oauth.api.secret': values.apiSecret,
    'oauth.callback.url': values.callbackUrl,
  };
  return {
    elementKey,
    state: values.state ?? elementKey,
    configuration: Object.entries(settings).map(([name, value]) => ({ key: name, value, path: [name] })),
  };
}
