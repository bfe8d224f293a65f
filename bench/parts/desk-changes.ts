import type { Desk } from '../../src/adapters/quickbooks-enterprise/sandbox';

const KINDS = ['Bill', 'Check', 'CreditCardCharge', 'CreditCardCredit', 'VendorCredit'] as const;
/** A bill that is paid cannot be deleted. */
const DELETABLE_KINDS = ['Check', 'CreditCardCharge'] as const;

/** Gives so many purchases, the latest of each kind, another sum, on two lines. */
export function changeAtTheDesk(desk: Desk, count: number): void {
  const ids = KINDS.flatMap((kind) => desk.ids(kind).slice(-Math.ceil(count / KINDS.length))).slice(0, count);
  for (const [index, id] of ids.entries()) {
    const line = { TxnLineID: '-1', AccountRef: { FullName: 'Travel:Meals' }, Memo: `Booked anew, ${index}` };
    desk.change(id, {
      ExpenseLineMod: [
        { ...line, Amount: `${100 + index}.25` },
        { ...line, Amount: '1.50' },
      ],
    });
  }
}

/** Deletes so many purchases from the middle, none of which was changed, nor is in closed books. */
export function removeAtTheDesk(desk: Desk, count: number): void {
  for (const kind of DELETABLE_KINDS) {
    const ids = desk.ids(kind);
    const middle = Math.floor(ids.length / 2);
    for (const id of ids.slice(middle, middle + count / DELETABLE_KINDS.length)) desk.remove(id);
  }
}
