import {
  VendorConflictError,
  type VendorError,
  VendorNotFoundError,
  VendorPermissionError,
  VendorProtocolError,
  VendorRejectedError,
  VendorStaleRecordError,
  VendorUnavailableError,
  type VendorErrorOptions,
} from '../../vendor-error';

/** How QuickBooks says that a request went. */
export interface QbxmlStatus {
  /** Null where it was not told. */
  readonly code: number | null;
  /** `Info`, `Warn` or `Error`; also refusals have come as `Info`. */
  readonly severity: string;
  readonly message: string;
}

/** DONE: all of it. NOTHING: what was asked for is not there. PARTLY: what is told is true, and something is missing. */
export type StatusMeaning = 'DONE' | 'NOTHING' | 'PARTLY' | 'REFUSED';

const NO_MATCH = 1;
/** A warning that does not say that something is missing: saved without its notes, a field that goes out of use. */
const COMPLETE_WARNINGS = new Set([550, 560, 600]);
const FIRST_WARNING = 500;
const FIRST_ERROR = 1000;

export function statusOf(attributes: Readonly<Record<string, string>>): QbxmlStatus {
  const code = attributes.statusCode ?? '';
  return {
    code: /^\d{1,6}$/.test(code) ? Number(code) : null,
    severity: attributes.statusSeverity ?? '',
    message: (attributes.statusMessage ?? '').trim(),
  };
}

/** By the code: severities have been wrong. */
export function meaningOf({ code, severity }: QbxmlStatus): StatusMeaning {
  if (code === null) return severity.toLowerCase() === 'error' ? 'REFUSED' : 'DONE';
  if (code === NO_MATCH) return 'NOTHING';
  if (code < FIRST_WARNING || COMPLETE_WARNINGS.has(code)) return 'DONE';
  return code < FIRST_ERROR ? 'PARTLY' : 'REFUSED';
}

type ToError = (message: string, options: VendorErrorOptions) => VendorError;

const unavailable: ToError = (message, options) => new VendorUnavailableError(message, options);
const rejected: ToError = (message, options) => new VendorRejectedError(message, options);
const notFound: ToError = (message, options) => new VendorNotFoundError(message, options);
/** The request was not as it should be, and nobody but us has written it. */
const malformed: ToError = (message, options) => new VendorProtocolError(message, options);

function forbidden(requires: string): ToError {
  return (message, options) => new VendorPermissionError(message, { ...options, requires });
}

const OTHER_USER = 'Somebody works on the same record in QuickBooks. It is tried again.';
const BAD_VALUE = 'QuickBooks does not take a value of the request.';
const MENDED = 'A value of the request is not written as QuickBooks wants it.';

/** What the codes mean: words that say what to do, and the error that says who does it. */
const REFUSALS: ReadonlyMap<number, readonly [ToError, string]> = new Map([
  [500, [notFound, 'QuickBooks has no such record.']],
  [1000, [unavailable, 'QuickBooks met an error of its own. It is tried again.']],
  [1010, [unavailable, 'QuickBooks is not available just now. It is tried again.']],
  [1030, [rejected, 'This QuickBooks does not offer what was asked for.']],
  [1060, [malformed, 'QuickBooks does not take the id of the request.']],
  [3000, [notFound, 'QuickBooks has no record with such an id.']],
  [3010, [malformed, MENDED]],
  [3020, [malformed, MENDED]],
  [3030, [rejected, 'The first day is after the last one.']],
  [3031, [rejected, 'The begin of the range is after its end.']],
  [3035, [malformed, MENDED]],
  [3040, [malformed, MENDED]],
  [3045, [malformed, MENDED]],
  [3050, [malformed, MENDED]],
  [3060, [malformed, MENDED]],
  [3070, [rejected, 'A text is longer than QuickBooks takes it.']],
  [3080, [rejected, 'A text has characters that QuickBooks does not take.']],
  [3090, [rejected, 'QuickBooks cannot keep a value of the request, such as a name with a colon.']],
  [
    3100,
    [
      (message, options) => new VendorConflictError(message, null, options),
      'QuickBooks has something by this name already.',
    ],
  ],
  [3110, [rejected, 'A name is longer than QuickBooks takes it.']],
  [3120, [notFound, 'QuickBooks has no such record.']],
  [3130, [notFound, 'QuickBooks has no such parent.']],
  [3140, [notFound, 'QuickBooks has no such account, name or class as the request refers to.']],
  [3150, [malformed, 'Something is missing that QuickBooks wants.']],
  [3151, [malformed, 'QuickBooks does not take an element of the request here.']],
  [3160, [rejected, 'The record is in use in QuickBooks, and cannot be deleted.']],
  [3161, [rejected, 'The record cannot be deleted or voided in QuickBooks now.']],
  [3162, [rejected, 'The record cannot be deleted while several people use the company file.']],
  [3170, [unavailable, OTHER_USER]],
  [
    3171,
    [
      (message, options) => new VendorRejectedError(message, options, 'PERIOD_CLOSED'),
      'The books are closed up to a day after that of the transaction. Whoever keeps them can change the closing date: ' +
        'in QuickBooks, Edit > Preferences > Accounting > Company Preferences.',
    ],
  ],
  [3173, [unavailable, OTHER_USER]],
  [3175, [unavailable, OTHER_USER]],
  [3176, [unavailable, OTHER_USER]],
  [3177, [unavailable, OTHER_USER]],
  [3190, [malformed, MENDED]],
  [
    3200,
    [
      (message, options) => new VendorStaleRecordError(message, null, options),
      'The record was changed in QuickBooks meanwhile. Read it again, and repeat the change.',
    ],
  ],
  [3210, [rejected, BAD_VALUE]],
  [3231, [unavailable, 'QuickBooks did not get to this request: one before it was refused.']],
  [3240, [unavailable, 'QuickBooks met an error of its own. It is tried again.']],
  [3250, [rejected, 'What is asked for is switched off in QuickBooks, or not part of this edition.']],
  [
    3260,
    [
      forbidden('A QuickBooks user who may see and change what the connection needs.'),
      'The QuickBooks user that this connection works as may not do this. An administrator of the company file can allow ' +
        'it, or choose another user under Edit > Preferences > Integrated Applications.',
    ],
  ],
  [
    3261,
    [
      forbidden('Access to personal data for this application, under Integrated Applications in QuickBooks.'),
      'QuickBooks does not let this application see this. In QuickBooks, Edit > Preferences > Integrated Applications > ' +
        'Company Preferences, allow it.',
    ],
  ],
  [3290, [malformed, 'QuickBooks does not take the lines in this order.']],
]);

/** What to throw for a status that is no success. `doing`: what it was about, as the begin of a sentence. */
export function toVendorError(status: QbxmlStatus, doing: string): VendorError {
  const { code, message } = status;
  const [toError, words] = refusalOf(status);
  const said = message === '' ? '' : ` QuickBooks says: ${message}`;
  const options = { vendorCode: code === null ? null : String(code), vendorMessage: message === '' ? null : message };
  return toError(`${doing}: ${words}${said}`, options);
}

function refusalOf({ code, message }: QbxmlStatus): readonly [ToError, string] {
  // An error while something is saved: in words alone it shows whether somebody else was in the way.
  if (code === 3180)
    return /lock|in use|another user/i.test(message) ? [unavailable, OTHER_USER] : [rejected, BAD_VALUE];
  const known = code === null ? undefined : REFUSALS.get(code);
  return known ?? [rejected, 'QuickBooks refused.'];
}
