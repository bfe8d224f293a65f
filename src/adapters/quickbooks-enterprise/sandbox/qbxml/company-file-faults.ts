import type { ActiveFaults, FaultTable } from '../../../sandbox/faults';
import { HRESULTS } from './hresults';

/**
 * What can be made to go wrong on the computer with QuickBooks. A fault is for every request, or for `job`: a request
 * without its `Rq` (`BillQuery`), or `BeginSession`. `{ "hresult": { "value": "0x80040408", "times": 2, "job": "BillQuery" } }`.
 */
const TABLE = {
  'begin-session': { argument: HRESULTS, job: 'BeginSession', meaning: 'no session begins, for that reason' },
  'modal-dialog': { argument: 'none', meaning: 'a dialog box is open: no session begins, nothing is processed' },
  'other-company': {
    argument: 'none',
    job: 'BeginSession',
    meaning: 'another company file is open: 0x8004040A for who names this one, that company for who names none',
  },
  hresult: { argument: HRESULTS, meaning: 'the document with the request is refused as a whole, nothing is processed' },
  status: { argument: 'number', defaultNumber: 1000, meaning: 'the request is answered with that error status' },
  interrupt: {
    argument: 'none',
    meaning: 'the request is processed and kept, later ones are not, and the answer is lost: 0x80040402',
  },
  'padding-mb': {
    argument: 'number',
    defaultNumber: 30,
    meaning: 'the answer to a query grows by that many megabytes of rows with ids that begin with PAD',
  },
  malformed: {
    argument: ['truncated', 'unclosed', 'control-character', 'leading-text', 'entities', 'other-root'],
    meaning: 'the answer is no qbXML, in that way',
  },
} as const satisfies FaultTable;

export type CompanyFileFault = keyof typeof TABLE;
export type CompanyFileFaults = ActiveFaults<CompanyFileFault>;

/** By name, so that it can be printed. */
export const COMPANY_FILE_FAULTS: FaultTable = TABLE;
