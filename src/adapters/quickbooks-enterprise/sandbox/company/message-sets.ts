import type { Aggregate } from './records';

/** What became of one request of a set that was written down. */
export interface StoredResponse {
  readonly request: string;
  readonly requestID: string | null;
  readonly code: number;
  readonly severity: 'Info' | 'Warn' | 'Error';
  readonly message: string;
  /** Ids of what was written; null when nothing was. */
  readonly recovery: Aggregate | null;
}

export interface StoredMessageSet {
  /** Of the requests, so that an id cannot be used for others. */
  readonly checksum: string;
  readonly responses: readonly StoredResponse[];
}

/** Outcomes of writing message sets by the id that the application gave them. They outlive its session. */
export class MessageSets {
  private readonly sets = new Map<string, StoredMessageSet>();

  get(id: string): StoredMessageSet | undefined {
    return this.sets.get(id);
  }

  set(id: string, stored: StoredMessageSet): void {
    this.sets.set(id, stored);
  }

  /** Whether there was something to clear. */
  clear(id: string): boolean {
    if (id !== 'ClearAllMessageSets') return this.sets.delete(id);
    const some = this.sets.size > 0;
    this.sets.clear();
    return some;
  }

  entries(): [string, StoredMessageSet][] {
    return [...this.sets];
  }
}
