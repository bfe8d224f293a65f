import type { ExpenseKind } from '../../adapters/records';
import type { ItemResult } from '../../adapters/writes';
import {
  VendorConflictError,
  VendorNotFoundError,
  VendorRejectedError,
  type VendorError,
} from '../../adapters/vendor-error';
import { registerEnum } from '../register-enum';
import { toUserError, type UserErrorValue } from '../user-error/to-user-error';

export type ItemOutcomeValue = ItemResult['outcome'] | 'PENDING';

export const ItemOutcome = registerEnum<ItemOutcomeValue>('ItemOutcome', 'What became of one item of a request.', {
  DONE: 'Done.',
  SKIPPED: 'Nothing to do, or the vendor passed it over; `reason` says why.',
  FAILED: 'Not done; `error` says why.',
  PENDING: 'Not known, or not yet: see `VendorWrite.status`.',
});

/** What became of one item, as payloads tell it. */
export interface ToldItem {
  readonly outcome: ItemOutcomeValue;
  readonly remoteId: string | null;
  readonly expenseKind: ExpenseKind | null;
  readonly reason: string | null;
  readonly error: UserErrorValue | null;
}

const NOTHING = { remoteId: null, expenseKind: null, reason: null, error: null };
export const PENDING_ITEM: ToldItem = { ...NOTHING, outcome: 'PENDING' };

/** `path` is the item's place in the input. */
export function toToldItem(item: ItemResult, path: readonly string[]): ToldItem {
  switch (item.outcome) {
    case 'DONE':
      return { ...NOTHING, outcome: 'DONE', remoteId: item.remoteId, expenseKind: item.expenseKind ?? null };
    case 'SKIPPED':
      return { ...NOTHING, outcome: 'SKIPPED', reason: item.reason };
    case 'FAILED': {
      const error = toUserError(refusalOf(item, path));
      return { ...NOTHING, outcome: 'FAILED', reason: item.reason, error };
    }
  }
}

function refusalOf(
  { reason, refusal }: Extract<ItemResult, { outcome: 'FAILED' }>,
  path: readonly string[],
): VendorError {
  if (refusal === undefined) return new VendorRejectedError(reason, { path, vendorMessage: reason });
  const { code, conflictingRemoteId, ...words } = refusal;
  if (code === 'NOT_FOUND') return new VendorNotFoundError(reason, { ...words, path });
  if (code === 'CONFLICT') return new VendorConflictError(reason, conflictingRemoteId, { ...words, path });
  return new VendorRejectedError(reason, { ...words, path }, code);
}
