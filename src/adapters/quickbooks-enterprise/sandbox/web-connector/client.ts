import type { Clock } from '../../../../clock';
import type { RequestProcessor } from '../request-processor';
import type { WebConnectorBehaviour } from './behaviour';
import { addApplication } from './registration';
import { Registry } from './registry';
import { StoppedError } from './run-interruption';
import type { CallRecord } from './session/call-record';
import type { Edition } from './session/company-session';
import type { UpdateReport } from './session/update-report';
import { UpdateRun } from './session/update-run';
import type { SetupFile } from './setup-file/setup-file';
import { UpdateLock } from './update-lock';

export interface WebConnectorOptions {
  /** Stored for the application, as its user would type it. */
  readonly password: string;
  /** The open company file. */
  readonly quickBooks: RequestProcessor;
  readonly clock: Clock;
  /** Default Enterprise. */
  readonly edition?: Edition;
  /** Name of the computer. */
  readonly machine?: string;
  /** Share one between clients that stand for the same computer. */
  readonly registry?: Registry;
  readonly replaceFileId?: boolean;
  readonly behaviour?: WebConnectorBehaviour;
  /** Auto-Run is ticked: what the service asks of the scheduler counts. Default true. */
  readonly autoRun?: boolean;
  /** One line of the log. */
  readonly onEvent?: (event: { readonly at: Date; readonly text: string }) => void;
  /** Told after every call, with its whole parameters and result; bodies are held whole for it. */
  readonly onCall?: (record: CallRecord) => void;
  /** Ends the registration and, later, everything else. */
  readonly signal?: AbortSignal;
}

/** The program on the customer's computer, with one application added. */
export class WebConnector {
  private readonly lock = new UpdateLock();
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  /**
   * Reads a `.qwc` file, looks at its addresses and writes its FileID into the company file.
   * @throws {SetupFileError}
   */
  static async add(setupFile: string, options: WebConnectorOptions): Promise<WebConnector> {
    const { quickBooks, signal, replaceFileId, registry = Registry.inMemory() } = options;
    const file = await addApplication(setupFile, { quickBooks, signal, replaceFileId, registry });
    return new WebConnector(file, options);
  }

  private constructor(
    readonly file: SetupFile,
    private readonly options: WebConnectorOptions,
  ) {
    const onAbort = (): void => this.stopping.abort(new StoppedError());
    if (options.signal?.aborted === true) onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    this.stopping.signal.addEventListener('abort', () => options.signal?.removeEventListener('abort', onAbort));
    this.log(`${file.displayName} was added: ${file.appUrl.href} as ${file.userName}`);
  }

  /**
   * Runs once, with these switches beside those of the options; a run that goes on is waited for. Never rejects: whatever
   * happens is in the report.
   */
  runOnce(behaviour: WebConnectorBehaviour = {}): Promise<UpdateReport> {
    const switches = { ...this.options.behaviour, ...behaviour };
    const run = (): Promise<UpdateReport> => this.update(switches);
    return this.track(switches.ignoreUpdateLock === true ? run() : this.lock.run(run));
  }

  /**
   * Runs now and from then on every so many seconds: those given, or those of the set-up file. The service may ask for
   * longer. Without either, nothing is scheduled.
   */
  schedule(everySeconds: number | null = this.file.everySeconds): void {
    if (everySeconds === null) return this.log('Nothing is scheduled: the set-up file names no interval');
    this.log(`Scheduled every ${everySeconds} seconds`);
    // Nothing but stopping ends it: a run never rejects.
    void this.track(this.poll(everySeconds).catch(() => undefined));
  }

  /** Ends a run where it is, and the schedule; resolves when all is quiet. */
  async stop(): Promise<void> {
    this.stopping.abort(new StoppedError());
    await Promise.allSettled([...this.running]);
  }

  private async poll(everySeconds: number): Promise<void> {
    const ignoresSpacing = this.options.behaviour?.ignoreSpacing === true;
    while (!this.stopping.signal.aborted) {
      const report = await this.runOnce();
      const asked = report.postponeSeconds ?? Math.max(everySeconds, report.minimumSeconds ?? 0);
      await this.options.clock.sleep((ignoresSpacing ? everySeconds : asked) * 1000, this.stopping.signal);
    }
  }

  private update(behaviour: WebConnectorBehaviour): Promise<UpdateReport> {
    const {
      password,
      quickBooks,
      clock,
      edition = 'Enterprise',
      machine = 'FRONT-DESK',
      autoRun = true,
    } = this.options;
    const run = new UpdateRun({
      file: this.file,
      password,
      quickBooks,
      clock,
      edition,
      machine,
      autoRun,
      behaviour,
      signal: this.stopping.signal,
      log: (text) => this.log(text),
      onCall: this.options.onCall,
    });
    this.log('Update begun');
    return run.run();
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    const forget = (): unknown => this.running.delete(work);
    work.then(forget, forget);
    return work;
  }

  private log(text: string): void {
    this.options.onEvent?.({ at: this.options.clock.now(), text });
  }
}
