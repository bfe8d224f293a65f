/** A text that is made while it is sent, because it may be large. Never empty. */
export interface StreamedText {
  readonly parts: Iterable<string>;
}

export type ParameterValue = string | number | StreamedText;

/** The methods of the service, in the order of a run. */
export type WebConnectorMethod =
  | 'serverVersion'
  | 'clientVersion'
  | 'authenticate'
  | 'connectionError'
  | 'sendRequestXML'
  | 'receiveResponseXML'
  | 'getLastError'
  | 'getInteractiveURL'
  | 'interactiveDone'
  | 'interactiveRejected'
  | 'closeConnection';

export interface SoapCall {
  readonly method: WebConnectorMethod;
  /** In the order in which they are written. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** How an empty string is written: `<hresult />`, `<hresult></hresult>`, or not at all. */
export const EMPTY_PARAMETER_FORMS = ['self-closed', 'empty', 'missing'] as const;
export type EmptyParameterForm = (typeof EMPTY_PARAMETER_FORMS)[number];
