import {
  refuseSetupFile,
  WebConnectorError,
  type WebConnectorCode,
  type WebConnectorProblem,
} from '../web-connector-error';
import { checkAddresses } from './addresses';
import { PERSONAL_DATA_PREFERENCES, SOAP_STYLES, UNATTENDED_MODE_PREFERENCES, type SetupFile } from './setup-file';
import { readSetupElements, type SetupElements } from './setup-elements';

const REQUIRED = ['AppName', 'AppURL', 'AppDescription', 'AppSupport', 'UserName', 'OwnerID', 'FileID', 'QBType'];
const GUID = /^\{[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}$/i;
const ALL_EDITIONS = 0xf;

/**
 * Reads a `.qwc` file by the rules that need nobody else asked.
 * @throws {SetupFileError} with everything that is wrong with it.
 */
export function parseSetupFile(document: string): SetupFile {
  const reader = new SetupReader(readElements(document));
  const file = reader.read();
  refuseSetupFile([...reader.problems, ...checkAddresses(reader.appUrl, reader.appSupport)]);
  return file;
}

function readElements(document: string): SetupElements {
  try {
    return readSetupElements(document);
  } catch (error) {
    if (error instanceof WebConnectorError) refuseSetupFile([error]);
    throw error;
  }
}

/** Goes on after a fault, with a value that stands in for the faulty one. */
class SetupReader {
  readonly problems: WebConnectorProblem[] = [];
  readonly appUrl: URL | null;
  readonly appSupport: URL | null;

  constructor(private readonly elements: SetupElements) {
    const missing = REQUIRED.filter((name) => this.text(name) === '');
    // It may be empty, but it has to be there.
    if (!elements.values.has('AppID')) missing.push('AppID');
    if (missing.length > 0)
      this.refuse('QBWC1039', `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing.`);
    this.appUrl = this.url('AppURL');
    this.appSupport = this.url('AppSupport');
  }

  read(): SetupFile {
    const nowhere = new URL('https://missing.invalid/');
    const appName = this.text('AppName');
    this.checkQuickBooks();
    return {
      appName,
      appId: this.text('AppID'),
      appUrl: this.appUrl ?? nowhere,
      appDescription: this.text('AppDescription'),
      appSupport: this.appSupport ?? nowhere,
      userName: this.text('UserName'),
      ownerId: this.guid('OwnerID'),
      fileId: this.guid('FileID'),
      displayName: this.text('AppDisplayName') || appName,
      uniqueName: this.text('AppUniqueName') || null,
      authFlags: this.authFlags(),
      readOnly: this.readOnly(),
      notify: this.text('Notify') === 'true',
      personalDataPreference: this.word('PersonalDataPref', PERSONAL_DATA_PREFERENCES),
      unattendedModePreference: this.word('UnattendedModePref', UNATTENDED_MODE_PREFERENCES, 'umpOptional'),
      everySeconds: this.everySeconds(),
      style: this.word('Style', SOAP_STYLES),
      certificateUrl: this.url('CertURL'),
    };
  }

  private text(name: string): string {
    return this.elements.values.get(name) ?? '';
  }

  private refuse(code: WebConnectorCode, text: string): void {
    this.problems.push({ code, text });
  }

  private url(name: string): URL | null {
    const text = this.text(name);
    if (text === '') return null;
    if (/^https?:\/\//i.test(text) && URL.canParse(text)) return new URL(text);
    this.refuse('QBWC1039', `${name} is not an http or https address.`);
    return null;
  }

  private guid(name: string): string {
    const text = this.text(name);
    if (text !== '' && !GUID.test(text)) this.refuse('QBWC1039', `${name} is not a GUID in braces.`);
    return text;
  }

  private checkQuickBooks(): void {
    const type = this.text('QBType');
    if (type === '' || type === 'QBFS') return;
    const why = type === 'QBPOS' ? 'names a point of sale, which this copy has not' : 'has to be QBFS or QBPOS';
    this.refuse('QBWC1065', `QBType ${why}.`);
  }

  private authFlags(): number {
    const text = this.text('AuthFlags') || '0x0';
    const flags = /^(?:0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
    if (flags >= 0 && flags <= ALL_EDITIONS) return flags;
    this.refuse('QBWC1039', 'AuthFlags has to be from 0x0 to 0xF.');
    return 0;
  }

  private readOnly(): boolean {
    const text = this.text('IsReadOnly') || 'false';
    if (text !== 'true' && text !== 'false') this.refuse('QBWC1039', 'IsReadOnly has to be true or false.');
    // The FileID has to be written into the company file.
    if (text === 'true') this.refuse('QBWC1080', 'IsReadOnly is true, so that the FileID cannot be stored.');
    return text === 'true';
  }

  /** Whichever stands first wins. An element with an unusual name is not looked at, as everywhere in the file. */
  private everySeconds(): number | null {
    const first = this.elements.schedule.find(({ name }) => /^RunEveryN(?:Minutes|Seconds)$/.test(name));
    if (first === undefined) return null;
    const count = /^[1-9]\d{0,6}$/.test(first.value) ? Number(first.value) : null;
    if (count === null) this.refuse('QBWC1039', `${first.name} has to be a whole number above 0.`);
    return (count ?? 1) * (first.name === 'RunEveryNMinutes' ? 60 : 1);
  }

  private word<T extends string>(name: string, words: readonly [T, ...T[]], otherwise: T = words[0]): T {
    const text = this.text(name);
    const word = words.find((one) => one === text);
    if (word === undefined && text !== '') this.refuse('QBWC1039', `${name} has to be one of ${words.join(', ')}.`);
    return word ?? otherwise;
  }
}
