import type { Clock } from '../../../../../clock';
import type { WebConnectorBehaviour } from '../behaviour';
import { RequestProcessorError, type RequestProcessor, type RequestProcessorSession } from '../../request-processor';
import type { SetupFile } from '../setup-file/setup-file';
import { WebConnectorError } from '../web-connector-error';
import { queryHostCompanyPreferences } from './host-company-preferences';
import type { RequestOutcome } from './service';
import { alterResponse } from './response-switches';

/** The editions of QuickBooks, with their bits in AuthFlags. */
export const EDITIONS = { SimpleStart: 0x1, Pro: 0x2, Premier: 0x4, Enterprise: 0x8 } as const;
export type Edition = keyof typeof EDITIONS;

/** Ticks of .NET count from the year 1. */
const TICKS_OF_UNIX_EPOCH = 621_355_968_000_000_000n;

export interface CompanySessionOptions {
  readonly quickBooks: RequestProcessor;
  readonly edition: Edition;
  readonly file: SetupFile;
  /** Name of the computer, which the company file is locked with. */
  readonly machine: string;
  readonly clock: Clock;
  readonly behaviour: WebConnectorBehaviour;
}

/** The program's session with QuickBooks: the company file is locked as long as it lasts. */
export class CompanySession {
  readonly companyFileName: string;
  private processed = 0;

  /** @throws {RequestProcessorError} when QuickBooks or the company file cannot be had */
  static open(options: CompanySessionOptions, companyFileName: string): CompanySession {
    const { authFlags, appName } = options.file;
    if (authFlags !== 0 && (authFlags & EDITIONS[options.edition]) === 0) {
      throw new RequestProcessorError('0x8004041A', `AuthFlags leave QuickBooks ${options.edition} out.`);
    }
    return new CompanySession(options, options.quickBooks.beginSession(appName, companyFileName));
  }

  private constructor(
    private readonly options: CompanySessionOptions,
    private readonly session: RequestProcessorSession,
  ) {
    this.companyFileName = session.companyFileName;
  }

  /** @throws {WebConnectorError} QBWC1014 */
  lockAndQuery(): string {
    const { file, machine, clock, quickBooks, behaviour } = this.options;
    const ticks = BigInt(clock.now().getTime()) * 10_000n + TICKS_OF_UNIX_EPOCH;
    try {
      this.session.writePrivateData(file.ownerId, 'AppLock', `LOCKED:${machine}:${ticks}`);
      const response = queryHostCompanyPreferences(this.session, quickBooks.announced, file.ownerId);
      return behaviour.fileId === undefined ? response : replaceFileId(response, behaviour.fileId);
    } catch (error) {
      if (!(error instanceof RequestProcessorError)) throw error;
      throw new WebConnectorError('QBWC1014', `${error.hresult} ${error.message}`, { cause: error });
    }
  }

  process(document: string): RequestOutcome {
    const nth = ++this.processed;
    const refused = this.options.behaviour.refuseRequests?.find(
      (one) => (one.nth ?? nth) === nth && (one.containing === undefined || document.includes(one.containing)),
    );
    if (refused !== undefined) {
      const { hresult, message = 'QuickBooks refused the request.' } = refused;
      return { response: '', hresult, message };
    }
    try {
      const parts = this.session.processRequest(document);
      return { response: alterResponse(parts, nth, this.options.behaviour), hresult: '', message: '' };
    } catch (error) {
      if (!(error instanceof RequestProcessorError)) throw error;
      return { response: '', hresult: error.hresult, message: error.message };
    }
  }

  /** @throws {WebConnectorError} QBWC1015 */
  close(): void {
    try {
      this.session.writePrivateData(this.options.file.ownerId, 'AppLock', 'UNLOCKED');
      this.session.end();
    } catch (error) {
      if (!(error instanceof RequestProcessorError)) throw error;
      throw new WebConnectorError('QBWC1015', `${error.hresult} ${error.message}`, { cause: error });
    }
  }

  /** As when the computer is switched off: the lock stays in the file. */
  abandon(): void {
    try {
      this.session.end();
    } catch (error) {
      if (!(error instanceof RequestProcessorError)) throw error;
    }
  }
}

function replaceFileId(response: string, fileId: string): string {
  return response.replace(
    /(<DataExtName>FileID<\/DataExtName>[^]*?<DataExtValue>)[^<]*/,
    (_, before: string) => before + fileId,
  );
}
