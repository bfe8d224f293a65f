import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * One JSON document on disk, replaced as a whole: written beside and renamed, so that a crash leaves the old one or
 * the new one.
 */
export class StateFile {
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {}

  /** Null when there is none. One that cannot be read as JSON is put aside as `….corrupt`, and null again. */
  async read(): Promise<unknown> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    try {
      return JSON.parse(text);
    } catch {
      await rename(this.path, `${this.path}.corrupt`);
      return null;
    }
  }

  /** Writes follow each other: the last one asked for is the one that stays. */
  write(state: unknown): Promise<void> {
    const text = JSON.stringify(state);
    const next = this.writing.then(() => this.replace(text));
    this.writing = next.catch(() => undefined);
    return next;
  }

  private async replace(text: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await writeFile(`${this.path}.new`, text, { mode: 0o600 });
    await rename(`${this.path}.new`, this.path);
  }
}
