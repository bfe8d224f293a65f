import type {
  AnnouncedVersion,
  RequestProcessor,
  RequestProcessorSession,
} from '../../src/adapters/quickbooks-enterprise/sandbox';

/** What begins the id of a row that only makes an answer longer. */
const PADDED = '<TxnID>PAD';

/** QuickBooks, with an eye on rows that it does not have. */
export class WatchedQuickBooks implements RequestProcessor {
  paddedRows = 0;

  constructor(private readonly quickBooks: RequestProcessor) {}

  get announced(): AnnouncedVersion {
    return this.quickBooks.announced;
  }

  forget(): void {
    this.paddedRows = 0;
  }

  beginSession(applicationName: string, companyFileName: string): RequestProcessorSession {
    const session = this.quickBooks.beginSession(applicationName, companyFileName);
    return {
      companyFileName: session.companyFileName,
      processRequest: (document) => this.watch(session.processRequest(document)),
      readPrivateData: (ownerId, name) => session.readPrivateData(ownerId, name),
      writePrivateData: (ownerId, name, value) => session.writePrivateData(ownerId, name, value),
      end: () => session.end(),
    };
  }

  /** Rows are told in chunks that end where a row ends. */
  private *watch(parts: Iterable<string>): Iterable<string> {
    for (const part of parts) {
      this.paddedRows += part.split(PADDED).length - 1;
      yield part;
    }
  }
}
