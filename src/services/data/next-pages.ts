import { BadUserInputError } from '../../errors';
import type { KeysetPosition } from '../../persistence/keyset/keyset-page';
import type { ListCursors } from '../list-cursors';

/** Cursors in the words of the platform's paging. */
export class NextPages {
  constructor(private readonly cursors: ListCursors) {}

  encode(position: KeysetPosition): string {
    return this.cursors.encode(position);
  }

  decode(token: string | null): KeysetPosition | null {
    try {
      return this.cursors.decode(token);
    } catch (error) {
      throw error instanceof BadUserInputError ? noPage() : error;
    }
  }
}

export function noPage(): BadUserInputError {
  return new BadUserInputError(
    '`nextPage` is no token of this list: send `Elements-Next-Page-Token` of the page before as it is, with the same `where` and `orderBy`; or start again without it.',
    { path: ['nextPage'] },
  );
}
