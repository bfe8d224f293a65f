import type { ExpenseKind, ReceiptRecord } from '../../records';
import { idOf, objectOf, objectsOf, textOf, type RawObject } from './raw-object';

/** How attachments name what they belong to; Intuit writes both `Purchase` and `purchase`. */
const EXPENSE_KINDS: Readonly<Record<string, ExpenseKind>> = {
  purchase: 'PURCHASE',
  bill: 'BILL',
  vendorcredit: 'SUPPLIER_CREDIT',
};

/** A file; a note without one, and a file of nothing that is an expense, prove none. Null without an id. */
export function fromAttachable(raw: RawObject): ReceiptRecord | null {
  const remoteId = textOf(raw.Id);
  if (remoteId === null) return null;
  const fileName = textOf(raw.FileName);
  const linked = fileName === null ? [] : objectsOf(raw.AttachableRef).map(({ EntityRef }) => EntityRef);
  const expenses = linked.flatMap((reference) => {
    const kind = EXPENSE_KINDS[textOf(objectOf(reference).type)?.toLowerCase() ?? ''];
    const id = idOf(reference);
    return kind === undefined || id === null ? [] : [{ kind, remoteId: id }];
  });
  return { remoteId, fileName, contentType: textOf(raw.ContentType), expenses };
}
