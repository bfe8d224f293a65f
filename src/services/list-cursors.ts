import { decodeCursor, digestFilter, encodeCursor } from '../persistence/keyset/cursor';
import type { KeysetPosition, ListOrder } from '../persistence/keyset/keyset-page';

/** Cursors of one list: good for its order and for its `identity`, which is whatever else decides what is listed. */
export class ListCursors {
  // Made when the first cursor is: most small lists inside others need none.
  private digest: string | null = null;

  constructor(
    private readonly order: ListOrder<string>,
    private readonly identity: unknown,
  ) {}

  encode(position: KeysetPosition): string {
    return encodeCursor({ order: this.order, filterDigest: this.filterDigest(), position });
  }

  /** Null for the first page. Throws a `BadUserInputError` for a cursor of another list. */
  decode(cursor: string | null | undefined): KeysetPosition | null {
    if (cursor === null || cursor === undefined) return null;
    return decodeCursor(cursor, { order: this.order, filterDigest: this.filterDigest() });
  }

  private filterDigest(): string {
    this.digest ??= digestFilter(this.identity);
    return this.digest;
  }
}
