import type { RequestProcessor } from '../../src/adapters/quickbooks-enterprise/sandbox/request-processor';
import {
  WebConnector,
  type CallRecord,
  type UpdateReport,
  type WebConnectorBehaviour,
  type WebConnectorMethod,
  type WebConnectorOptions,
} from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import { TestClock } from './clock';

export type TestWebConnectorOptions<Q extends RequestProcessor> = Omit<
  Partial<WebConnectorOptions>,
  'onCall' | 'onEvent' | 'quickBooks'
> & {
  /** Text of the `.qwc` file. */
  readonly setupFile: string;
  /** The computer's QuickBooks: an open company file, or one of a test. */
  readonly quickBooks: Q;
};

/**
 * A customer's computer in a test: the program of the sandbox with one `.qwc` file added, and a log of all that it said.
 *
 * ```ts
 * const company = await openCompanyFile({ clock, expenses: 40 });
 * const connector = await TestWebConnector.add({ setupFile, password, quickBooks: company });
 * expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE', exchanges: 7 });
 * expect(connector.methods).toEqual(['serverVersion', 'clientVersion', 'authenticate', …]);
 * expect(connector.of('receiveResponseXML')[0].parameters.hresult).toBe('');
 * // For this run only: every switch is in `WebConnectorBehaviour`.
 * await connector.runOnce({ cut: { method: 'receiveResponseXML', nth: 2, when: 'before-reading' } });
 * await connector.stop();
 * ```
 *
 * Without a clock it has one that passes over every pause at once. The log starts anew with `forget()`.
 */
export class TestWebConnector<Q extends RequestProcessor = RequestProcessor> {
  private constructor(
    readonly program: WebConnector,
    readonly quickBooks: Q,
    /** Every SOAP call since the start, the password masked. */
    readonly calls: CallRecord[],
    /** The lines of its log. */
    readonly events: string[],
  ) {}

  /** @throws {SetupFileError} */
  static async add<Q extends RequestProcessor>(options: TestWebConnectorOptions<Q>): Promise<TestWebConnector<Q>> {
    const calls: CallRecord[] = [];
    const events: string[] = [];
    const { setupFile, quickBooks, ...others } = options;
    const program = await WebConnector.add(setupFile, {
      password: 'secret',
      clock: new TestClock(undefined, true),
      ...others,
      quickBooks,
      onCall: (call) => calls.push(call),
      onEvent: ({ text }) => events.push(text),
    });
    return new TestWebConnector(program, quickBooks, calls, events);
  }

  get methods(): WebConnectorMethod[] {
    return this.calls.map(({ method }) => method);
  }

  /** The calls of one method, in order. */
  of(method: WebConnectorMethod): CallRecord[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** One run, with these switches beside those that it was added with. */
  runOnce(behaviour: WebConnectorBehaviour = {}): Promise<UpdateReport> {
    return this.program.runOnce(behaviour);
  }

  /** Runs until one does not end with DONE; at most so many. */
  async runUntilIdle(atMost = 20): Promise<UpdateReport[]> {
    const reports: UpdateReport[] = [];
    while (reports.length < atMost) {
      const report = await this.runOnce();
      reports.push(report);
      if (report.outcome !== 'DONE') break;
    }
    return reports;
  }

  forget(): void {
    this.calls.length = 0;
    this.events.length = 0;
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}
