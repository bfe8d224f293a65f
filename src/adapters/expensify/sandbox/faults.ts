import type { ActiveFaults, FaultTable, FaultSettings } from '../../sandbox/faults';

/**
 * What can be made to go wrong, and the points that the vendor leaves open. Ask for one request with the header
 * `X-Sandbox-Fault: latency=500, truncate`, or until further notice with `setFaults` / `PUT /_control/expensify/faults`:
 * `{ "429": { "value": "body", "times": 2, "job": "file", "account": "aa_…" } }`.
 *
 * Faults of an export's content are set where it is submitted (`file`), faults of its transport where it is downloaded.
 */
const TABLE = {
  latency: { argument: 'number', meaning: 'waits that many milliseconds, by the sandbox clock, before it answers' },
  '429': {
    argument: ['http', 'body', 'old'],
    meaning: 'rate limited: HTTP 429; HTTP 200 with that body; HTTP 200 with the older text',
  },
  'rate-limit': {
    argument: ['off', 'body', 'old'],
    meaning: 'real limits: not enforced; or answered in another form than HTTP 429',
  },
  'http-500-html': { argument: 'none', meaning: 'a gateway page instead of an answer, nothing processed' },
  'http-502-html': { argument: 'none', meaning: 'likewise' },
  'http-503-html': { argument: 'none', meaning: 'likewise' },
  'http-504-html': { argument: 'none', meaning: 'likewise, but after the job was processed' },
  error: {
    argument: 'number',
    defaultNumber: 500,
    meaning: 'HTTP 200 with an error envelope of that responseCode, nothing processed',
  },
  'error-after': {
    argument: 'number',
    defaultNumber: 500,
    meaning: 'likewise, but after the job was processed',
  },
  drop: { argument: 'none', meaning: 'the connection ends before the job is processed' },
  'drop-after': { argument: 'none', meaning: 'the connection ends after the job was processed, without an answer' },
  'drop-body': { argument: 'none', meaning: 'the connection ends in the middle of the body' },
  truncate: {
    argument: 'number',
    defaultNumber: 50,
    job: 'download',
    meaning: 'a body that ends early without an error, after that share of it in percent',
  },
  malformed: {
    argument: 'none',
    job: 'download',
    meaning: 'a body that breaks off in the middle of a line and goes on with another',
  },
  envelope: {
    argument: 'none',
    job: 'download',
    meaning: 'an error envelope on a line of its own in the middle of the body',
  },
  'not-ready': {
    argument: 'number',
    defaultNumber: 1,
    job: 'file',
    meaning: 'downloads of this export answer an empty body that many times',
  },
  'two-renderings': {
    argument: 'none',
    job: 'file',
    meaning: 'the reports come in two renderings, one after the other, addHeader true in the first only',
  },
  empty: { argument: 'none', job: 'file', meaning: 'the exported file is empty' },
  'no-reports': {
    argument: ['empty'],
    job: 'file',
    meaning: 'the exported file is empty when no report matches; otherwise the template runs on an empty list',
  },
  status: {
    argument: ['upper', 'archived'],
    job: 'file',
    meaning: 'report.status as filter names (SUBMITTED); or "Archived" for closed',
  },
  'date-length': {
    argument: ['day'],
    job: 'file',
    meaning: 'report dates as yyyy-MM-dd; otherwise yyyy-MM-dd HH:mm:ss',
  },
  entities: { argument: ['raw'], meaning: 'names as typed; otherwise & is stored as &amp;' },
  'missing-attributes': {
    argument: 'none',
    job: 'file',
    meaning: 'attributes that are not documented any more are missing, empty ones too',
  },
  'malformed-job': {
    argument: ['html'],
    meaning: 'an unreadable requestJobDescription gets an HTTP 500 page; otherwise a 410',
  },
  'anchor-missing': {
    argument: ['500'],
    job: 'file',
    meaning: 'an export without dates and ids gets a 500; otherwise a 410',
  },
  'on-receive-missing': {
    argument: ['410'],
    job: 'file',
    meaning: 'an export without onReceive gets a 410; otherwise a 500',
  },
  'date-span': { argument: ['accept'], job: 'file', meaning: 'spans over a year are accepted; otherwise a 410' },
  'unknown-file': { argument: ['500'], job: 'download', meaning: 'an unknown file gets a 500; otherwise a 404' },
  'unknown-policy': {
    argument: ['404'],
    job: 'get',
    meaning: 'an unknown policy gets a 404; otherwise its key is absent',
  },
  'no-grant': { argument: 'none', meaning: 'our account may act for nobody but itself' },
  'lost-expenses': {
    argument: 'number',
    defaultNumber: 1,
    job: 'create',
    meaning: 'that many expenses at the end of a list are neither created nor told',
  },
  'unknown-names': {
    argument: ['accept'],
    job: 'create',
    meaning: 'categories and tags that the policy does not have are accepted; otherwise a 410',
  },
  'failed-reports': {
    argument: 'number',
    defaultNumber: 1,
    job: 'update',
    meaning: 'that many reports fail to be marked as reimbursed, with "Internal error"',
  },
  'partial-success': {
    argument: ['207'],
    job: 'update',
    meaning: 'reports that were skipped or failed make a 207 of the answer; otherwise it is a 200',
  },
  'content-type': {
    argument: ['plain', 'json'],
    meaning: 'every envelope is labelled text/plain, which most are already; or application/json',
  },
} as const satisfies FaultTable;

export type ExpensifyFault = keyof typeof TABLE;
export type ExpensifyFaults = ActiveFaults<ExpensifyFault>;

/** By name, so that it can be printed. */
export const EXPENSIFY_FAULTS: FaultTable = TABLE;

/** What `setFaults` takes; `{}` clears all. A rule's `job` is such as `file` or `get/policy`, its `account` a partnerUserID. */
export type ExpensifyFaultSettings = FaultSettings<typeof TABLE>;
