import type { AnnouncedVersion } from '../request-processor';
import type { SoapStyle } from './setup-file/setup-file';
import type { EmptyParameterForm, WebConnectorMethod } from './soap/soap-call';

/** Where a run breaks off, as if the computer had been switched off there. */
export interface CutPoint {
  readonly method: WebConnectorMethod;
  /** Which call of this method in a run, counted from 1. Default 1. */
  readonly nth?: number;
  /**
   * Before the call leaves; with half of its body sent; or once the service has begun to answer, unread: then the service
   * has done its part. Default `before-sending`.
   */
  readonly when?: 'before-sending' | 'while-sending' | 'before-reading';
}

/** Requests that QuickBooks refuses as a whole. */
export interface RefusedRequest {
  /** Which request of a run, counted from 1. Absent: every one that `containing` does not leave out. */
  readonly nth?: number;
  /** A text in the document, such as `<BillAddRq`. */
  readonly containing?: string;
  /** Such as `0x80040400`. */
  readonly hresult: string;
  readonly message?: string;
}

/** How a body that goes with receiveResponseXML is spoilt. */
export interface SpoiltResponse {
  /** Which request of a run, counted from 1. Absent: every one. */
  readonly nth?: number;
  /** Half of the document; text that is no XML; or this text. */
  readonly as: 'truncated' | 'garbage' | { readonly text: string };
}

/** What a client may do otherwise than expected. Empty: the program as it is documented. */
export interface WebConnectorBehaviour {
  /** What clientVersion tells. Default 2.3.0.215. */
  readonly version?: string;
  /** Instead of the style in the set-up file. */
  readonly style?: SoapStyle;
  /** How empty strings are written. Default `self-closed`. */
  readonly emptyParameters?: EmptyParameterForm;
  /** The name of the file parameter of sendRequestXML. Default `strCompanyFileName`. */
  readonly fileParameter?: 'strCompanyFileName' | 'strCompanyFilename';
  /** Calls that never come, such as `closeConnection`, or `serverVersion` of an old program. */
  readonly skipCalls?: readonly ('serverVersion' | 'clientVersion' | 'closeConnection')[];
  /** closeConnection does not come after `none`, `nvu`, `busy` and a postponement; it does otherwise. */
  readonly skipCloseWithoutWork?: boolean;
  readonly cut?: CutPoint;
  /** This call is made twice in a row; the second answer counts. */
  readonly repeatCall?: { readonly method: WebConnectorMethod; readonly nth?: number };
  /** authenticate comes again after so many exchanges; the run goes on with the ticket that it names. */
  readonly authenticateAgain?: { readonly afterExchanges: number; readonly goOnWith: 'old-ticket' | 'new-ticket' };
  /** A second run may begin while one goes on. */
  readonly ignoreUpdateLock?: boolean;
  /** The scheduler comes as often as it likes: neither the minimum nor a postponement counts. */
  readonly ignoreSpacing?: boolean;
  /** BeginSession fails, the first `times` times of a run. Default: every time. */
  readonly connectionError?: { readonly hresult: string; readonly message?: string; readonly times?: number };
  readonly refuseRequests?: readonly RefusedRequest[];
  readonly spoilResponses?: readonly SpoiltResponse[];
  /** XML comments behind the response, so many bytes of them: of the nth request, or of every one. */
  readonly padResponse?: { readonly nth?: number; readonly bytes: number };
  /** The company file tells this FileID, as if another one had been opened. */
  readonly fileId?: string;
  /** What is announced to the service, whatever QuickBooks takes. */
  readonly announced?: Partial<AnnouncedVersion>;
  /** Sent instead of the stored one. */
  readonly password?: string;
  /** Bodies are sent in so many pieces, with a pause by the client's clock before each. */
  readonly slowBody?: { readonly pieces: number; readonly pauseMs: number };
  /** Bodies go out without a length, as they are made. */
  readonly chunkedTransfer?: boolean;
  /** How long an answer may take, in real time. Default 100,000. */
  readonly answerTimeoutMs?: number;
  /** What the user does about a warning of clientVersion. Default `continue`. */
  readonly onVersionWarning?: 'continue' | 'cancel';
  /** What the user does in interactive mode. Default `done`. */
  readonly onInteractive?: 'done' | 'reject';
}
