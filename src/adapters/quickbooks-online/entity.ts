import type { ExpenseKind } from '../records';
import type { ExpenseReference, PostedKind } from '../writes';
import type { QuickbooksObject } from './client';

/** Entities that can be written, by the name that their objects come under. Paths are the same in lower case. */
export type WritableEntity = 'Purchase' | 'Bill' | 'VendorCredit' | 'Vendor' | 'Employee';

const ENTITIES: Readonly<Record<PostedKind, WritableEntity>> = {
  PURCHASE: 'Purchase',
  BILL: 'Bill',
  SUPPLIER_CREDIT: 'VendorCredit',
};

const POSTED_KINDS = Object.keys(ENTITIES) as readonly PostedKind[];

export function entityOf(kind: PostedKind): WritableEntity {
  return ENTITIES[kind];
}

/** Of an entity that is an expense. */
export function kindOf(entity: WritableEntity): PostedKind | undefined {
  return POSTED_KINDS.find((kind) => ENTITIES[kind] === entity);
}

export function isPosted(reference: ExpenseReference): reference is ExpenseReference & { readonly kind: PostedKind } {
  return reference.kind !== 'EXPENSE';
}

/** What a kind of expense is called in messages. */
export const KIND_WORDS: Readonly<Record<ExpenseKind, string>> = {
  EXPENSE: 'expense',
  PURCHASE: 'purchase',
  BILL: 'bill',
  SUPPLIER_CREDIT: "supplier's credit",
};

/** A reference as it is sent. */
export function referenceTo(remoteId: string, type?: string): QuickbooksObject {
  return { value: remoteId, ...(type !== undefined && { type }) };
}
