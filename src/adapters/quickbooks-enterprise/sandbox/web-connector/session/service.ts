import type { WebConnectorBehaviour } from '../behaviour';
import { AnswerError, EmptyAnswerError } from '../soap/answer-error';
import type { SoapResult } from '../soap/answer';
import type { ParameterValue, SoapCall, StreamedText, WebConnectorMethod } from '../soap/soap-call';
import { SoapCallError, type SoapClient } from '../soap/soap-client';
import { WebConnectorError, type WebConnectorCode } from '../web-connector-error';
import type { CallRecord } from './call-record';
import { describeParameters, describeResult, MASKED } from './describe-call';

const FAILURE_CODES: Readonly<Record<WebConnectorMethod, WebConnectorCode>> = {
  serverVersion: 'QBWC1031',
  clientVersion: 'QBWC1036',
  authenticate: 'QBWC1012',
  connectionError: 'QBWC1045',
  sendRequestXML: 'QBWC1041',
  receiveResponseXML: 'QBWC1042',
  getLastError: 'QBWC1043',
  getInteractiveURL: 'QBWC1031',
  interactiveDone: 'QBWC1031',
  interactiveRejected: 'QBWC1031',
  closeConnection: 'QBWC1044',
};

/** What goes into sendRequestXML. */
export interface RequestOffer {
  readonly ticket: string;
  /** Host, company and preferences in the first call of a session, empty after. */
  readonly hcpResponse: string;
  readonly companyFileName: string;
  readonly country: string;
  readonly major: number;
  readonly minor: number;
}

/** What QuickBooks made of a request: a document, or the error it refused it with. */
export interface RequestOutcome {
  readonly response: StreamedText | '';
  readonly hresult: string;
  readonly message: string;
}

export interface ServiceOptions {
  readonly client: SoapClient;
  readonly behaviour: WebConnectorBehaviour;
  readonly log: (text: string) => void;
  /** Bodies are held whole for it. */
  readonly onCall?: (record: CallRecord) => void;
}

/** The service as the program calls it: every failure has the code that the user sees. */
export class Service {
  constructor(private readonly options: ServiceOptions) {}

  serverVersion(): Promise<string | null> {
    return this.call('serverVersion', {}, textOrNull);
  }

  clientVersion(strVersion: string): Promise<string | null> {
    return this.call('clientVersion', { strVersion }, textOrNull);
  }

  authenticate(strUserName: string, strPassword: string): Promise<readonly string[]> {
    return this.call('authenticate', { strUserName, strPassword }, readAccess);
  }

  connectionError(ticket: string, hresult: string, message: string): Promise<string> {
    return this.call('connectionError', { ticket, hresult, message }, text);
  }

  sendRequestXML(offer: RequestOffer): Promise<string> {
    const parameters = {
      ticket: offer.ticket,
      strHCPResponse: offer.hcpResponse,
      [this.options.behaviour.fileParameter ?? 'strCompanyFileName']: offer.companyFileName,
      qbXMLCountry: offer.country,
      qbXMLMajorVers: offer.major,
      qbXMLMinorVers: offer.minor,
    };
    return this.call('sendRequestXML', parameters, readRequest);
  }

  receiveResponseXML(ticket: string, { response, hresult, message }: RequestOutcome): Promise<number> {
    return this.call('receiveResponseXML', { ticket, response, hresult, message }, (result) => result.integer());
  }

  getLastError(ticket: string): Promise<string> {
    return this.call('getLastError', { ticket }, text);
  }

  getInteractiveURL(wcTicket: string, sessionID: string): Promise<string> {
    return this.call('getInteractiveURL', { wcTicket, sessionID }, text);
  }

  interactiveDone(wcTicket: string): Promise<string> {
    return this.call('interactiveDone', { wcTicket }, text);
  }

  interactiveRejected(wcTicket: string, reason: string): Promise<string> {
    return this.call('interactiveRejected', { wcTicket, reason }, text);
  }

  closeConnection(ticket: string): Promise<string> {
    return this.call('closeConnection', { ticket }, text);
  }

  private async call<T extends CallRecord['result']>(
    method: WebConnectorMethod,
    parameters: Record<string, ParameterValue>,
    read: (result: SoapResult) => T,
  ): Promise<T> {
    const sent = this.options.onCall === undefined ? parameters : hold(parameters);
    const note = (result: T | null, failure: string | null): void => {
      this.options.log(`${method}(${describeParameters(sent)}) -> ${failure ?? describeResult(result)}`);
      this.options.onCall?.({ method, parameters: toRecord(sent), result, failure });
    };
    try {
      const result = read(await this.options.client.call({ method, parameters: sent } satisfies SoapCall));
      note(result, null);
      return result;
    } catch (error) {
      note(null, error instanceof Error ? error.message : String(error));
      throw toProgramError(method, error);
    }
  }
}

function toProgramError(method: WebConnectorMethod, error: unknown): unknown {
  const cause = error instanceof SoapCallError ? error.cause : error;
  if (!(error instanceof SoapCallError) && !(cause instanceof AnswerError)) return error;
  const code = cause instanceof EmptyAnswerError ? 'QBWC2012' : FAILURE_CODES[method];
  return new WebConnectorError(code, `${method} failed. ${(error as Error).message}`, { cause: error });
}

function text(result: SoapResult): string {
  return result.text();
}

function textOrNull(result: SoapResult): string | null {
  return result.isNull ? null : result.text();
}

/** A ticket, what to do, and perhaps two numbers of seconds. */
function readAccess(result: SoapResult): readonly string[] {
  const strings = result.strings().map((one) => one ?? '');
  if (strings.length < 2 || strings.length > 4) {
    throw new AnswerError(
      `Index was outside the bounds: authenticateResult holds ${strings.length} strings, not 2 to 4.`,
    );
  }
  const padded = strings.findIndex((one) => one !== one.trim());
  if (padded >= 0) throw new AnswerError(`White space is padded to string ${padded + 1} of authenticateResult.`);
  return strings;
}

function readRequest(result: SoapResult): string {
  const request = result.text();
  if (/^\s/.test(request)) throw new AnswerError('White space stands before the request in sendRequestXMLResult.');
  return request;
}

function hold(parameters: Record<string, ParameterValue>): Record<string, ParameterValue> {
  const entries = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'object' ? { parts: [...value.parts] } : value,
  ]);
  return Object.fromEntries(entries) as Record<string, ParameterValue>;
}

function toRecord(parameters: Record<string, ParameterValue>): Record<string, string> {
  const entries = Object.entries(parameters).map(([name, value]): [string, string] => {
    if (name === 'strPassword') return [name, MASKED];
    return [name, typeof value === 'object' ? [...value.parts].join('') : String(value)];
  });
  return Object.fromEntries(entries);
}
