/** The highest qbXML version that a request processor says it takes, which may be more than it does take. */
export interface AnnouncedVersion {
  /** US, CA, UK or AU. */
  readonly country: string;
  readonly major: number;
  readonly minor: number;
}

/** What QuickBooks' SDK offers to an integrated application. */
export interface RequestProcessor {
  readonly announced: AnnouncedVersion;
  /**
   * Opens the company file of that path, or whichever is open for an empty path.
   *
   * @throws {RequestProcessorError}
   */
  beginSession(applicationName: string, companyFileName: string): RequestProcessorSession;
}

/** One application at work in one company file. Iterators live as long as it does. */
export interface RequestProcessorSession {
  /** Path of the open company file. */
  readonly companyFileName: string;
  /**
   * One document in, one document out, told in parts. Everything that the document asks for was done, and every error
   * thrown, before this returns; only the writing down of rows is left for later.
   *
   * @throws {RequestProcessorError}
   */
  processRequest(document: string): Iterable<string>;
  /** Data that an application keeps with the company under its own owner id, such as FileID. Null = there is none. */
  readPrivateData(ownerId: string, name: string): string | null;
  writePrivateData(ownerId: string, name: string, value: string): void;
  /** Every call after this fails with 0x8004040D. */
  end(): void;
}

/** A call that QuickBooks' SDK refused as a whole. */
export class RequestProcessorError extends Error {
  constructor(
    /** Such as `0x80040400`. */
    readonly hresult: string,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}
