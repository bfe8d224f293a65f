import type { SandboxState } from './sandbox-state';
import type { StateFile } from '../../sandbox/state-file';

/** The state that all stores of a sandbox share, and whether it has to be written. */
export class KeptState {
  constructor(
    readonly data: SandboxState,
    /** Null = nothing is kept. */
    private readonly file: StateFile | null,
    private dirty: boolean,
  ) {}

  /** To be called after every change. */
  touch(): void {
    this.dirty = true;
  }

  /** A number that was not handed out before. */
  nextNumber(): number {
    this.touch();
    return this.data.sequence++;
  }

  async save(): Promise<void> {
    if (!this.dirty) return;
    this.dirty = false;
    await this.file?.write(this.data);
  }
}
