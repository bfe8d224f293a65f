import { createHash } from 'node:crypto';
import { PAYEE_KINDS, type PayeeKind } from '../../records';

/** Names of more than this are not kept in mind: whose payee is one of them has a name alone. */
const MOST_NAMES = 10_000;
/** Characters that a name is kept as: two of ten thousand names are the same in one company of twenty thousand. */
const MARK_LENGTH = 5;

/**
 * Checks and card charges say who was paid, and not whether that is a supplier, an employee or a customer. So the names
 * that are listed are kept in mind, in little room: this goes along from one part of a list to the next, and on to the next
 * list, which tells changed names only.
 */
export class PayeeKinds {
  private readonly kinds: Map<string, PayeeKind>;

  private constructor(entries: Iterable<readonly [string, PayeeKind]> = []) {
    this.kinds = new Map(entries);
  }

  /** What `toText` has made; anything else is empty. */
  static from(text: string | undefined): PayeeKinds {
    const parts = (text ?? '').split('|');
    if (parts.length !== PAYEE_KINDS.length) return new PayeeKinds();
    return new PayeeKinds(
      PAYEE_KINDS.flatMap((kind, index) => marksIn(parts[index] ?? '').map((mark) => [mark, kind] as const)),
    );
  }

  note(remoteId: string, kind: PayeeKind): void {
    const mark = markOf(remoteId);
    if (this.kinds.size < MOST_NAMES || this.kinds.has(mark)) this.kinds.set(mark, kind);
  }

  /** Null for a name that is not known, such as one of QuickBooks' list of other names. */
  of(remoteId: string): PayeeKind | null {
    return this.kinds.get(markOf(remoteId)) ?? null;
  }

  toText(): string {
    const marks = new Map<PayeeKind, string[]>(PAYEE_KINDS.map((kind) => [kind, []]));
    for (const [mark, kind] of this.kinds) marks.get(kind)?.push(mark);
    return PAYEE_KINDS.map((kind) => marks.get(kind)?.join('') ?? '').join('|');
  }
}

function markOf(remoteId: string): string {
  return createHash('sha256').update(remoteId).digest('base64url').slice(0, MARK_LENGTH);
}

function marksIn(text: string): string[] {
  return text.match(new RegExp(`.{${MARK_LENGTH}}`, 'g')) ?? [];
}
