import type { Settings } from '../oauth/vendor-oauth';

/** The accounting service. One address stands for all of Intuit's hosts where another server takes their place. */
const LIVE_API = 'https://quickbooks.api.intuit.com';

export interface Endpoints {
  /** In front of `/v3/company/…`. */
  readonly api: string;
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly oauth1RequestToken: string;
  readonly oauth1Consent: string;
  readonly oauth1AccessToken: string;
  readonly oauth1Reconnect: string;
  readonly oauth1Disconnect: string;
}

/** Where Intuit is reached: at its own hosts, or all of it below another `base.url`. */
export function endpointsOf(settings: Settings): Endpoints {
  const base = (settings['base.url'] ?? LIVE_API).replace(/\/+$/, '');
  const isDevelopment = settings.use_sandbox === 'true';
  if (base === LIVE_API) return intuitsOwn(isDevelopment);
  return {
    ...below({ oauth: base, developer: base, appcenter: base, oauth1: base }),
    api: isDevelopment ? `${base}/sandbox` : base,
  };
}

function intuitsOwn(isDevelopment: boolean): Endpoints {
  const hosts = {
    oauth: 'https://oauth.platform.intuit.com',
    developer: 'https://developer.api.intuit.com',
    appcenter: 'https://appcenter.intuit.com',
    oauth1: 'https://oauth.intuit.com',
  };
  return { ...below(hosts), api: isDevelopment ? 'https://sandbox-quickbooks.api.intuit.com' : LIVE_API };
}

function below(
  hosts: Readonly<Record<'oauth' | 'developer' | 'appcenter' | 'oauth1', string>>,
): Omit<Endpoints, 'api'> {
  return {
    authorize: `${hosts.appcenter}/connect/oauth2`,
    token: `${hosts.oauth}/oauth2/v1/tokens/bearer`,
    revoke: `${hosts.developer}/v2/oauth2/tokens/revoke`,
    oauth1RequestToken: `${hosts.oauth1}/oauth/v1/get_request_token`,
    oauth1Consent: `${hosts.appcenter}/Connect/Begin`,
    oauth1AccessToken: `${hosts.oauth1}/oauth/v1/get_access_token`,
    oauth1Reconnect: `${hosts.appcenter}/api/v1/connection/reconnect`,
    oauth1Disconnect: `${hosts.appcenter}/api/v1/connection/disconnect`,
  };
}
