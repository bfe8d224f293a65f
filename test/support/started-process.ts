import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** The lines on standard error, without npm's own and those of a build. */
  readonly errorLines: readonly string[];
}

/** An npm script of this project in a process of its own, as an operator runs it. */
export class StartedProcess {
  private stdout = '';
  private stderr = '';
  private readonly watchers = new Set<() => void>();
  readonly ended: Promise<ProcessEnd>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (chunk: Buffer) => this.receive(() => (this.stdout += chunk.toString())));
    child.stderr!.on('data', (chunk: Buffer) => this.receive(() => (this.stderr += chunk.toString())));
    this.ended = new Promise((resolve) => {
      child.once('close', (exitCode, signal) => {
        resolve({ exitCode, signal, stdout: this.stdout, errorLines: this.errorLines() });
      });
    });
  }

  /** `npm run <script>` with these settings and no others: what the tests themselves run with is not handed on. */
  static npm(args: readonly string[], settings: Readonly<Record<string, string>>): StartedProcess {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, npm_config_update_notifier: 'false', npm_config_loglevel: 'silent', ...settings };
    return new StartedProcess(spawn('npm', ['run', ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Goes to npm itself, as from an orchestrator that knows no other process. */
  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The first line of standard output that matches; rejects with what was written when the process ends without. */
  async waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.stdout);
      if (found) return found;
      const ended = await Promise.race([this.ended, this.nextOutput()]);
      if (ended) throw new Error(`It ended with ${ended.exitCode} before ${pattern}:\n${this.stdout}${this.stderr}`);
    }
  }

  private receive(keep: () => void): void {
    keep();
    for (const wake of this.watchers) wake();
  }

  private nextOutput(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.watchers.delete(wake);
        resolve();
      };
      this.watchers.add(wake);
    });
  }

  private errorLines(): string[] {
    return this.stderr.split('\n').filter((line) => line !== '' && !/^(npm |Building)/.test(line));
  }
}
