import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface CompanyReaderTask {
  readonly databaseUrl: string;
  readonly encryptionKey: { readonly id: string; readonly key: string };
  readonly sandboxOrigin: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly instanceId: string;
  readonly clockOffsetMs: number;
  /** How many at once. */
  readonly queries: number;
}

/** A replica in a process of its own that is about to ask QuickBooks. */
export class CompanyReader {
  private constructor(private readonly child: ChildProcess) {}

  /** When it is ready. */
  static async start(task: CompanyReaderTask): Promise<CompanyReader> {
    const child = fork(join(__dirname, 'company-reader.ts'), [JSON.stringify(task)], {
      execArgv: ['-r', join(__dirname, 'register-typescript.cjs')],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const reader = new CompanyReader(child);
    await reader.nextMessage();
    return reader;
  }

  /** What each of its queries was answered: the kinds of record that came, or what went wrong. */
  async ask(): Promise<string[]> {
    const answered = this.nextMessage();
    this.child.send('go');
    const [answers] = await Promise.all([answered, this.ended()]);
    return answers as string[];
  }

  /** It begins to ask, and nobody waits. */
  begin(): void {
    this.child.send('go');
  }

  /** As a machine that fails ends it. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended();
  }

  private ended(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => this.child.once('exit', () => resolve()));
  }

  private nextMessage(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.child.once('message', resolve);
      this.child.once('exit', (code) => reject(new Error(`The process ended with ${code}.`)));
    });
  }
}
