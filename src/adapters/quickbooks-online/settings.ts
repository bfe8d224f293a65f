/** Keys of what is stored of a connection, as the element's form names them. */
export const APP_KEY = 'oauth.api.key';
export const APP_SECRET = 'oauth.api.secret';
export const PROTOCOL = 'authentication.type';
export const SCOPE = 'scope';
export const REALM = 'quickbooks.realm.id';
export const DATA_SOURCE = 'quickbooks.datasource';
export const ACCESS_TOKEN = 'oauth.user.token';
export const ACCESS_TOKEN_SECRET = 'oauth.user.token.secret';
export const REFRESH_TOKEN = 'oauth.user.refresh_token';
/** Seconds that an access token is used before it is renewed. */
export const REFRESH_INTERVAL = 'oauth.user.refresh_interval';
/** Milliseconds since 1970: when the access token came. */
export const REFRESH_TIME = 'oauth.user.refresh_time';
/** Milliseconds since 1970: when a refresh token that nobody uses ends. */
export const REFRESH_EXPIRES = 'oauth.user.refresh_token.expires';
/** Milliseconds since 1970: when the consent ends, however often it is renewed. */
export const CONSENT_EXPIRES = 'oauth.user.consent.expires';
/** What Intuit signs its notices of changes with. */
export const VERIFIER_TOKEN = 'event.vendor.webhooks.verifier_token';
