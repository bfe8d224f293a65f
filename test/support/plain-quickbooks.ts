import {
  RequestProcessorError,
  type RequestProcessor,
  type RequestProcessorSession,
} from '../../src/adapters/quickbooks-enterprise/sandbox/request-processor';

/** QuickBooks without books: what it was asked, and an answer that a test wrote down. */
export class PlainQuickBooks implements RequestProcessor {
  readonly announced = { country: 'US', major: 13, minor: 0 };
  readonly privateData = new Map<string, string>();
  readonly requests: string[] = [];
  readonly openedAs: string[] = [];
  sessions = 0;
  /** Asked before every request but those that the program makes for itself. May throw. */
  onRequest: (document: string) => Iterable<string> = () => ['<?xml version="1.0" ?><QBXML/>'];

  constructor(readonly path = 'C:\\Books\\Rock Castle.qbw') {}

  beginSession(applicationName: string, companyFileName: string): RequestProcessorSession {
    if (companyFileName !== '' && companyFileName !== this.path) {
      throw new RequestProcessorError('0x8004040A', 'Another company file is open.');
    }
    this.openedAs.push(applicationName);
    this.sessions++;
    return {
      companyFileName: this.path,
      processRequest: (document) => this.process(document),
      readPrivateData: (ownerId, name) => this.privateData.get(`${ownerId} ${name}`) ?? null,
      writePrivateData: (ownerId, name, value) => void this.privateData.set(`${ownerId} ${name}`, value),
      end: () => void this.sessions--,
    };
  }

  private process(document: string): Iterable<string> {
    if (document.includes('<HostQueryRq requestID="0">')) return [this.hostCompanyPreferences()];
    this.requests.push(document);
    return this.onRequest(document);
  }

  private hostCompanyPreferences(): string {
    const extensions = [...this.privateData].map(([key, value]) => {
      const name = key.split(' ')[1];
      return `<DataExtRet><DataExtName>${name}</DataExtName><DataExtValue>${value}</DataExtValue></DataExtRet>`;
    });
    return `<?xml version="1.0" ?><QBXML><CompanyRet>${extensions.join('')}</CompanyRet></QBXML>`;
  }
}
