import type { ActiveFaults, FaultTable, FaultSettings } from '../../sandbox/faults';

/**
 * What can be made to go wrong, and the points that the vendor leaves open. Ask for one request with the header
 * `X-Sandbox-Fault: latency=500, truncate`, or until further notice with `setFaults` / `PUT /_control/quickbooks/faults`:
 * `{ "429": { "value": "json", "times": 2, "job": "company/query", "account": "9341452000000101" } }`.
 *
 * Jobs: `consent/page`, `consent/decision`, `token/authorization_code`, `token/refresh_token`, `revoke`, `user-info`, `discovery`,
 * `oauth1/request-token`, `oauth1/access-token`, `connection/reconnect`, `connection/disconnect`, `file`, and `company/` with
 * the resource (`company/query`, `company/purchase`, `company/reports/ProfitAndLoss`). Accounts: the realm of a company
 * call, the client id of the others.
 */
const TABLE = {
  latency: { argument: 'number', meaning: 'waits that many milliseconds, by the sandbox clock, before it answers' },
  drop: { argument: 'none', meaning: 'the connection ends before the request is processed' },
  'drop-after': { argument: 'none', meaning: 'the connection ends after it was processed, without an answer' },
  'drop-body': { argument: 'none', meaning: 'the connection ends in the middle of the body' },
  truncate: {
    argument: 'number',
    defaultNumber: 50,
    meaning: 'a body that ends early without an error, after that share of it in percent',
  },
  'http-500-html': { argument: 'none', meaning: 'a gateway page instead of an answer, nothing processed' },
  'http-502-html': { argument: 'none', meaning: 'likewise' },
  'http-503-html': { argument: 'none', meaning: 'likewise' },
  'http-503-empty': { argument: 'none', meaning: 'likewise, without a page' },
  'http-504-html': { argument: 'none', meaning: 'likewise, but after the request was processed' },
  html: { argument: 'none', meaning: 'HTTP 200 with a page where JSON was asked for, after it was processed' },
  xml: { argument: 'none', job: 'company', meaning: 'answers in XML, faults too, although JSON was asked for' },
  '429': {
    argument: ['xml', 'json', '403'],
    job: 'company',
    meaning: 'ThrottleExceeded, as recorded; in JSON; or with the status that it had before 2016',
  },
  'rate-limit': { argument: ['off', 'json'], job: 'company', meaning: 'real limits: not enforced; or told in JSON' },
  concurrent: {
    argument: 'number',
    defaultNumber: 10,
    job: 'company',
    meaning: 'the older limit: more calls of a company at once than that are throttled',
  },
  'http-500': { argument: 'none', job: 'company', meaning: 'InternalServerError of the gateway, nothing processed' },
  'expired-token': { argument: 'none', job: 'company', meaning: '401: the token counts as expired' },
  'revoked-token': { argument: 'none', job: 'company', meaning: '401: the token counts as revoked' },
  'wrong-realm': { argument: 'none', job: 'company', meaning: '403: the token counts as that of another company' },
  'admin-lost': {
    argument: 'none',
    job: 'company',
    meaning: '403 with code 120: who gave consent is no longer an administrator',
  },
  'subscription-ended': { argument: 'none', job: 'company', meaning: '403 with code 6190: the company is closed' },
  'stale-object': { argument: 'none', job: 'company', meaning: '400 with code 5010, nothing processed' },
  'fault-200': { argument: 'none', job: 'company', meaning: 'HTTP 200 with a SystemFault, nothing processed' },
  'invalid-grant': { argument: 'none', job: 'token', meaning: 'the code or refresh token counts as unknown' },
  'invalid-client': { argument: 'none', meaning: 'the key pair counts as unknown, wherever one is shown' },
  'client-status': { argument: ['400'], meaning: 'invalid_client has HTTP status 400; otherwise 401' },
  rotate: { argument: 'none', job: 'token', meaning: 'every refresh makes a new refresh token; otherwise one a day' },
  'refresh-overlap': {
    argument: 'number',
    defaultNumber: 60,
    job: 'token',
    meaning: 'a replaced refresh token works for that many seconds more; otherwise not at all',
  },
  'reuse-revokes': {
    argument: 'none',
    job: 'token',
    meaning: 'a replaced refresh token, used again, ends the whole connection',
  },
  'invalid-database': {
    argument: ['page', 'callback'],
    job: 'consent/decision',
    meaning: 'consent ends on the error page of a development key pair; or goes back with that error',
  },
  'no-realm': { argument: 'none', job: 'consent/decision', meaning: 'the callback comes without realmId' },
  'other-state': {
    argument: 'none',
    job: 'consent/decision',
    meaning: 'the callback comes with a state that nobody made',
  },
} as const satisfies FaultTable;

export type QuickBooksFault = keyof typeof TABLE;
export type QuickBooksFaults = ActiveFaults<QuickBooksFault>;

/** By name, so that it can be printed. */
export const QUICKBOOKS_FAULTS: FaultTable = TABLE;

/** What `setFaults` takes; `{}` clears all. */
export type QuickBooksFaultSettings = FaultSettings<typeof TABLE>;
