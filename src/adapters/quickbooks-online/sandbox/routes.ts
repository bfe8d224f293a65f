import { beginOAuth1, CONNECT_PATH } from './consent/begin-oauth1';
import { AUTHORIZE_PATH, beginOAuth2 } from './consent/begin-oauth2';
import { decideConsent } from './consent/decide-consent';
import { addRedirectUri, configureWebhooks, disconnectCompany, sendWebhooks, showApplications } from './control';
import { companyFile, FILES_PATH } from './api/company-file';
import { currentUserEndpoint, disconnectEndpoint, reconnectEndpoint } from './oauth1/connection-endpoints';
import { accessTokenEndpoint, requestTokenEndpoint } from './oauth1/token-endpoints';
import { discovery, keySet } from './oauth2/discovery';
import { revokeEndpoint } from './oauth2/revoke-endpoint';
import { tokenEndpoint } from './oauth2/token-endpoint';
import { userInfo } from './oauth2/user-info';
import type { Handler } from './world';

export interface Route {
  readonly methods: readonly string[];
  readonly path: string;
  /** For faults and records; the token endpoint adds the grant type. Null for what is not the vendor's. */
  readonly job: string | null;
  readonly handler: Handler;
}

/** Everything but the calls of a company, below the mount path. */
const ROUTES: readonly Route[] = [
  { methods: ['GET'], path: AUTHORIZE_PATH, job: 'consent/page', handler: beginOAuth2 },
  { methods: ['POST'], path: AUTHORIZE_PATH, job: 'consent/decision', handler: decideConsent },
  { methods: ['POST'], path: '/oauth2/v1/tokens/bearer', job: 'token', handler: tokenEndpoint },
  { methods: ['POST'], path: '/v2/oauth2/tokens/revoke', job: 'revoke', handler: revokeEndpoint },
  { methods: ['GET'], path: '/.well-known/openid_configuration', job: 'discovery', handler: discovery('live') },
  {
    methods: ['GET'],
    path: '/.well-known/openid_sandbox_configuration',
    job: 'discovery',
    handler: discovery('sandbox'),
  },
  { methods: ['GET'], path: '/op/v1/jwks', job: 'discovery', handler: keySet },
  { methods: ['GET'], path: '/v1/openid_connect/userinfo', job: 'user-info', handler: userInfo('live') },
  { methods: ['GET'], path: '/sandbox/v1/openid_connect/userinfo', job: 'user-info', handler: userInfo('sandbox') },
  {
    methods: ['GET', 'POST'],
    path: '/oauth/v1/get_request_token',
    job: 'oauth1/request-token',
    handler: requestTokenEndpoint,
  },
  {
    methods: ['GET', 'POST'],
    path: '/oauth/v1/get_access_token',
    job: 'oauth1/access-token',
    handler: accessTokenEndpoint,
  },
  { methods: ['GET'], path: '/Connect/Begin', job: 'consent/page', handler: beginOAuth1 },
  { methods: ['POST'], path: CONNECT_PATH, job: 'consent/decision', handler: decideConsent },
  {
    methods: ['GET'],
    path: '/api/v1/connection/reconnect',
    job: 'connection/reconnect',
    handler: reconnectEndpoint,
  },
  {
    methods: ['GET'],
    path: '/api/v1/connection/disconnect',
    job: 'connection/disconnect',
    handler: disconnectEndpoint,
  },
  { methods: ['GET'], path: '/api/v1/user/current', job: 'user-info', handler: currentUserEndpoint },
  { methods: ['GET'], path: '/_control/applications', job: null, handler: showApplications },
  { methods: ['POST'], path: '/_control/redirect-uris', job: null, handler: addRedirectUri },
  { methods: ['PUT'], path: '/_control/webhooks', job: null, handler: configureWebhooks },
  { methods: ['POST'], path: '/_control/webhooks', job: null, handler: sendWebhooks },
  { methods: ['POST'], path: '/_control/disconnect', job: null, handler: disconnectCompany },
];

const FILES: Route = { methods: ['GET'], path: FILES_PATH, job: 'file', handler: companyFile };

/** The routes of a path, one for each method; clients are seen to end some paths with a slash. */
export function findRoutes(path: string): readonly Route[] {
  if (path.startsWith(FILES_PATH)) return [FILES];
  const plain = path.replace(/\/$/, '');
  return ROUTES.filter((route) => route.path === plain);
}
