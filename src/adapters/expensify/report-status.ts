import type { ReportStatus } from '../records';
import { readToken, type RawRecord } from './raw-record';

/** Every word seen for a state: filter values, labels of the website past and present, and states of the payment. */
const STATUS_OF_WORD: Readonly<Record<string, ReportStatus>> = {
  open: 'OPEN',
  draft: 'OPEN',
  submitted: 'SUBMITTED',
  processing: 'SUBMITTED',
  outstanding: 'SUBMITTED',
  approved: 'APPROVED',
  reimbursed: 'REIMBURSED',
  paid: 'REIMBURSED',
  billing: 'REIMBURSED',
  autoreimbursed: 'REIMBURSED',
  manualreimbursed: 'REIMBURSED',
  closed: 'CLOSED',
  archived: 'CLOSED',
};

/** Numbers 4 and 5 are not known. */
const STATUS_OF_STATE_NUMBER: Readonly<Record<string, ReportStatus>> = {
  '0': 'OPEN',
  '1': 'SUBMITTED',
  '2': 'APPROVED',
  '3': 'REIMBURSED',
  '6': 'REIMBURSED',
};

/** Where a report stands: `status` first, which people see, then `state`, then its number. */
export function toReportStatus(report: RawRecord): ReportStatus {
  const number = readToken(report.stateNum);
  return (
    fromWord(report.status) ??
    fromWord(report.state) ??
    (number === null ? undefined : STATUS_OF_STATE_NUMBER[number]) ??
    'UNKNOWN'
  );
}

function fromWord(value: unknown): ReportStatus | undefined {
  const word = readToken(value)
    ?.toLowerCase()
    .replace(/[^a-z]/g, '');
  return word === undefined ? undefined : STATUS_OF_WORD[word];
}
