import { WebConnectorError } from '../web-connector-error';

/** What authenticate answered. */
export interface Access {
  readonly ticket: string;
  /** The company file to open; empty for whichever is open. Null: there is nothing to do. */
  readonly companyFileName: string | null;
  /** Why there is nothing to do. */
  readonly status: string | null;
  readonly refused: boolean;
  readonly postponeSeconds: number | null;
  readonly minimumSeconds: number | null;
}

const KEYWORDS: Readonly<Record<string, string>> = {
  none: 'No data exchange required',
  nvu: 'Invalid password for username',
  busy: 'Application busy',
};

/** Without Auto-Run, the two numbers count for nothing. */
export function toAccess(strings: readonly string[], autoRun: boolean): Access {
  const [ticket = '', directive = '', postpone = '', minimum = ''] = strings;
  const postponeSeconds = autoRun ? toSeconds(postpone) : null;
  const keyword = directive.toLowerCase();
  const known = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword]! : null;
  const status = known ?? (postponeSeconds === null ? null : 'Update postponed by application');
  return {
    ticket,
    companyFileName: status === null ? directive : null,
    status,
    refused: keyword === 'nvu',
    postponeSeconds,
    minimumSeconds: autoRun ? toSeconds(minimum) : null,
  };
}

function toSeconds(text: string): number | null {
  if (text === '' || text === '0') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new WebConnectorError('QBWC1012', 'authenticate failed. A number of seconds in its answer is no number.');
}
