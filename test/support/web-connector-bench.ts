import { PlainQuickBooks } from './plain-quickbooks';
import { setupFile } from './setup-file';
import { SoapService, type SoapReply } from './soap-service';
import { TestWebConnector, type TestWebConnectorOptions } from './web-connector';

export const QBXML_REQUEST =
  '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError"/></QBXML>';

export type BenchOptions = Partial<TestWebConnectorOptions<PlainQuickBooks>> & {
  /** Of the set-up file, beside those of a right one. */
  readonly elements?: Readonly<Record<string, string | null>>;
};

/** A service that answers what a test wrote down, and the computers that call it. */
export class WebConnectorBench {
  private readonly connectors: TestWebConnector[] = [];

  private constructor(readonly service: SoapService) {}

  static async open(): Promise<WebConnectorBench> {
    return new WebConnectorBench(await SoapService.start());
  }

  async add({ elements, ...options }: BenchOptions = {}): Promise<TestWebConnector<PlainQuickBooks>> {
    const connector = await TestWebConnector.add({
      setupFile: setupFile(this.service.url, elements),
      quickBooks: new PlainQuickBooks(),
      ...options,
    });
    this.connectors.push(connector);
    return connector;
  }

  /** One request a run, unless these replies say otherwise. */
  script(replies: Readonly<Record<string, readonly SoapReply[]>>): void {
    this.service.answer({ sendRequestXML: [QBXML_REQUEST], receiveResponseXML: [100], ...replies });
  }

  async close(): Promise<void> {
    await Promise.all(this.connectors.map((connector) => connector.stop()));
    await this.service.close();
  }
}
