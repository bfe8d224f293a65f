import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** The two file systems that `download` knows: of report exports, and of card reconciliations. */
export const FILE_SYSTEMS = ['integrationServer', 'reconciliation'] as const;
export type FileSystem = (typeof FILE_SYSTEMS)[number];

const SAFE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}$/;

/** Exported files on disk: below the sandbox's state, or in a temporary directory that `close` removes. */
export class ExportFiles {
  /** How often a download of a file still answers "not ready". */
  private readonly pending = new Map<string, number>();
  private stopped = false;

  private constructor(
    private readonly directory: string,
    private readonly temporary: boolean,
  ) {}

  static async open(stateDir: string | undefined): Promise<ExportFiles> {
    const directory =
      stateDir === undefined ? await mkdtemp(join(tmpdir(), 'expensify-sandbox-')) : join(stateDir, 'files');
    for (const fileSystem of FILE_SYSTEMS) await mkdir(join(directory, fileSystem), { recursive: true });
    return new ExportFiles(directory, stateDir === undefined);
  }

  newName(basename: string, extension: string): string {
    return `${basename}${randomUUID()}.${extension}`;
  }

  /** Path of an existing file; null when there is none, or the name is not one of ours. */
  async find(fileSystem: FileSystem, name: string): Promise<string | null> {
    if (!SAFE_NAME.test(name)) return null;
    const path = this.pathOf(fileSystem, name);
    const found = await stat(path).catch(() => null);
    return found?.isFile() === true ? path : null;
  }

  /** Writes the pieces as they come, never more than a few in memory; nothing stays when they end with an error. */
  async write(fileSystem: FileSystem, name: string, pieces: Iterable<string | Buffer>): Promise<void> {
    const path = this.pathOf(fileSystem, name);
    const file = createWriteStream(path);
    const end = finished(file);
    // Awaited below; a failure while a piece is made must not count as unhandled meanwhile.
    end.catch(() => undefined);
    try {
      for (const piece of pieces) {
        if (file.errored) break;
        if (this.stopped) throw new Error('The sandbox closes.');
        if (!file.write(piece)) await Promise.race([once(file, 'drain'), end]);
        // Rendering is synchronous: let other requests in between two pieces.
        await new Promise(setImmediate);
      }
      file.end();
      await end;
    } catch (error) {
      file.destroy();
      await rm(path, { force: true });
      throw error;
    }
  }

  delay(name: string, downloads: number): void {
    if (downloads > 0) this.pending.set(name, downloads);
  }

  /** True while the file is said not to be ready; counts down. */
  takeDelay(name: string): boolean {
    const left = this.pending.get(name) ?? 0;
    if (left > 0) this.pending.set(name, left - 1);
    return left > 0;
  }

  /** Ends what is being written. */
  stop(): void {
    this.stopped = true;
  }

  async close(): Promise<void> {
    if (this.temporary) await rm(this.directory, { recursive: true, force: true });
  }

  private pathOf(fileSystem: FileSystem, name: string): string {
    return join(this.directory, fileSystem, name);
  }
}
