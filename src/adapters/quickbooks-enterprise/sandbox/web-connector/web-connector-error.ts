/** The codes that the program shows to its user, as far as this copy shows them. */
export const WEB_CONNECTOR_CODES = {
  QBWC1000: 'AppURL and AppSupport name different hosts',
  QBWC1001: 'AppURL names an address instead of a host',
  QBWC1002: 'AppSupport names an address instead of a host',
  QBWC1003: 'the support page answers another status than 200 or 202',
  QBWC1004: 'the support page cannot be reached',
  QBWC1010: 'AppURL is not an https address',
  QBWC1012: 'authenticate failed',
  QBWC1013: 'QuickBooks cannot be reached',
  QBWC1014: 'host, company and preferences cannot be read',
  QBWC1015: 'the QuickBooks session cannot be ended',
  QBWC1022: 'QuickBooks cannot be reached to look for the FileID',
  QBWC1030: 'no password is stored',
  QBWC1031: 'the update ended with an error',
  QBWC1036: 'clientVersion failed',
  QBWC1037: 'the service refuses this version',
  QBWC1039: 'the application cannot be added',
  QBWC1040: 'user name or password are wrong',
  QBWC1041: 'sendRequestXML failed',
  QBWC1042: 'receiveResponseXML failed',
  QBWC1043: 'getLastError failed',
  QBWC1044: 'closeConnection failed',
  QBWC1045: 'connectionError failed',
  QBWC1046: 'clientVersion answered what cannot be understood',
  QBWC1048: 'the certificate of the service cannot be verified',
  QBWC1051: 'the application is not served over https',
  QBWC1065: 'QBType is unknown',
  QBWC1080: 'the application cannot be registered read-only',
  QBWC2012: 'an answer holds nothing at all',
} as const;

export type WebConnectorCode = keyof typeof WEB_CONNECTOR_CODES;

/** One line that the program would show: its code and what is wrong, without secrets. */
export interface WebConnectorProblem {
  readonly code: WebConnectorCode;
  readonly text: string;
}

/** What ends a run, with the code that the user sees. */
export class WebConnectorError extends Error {
  constructor(
    readonly code: WebConnectorCode,
    readonly text: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${text}`, options);
    this.name = new.target.name;
  }
}

/** A set-up file that is refused: everything that is wrong with it, the most basic first. */
export class SetupFileError extends WebConnectorError {
  constructor(readonly problems: readonly [WebConnectorProblem, ...WebConnectorProblem[]]) {
    super(problems[0].code, problems[0].text);
    this.message = `The set-up file is refused. ${problems.map(({ code, text }) => `${code}: ${text}`).join(' ')}`;
  }
}

/** The first as an error of all of them; nothing for none. */
export function refuseSetupFile(problems: readonly WebConnectorProblem[]): void {
  const [first, ...others] = problems;
  if (first !== undefined) throw new SetupFileError([first, ...others]);
}
