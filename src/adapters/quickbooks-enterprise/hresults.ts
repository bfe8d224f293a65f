import type { AgentProblem } from '../agent';

/**
 * What the codes mean that the Web Connector brings when QuickBooks did not carry out a request, or could not be reached:
 * COM results, written `0x80040408` or, by some tools, as the negative decimal of the same 32 bits.
 */
export interface HresultMeaning {
  /** What it is, and what somebody does about it. */
  readonly message: string;
  readonly remedy: AgentProblem['remedy'];
  /** The same request would meet it again: it is not worth another try. */
  readonly isLasting: boolean;
}

/** QuickBooks could not read the document: an element, its place, a value or a character that it does not take. */
export const HRESULT_UNREADABLE_REQUEST = '0x80040400';
export const HRESULT_OTHER_COMPANY_OPEN = '0x8004040A';
export const HRESULT_NOT_RUNNING = '0x80040416';
export const HRESULT_NO_COMPANY_OPEN = '0x80040417';
/** The document is in a version of qbXML that this QuickBooks does not speak. */
export const HRESULT_UNSUPPORTED_VERSION = '0x80040423';

const passing = (message: string): HresultMeaning => ({ message, remedy: 'RETRY', isLasting: false });
const lasting = (message: string): HresultMeaning => ({ message, remedy: 'RETRY', isLasting: true });
const setup = (message: string): HresultMeaning => ({ message, remedy: 'SETUP', isLasting: true });

const REINSTALL =
  'The Web Connector cannot use the part of QuickBooks that it needs. Close both, install the Web Connector anew, and ' +
  'repair QuickBooks if that does not help.';
const ALLOW =
  'In QuickBooks, signed in as Admin in single-user mode, open Edit > Preferences > Integrated Applications > Company ' +
  'Preferences and allow this application';

const MEANINGS: Readonly<Record<string, HresultMeaning>> = {
  [HRESULT_UNREADABLE_REQUEST]: lasting(
    'QuickBooks could not read the request that was sent, so it did nothing. The file qbsdklog.txt on its computer says ' +
      'where it stopped.',
  ),
  '0x80040401': passing('QuickBooks cannot be reached. Open it on its computer, with the company file.'),
  '0x80040402': passing(
    'QuickBooks met an error that it does not name. If it comes again, restart QuickBooks; the file qbsdklog.txt on its ' +
      'computer says more.',
  ),
  '0x80040403': passing(
    'QuickBooks could not open the company file. Open it in QuickBooks by hand, and leave it open.',
  ),
  '0x80040404': setup(
    'The QuickBooks that runs is too old for this connection: it offers no qbXML. Update QuickBooks.',
  ),
  '0x80040405': setup('Parts of QuickBooks are missing on its computer. Repair QuickBooks in the Windows settings.'),
  '0x80040406': passing(
    'There is no company file at the place where it was, or it cannot be read. Open the company file in QuickBooks by ' +
      'hand, and leave it open.',
  ),
  '0x80040407': setup('QuickBooks is not installed completely. Repair QuickBooks in the Windows settings.'),
  '0x80040408': passing('QuickBooks could not be started. Open it on its computer, with the company file.'),
  '0x80040409': setup(
    'The company file belongs to another version of QuickBooks than the one that was started. Open it in the right one.',
  ),
  [HRESULT_OTHER_COMPANY_OPEN]: {
    message: 'Another company file is open in QuickBooks. Close it, and open the one that this connection is for.',
    remedy: 'WRONG_ACCOUNT',
    isLasting: false,
  },
  '0x8004040D': passing('QuickBooks was closed or restarted meanwhile. The next session goes on.'),
  '0x80040410': passing(
    'The company file is open in another mode than this connection may use. In QuickBooks, choose File > Switch to ' +
      'Multi-user Mode, or sign in there as the only user.',
  ),
  '0x80040413': lasting('QuickBooks does not undo requests that went before a failed one.'),
  '0x80040414': passing('A window in QuickBooks waits for an answer, so it does nothing else. Close that window.'),
  [HRESULT_NOT_RUNNING]: passing('QuickBooks does not run. Open it on its computer, with the company file.'),
  [HRESULT_NO_COMPANY_OPEN]: passing(
    'No company file is open in QuickBooks. Open the one that this connection is for.',
  ),
  '0x80040418': setup(
    'QuickBooks has not been asked yet whether this application may use the company file. Sign in as Admin in ' +
      'single-user mode, run the update in the Web Connector, and choose "Yes, always" in the window that QuickBooks shows.',
  ),
  '0x8004041A': setup(`QuickBooks does not let this application use the company file. ${ALLOW}.`),
  '0x8004041B': passing(
    'QuickBooks could not note that this application uses the company file, most often because somebody else is just ' +
      `doing something in it. If it comes again: ${ALLOW}.`,
  ),
  '0x8004041C': passing('QuickBooks met an error of its own when it opened the company file. Restart QuickBooks.'),
  '0x8004041D': setup(
    `QuickBooks does not let this application sign in by itself. ${ALLOW} to sign in automatically, or leave QuickBooks ` +
      'open.',
  ),
  '0x8004041E': setup(
    `What QuickBooks knows this application by is not valid any more. ${ALLOW} again, after removing it there.`,
  ),
  '0x8004041F': setup('This edition of QuickBooks cannot be used by other programs. Use Pro, Premier or Enterprise.'),
  '0x80040420': setup(`Somebody refused this application when QuickBooks asked. ${ALLOW}.`),
  '0x80040421': passing('QuickBooks refused, in words of its own.'),
  '0x80040422': passing(
    'QuickBooks is used by somebody else, and this could be done in single-user mode only. The next session tries again.',
  ),
  [HRESULT_UNSUPPORTED_VERSION]: passing(
    'QuickBooks does not speak the version of qbXML that was sent. It is asked in an older one from now on.',
  ),
  '0x80040424': passing('QuickBooks is still starting. The next session tries again.'),
  '0x80040427': setup('This QuickBooks is not registered with Intuit. Register it: Help > Register QuickBooks.'),
  '0x80040438': passing(
    'Several QuickBooks run on the computer and get in the way of each other. Close all of them, and open one.',
  ),
  '0x80040154': setup(REINSTALL),
  '0x80040308': setup(REINSTALL),
  '0x8007007E': setup(REINSTALL),
  '0x80010105': passing('QuickBooks failed while it was being used. Restart it, and the Web Connector.'),
  '0x80042584': passing('QuickBooks met an error of its own when it opened the company file. Restart QuickBooks.'),
};

const UNKNOWN = passing('QuickBooks could not be used.');

const BY_CODE: ReadonlyMap<string, HresultMeaning> = new Map(
  Object.entries(MEANINGS).map(([code, meaning]) => [code.toLowerCase(), meaning]),
);

/** `0x` and eight lower-case digits, of a code however it was written; as it was, trimmed, where it is no such code. */
export function canonicalHresult(code: string): string {
  const trimmed = code.trim().toLowerCase();
  if (/^-\d{1,10}$/.test(trimmed)) {
    return `0x${(Number(trimmed) >>> 0).toString(16).padStart(8, '0')}`;
  }
  return /^(0x)?[0-9a-f]{8}$/.test(trimmed) ? `0x${trimmed.replace(/^0x/, '')}` : trimmed;
}

/** Whether a code, however it was written, is one of the above. */
export function isHresult(code: string, hresult: string): boolean {
  return canonicalHresult(code) === hresult.toLowerCase();
}

export function meaningOfHresult(code: string): HresultMeaning {
  return BY_CODE.get(canonicalHresult(code)) ?? UNKNOWN;
}

/** In words for people: what it is, what they do about it, and what QuickBooks said itself. */
export function problemOfHresult(code: string, vendorMessage: string | null): AgentProblem {
  const { message, remedy } = meaningOfHresult(code);
  const said = (vendorMessage ?? '').trim();
  const shown = said === '' ? '' : ` QuickBooks says: ${said}`;
  const canonical = canonicalHresult(code);
  return { code: canonical === '' ? null : displayed(canonical), message: `${message}${shown}`, remedy };
}

/** As Intuit's pages print it, so that it can be looked up. */
function displayed(canonical: string): string {
  return canonical.startsWith('0x') ? `0x${canonical.slice(2).toUpperCase()}` : canonical;
}
