import type { ActiveFaults, FaultTable, FaultSettings } from '../../sandbox/faults';

/**
 * What can be made to go wrong, and the points that nobody outside Taxify knows. Ask for one request with the header
 * `X-Sandbox-Fault: latency=500, truncate`, or until further notice with `setFaults` / `PUT /_control/taxify/faults`:
 * `{ "drop-after": { "times": 1, "job": "CommitTax", "account": "<API key>" } }`. A job is an operation.
 */
const TABLE = {
  latency: { argument: 'number', meaning: 'waits that many milliseconds, by the sandbox clock, before it answers' },
  '429': { argument: 'none', meaning: 'rate limited, nothing processed; Taxify documents no limit' },
  'http-401': { argument: 'none', meaning: 'refused with a status, as by a gateway, nothing processed' },
  'http-500-html': { argument: 'none', meaning: "ASP.NET's error page instead of an answer, nothing processed" },
  'http-502-html': { argument: 'none', meaning: "a gateway's page, nothing processed" },
  'http-503-html': { argument: 'none', meaning: 'likewise' },
  'http-504-html': { argument: 'none', meaning: 'likewise, but after the request was processed' },
  exception: { argument: 'none', meaning: 'HTTP 500 with an object that has ExceptionType, nothing processed' },
  error: {
    argument: ['server', 'validation', 'authentication'],
    meaning: 'HTTP 200 with ResponseStatus 0 and one error of that type, nothing processed',
  },
  drop: { argument: 'none', meaning: 'the connection ends before the request is processed' },
  'drop-after': { argument: 'none', meaning: 'the connection ends after the request was processed, without an answer' },
  'drop-body': { argument: 'none', meaning: 'the connection ends in the middle of the body' },
  truncate: {
    argument: 'number',
    defaultNumber: 50,
    meaning: 'a body that ends early without an error, after that share of it in percent',
  },
  'no-wrapper': { argument: 'none', meaning: 'HTTP 200 with the answer, but not in `d`' },
  'empty-errors': { argument: 'none', meaning: 'ResponseStatus 0 with an empty list of errors, nothing processed' },
  'string-status': { argument: 'none', meaning: 'ResponseStatus, Target and Type as names, as SOAP has them' },
  'single-error': { argument: 'none', meaning: 'a list of one error as the error itself, as SOAP has it' },
  warning: { argument: 'none', meaning: 'a success with an error that is a warning; 1.1 only' },
  echo: { argument: 'none', meaning: 'a refusal whose message repeats the key that was sent' },
  'commit-spelling': {
    argument: ['misspelt'],
    meaning: 'only IsCommited and CommitedDocumentKey count; otherwise the corrected spelling too',
  },
  'ignore-commit': { argument: 'none', meaning: 'the commit flag is ignored, and the answer says so' },
  'document-key': { argument: ['required'], meaning: 'an estimate needs a DocumentKey too' },
  'nested-request': {
    argument: ['accept'],
    meaning:
      'fields may be in a nested Request, lists in an object, as the formal schema has them; otherwise flat only',
  },
  'committed-overwrite': {
    argument: ['reject'],
    meaning: 'a committed document must be cancelled before it is calculated again; otherwise it is replaced',
  },
  'commit-again': { argument: ['reject'], meaning: 'committing a committed document fails; otherwise it succeeds' },
  'commit-unknown': { argument: ['accept'], meaning: 'committing an unknown key succeeds; otherwise it fails' },
  'cancel-unknown': { argument: ['reject'], meaning: 'cancelling an unknown key fails; otherwise it succeeds' },
  'partner-key': {
    argument: ['ignore', 'reject'],
    meaning: 'PartnerKey is not looked at, or never accepted; otherwise it must be known where it is given',
  },
  nexus: { argument: ['error'], meaning: 'a state without nexus is an error; otherwise everything is exempt there' },
  discounts: { argument: ['ignore'], meaning: 'Discounts change nothing; otherwise they go pro rata over the lines' },
  sourcing: { argument: ['origin'], meaning: 'the origin decides the rates; otherwise the destination' },
} as const satisfies FaultTable;

export type TaxifyFault = keyof typeof TABLE;
export type TaxifyFaults = ActiveFaults<TaxifyFault>;

/** By name, so that it can be printed. */
export const TAXIFY_FAULTS: FaultTable = TABLE;

/** What `setFaults` takes; `{}` clears all. A rule's `job` is an operation, its `account` an API key. */
export type TaxifyFaultSettings = FaultSettings<typeof TABLE>;
