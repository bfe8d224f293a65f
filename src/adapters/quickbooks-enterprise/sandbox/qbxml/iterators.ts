import { randomUUID } from 'node:crypto';
import { status, StatusError } from './status';

interface OpenIterator {
  readonly request: string;
  /** Ids that are still to be handed out. */
  remaining: readonly string[];
}

export interface IteratorPage {
  readonly id: string;
  readonly page: readonly string[];
  readonly remaining: number;
}

/** The queries of a session that are handed out page by page. What each of them finds is fixed at its start. */
export class Iterators {
  private readonly open = new Map<string, OpenIterator>();

  start(request: string, ids: readonly string[], pageSize: number): IteratorPage {
    const id = `{${randomUUID()}}`;
    this.open.set(id, { request, remaining: ids });
    return this.next(request, id, pageSize);
  }

  /** @throws {StatusError} 3000 for one that is not open here; QuickBooks' own code for it is not known */
  next(request: string, id: string, pageSize: number): IteratorPage {
    const iterator = this.find(request, id);
    const page = iterator.remaining.slice(0, pageSize);
    iterator.remaining = iterator.remaining.slice(pageSize);
    if (iterator.remaining.length === 0) this.open.delete(id);
    return { id, page, remaining: iterator.remaining.length };
  }

  stop(request: string, id: string): void {
    this.find(request, id);
    this.open.delete(id);
  }

  private find(request: string, id: string): OpenIterator {
    const iterator = this.open.get(id);
    if (iterator?.request !== request) throw new StatusError(status.invalidId(id, 'iteratorID'));
    return iterator;
  }
}
