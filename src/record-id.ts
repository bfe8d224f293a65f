import type { ExpenseKind } from './adapters/records';

/**
 * Ids of vendor records: opaque, global, and enough by themselves to find the record. They carry the instance, the kind
 * and the vendor's own id in its canonical form. The form is frozen: clients and other subgraphs store these.
 */
const PREFIXES = {
  REPORT: 'rpt',
  POLICY: 'pol',
  EMPLOYEE: 'emp',
  EXPENSE: 'exp',
  PURCHASE: 'pur',
  BILL: 'bil',
  SUPPLIER_CREDIT: 'spc',
  TAX_DOCUMENT: 'tax',
  SUPPLIER: 'sup',
  CUSTOMER: 'cus',
  LEDGER_ACCOUNT: 'acc',
  TRACKING_CLASS: 'cls',
  DEPARTMENT: 'dep',
  COMPANY: 'com',
} as const;

export type RecordKind = keyof typeof PREFIXES;

/** Kinds that are expenses; they are told apart within one table, as the entries of books are. */
export type ExpenseRecordKind = ExpenseKind & RecordKind;

export interface RecordReference {
  readonly kind: RecordKind;
  /** A UUID. */
  readonly instanceId: string;
  /** Of a tax document a UUID of ours: the vendor's key changes when it is committed under another. */
  readonly remoteId: string;
}

const KINDS = new Map<string, RecordKind>(
  Object.entries(PREFIXES).map(([kind, prefix]) => [prefix, kind as RecordKind]),
);
const UUID_BYTES = 16;
const MAX_ID_LENGTH = 1_000;

/** Ids are made by the thousand, mostly of one instance after another: in one place, where its bytes may stand already. */
const scratch = Buffer.alloc(UUID_BYTES + MAX_ID_LENGTH * 3);
let instanceInScratch = '';

export function encodeRecordId(kind: RecordKind, instanceId: string, remoteId: string): string {
  if (remoteId.length > MAX_ID_LENGTH) return `${PREFIXES[kind]}_${encodeLong(instanceId, remoteId)}`;
  if (instanceId !== instanceInScratch) {
    scratch.write(instanceId.replaceAll('-', ''), 0, UUID_BYTES, 'hex');
    instanceInScratch = instanceId;
  }
  const end = UUID_BYTES + scratch.write(remoteId, UUID_BYTES, 'utf8');
  return `${PREFIXES[kind]}_${scratch.toString('base64url', 0, end)}`;
}

function encodeLong(instanceId: string, remoteId: string): string {
  const instance = Buffer.from(instanceId.replaceAll('-', ''), 'hex');
  return Buffer.concat([instance, Buffer.from(remoteId, 'utf8')]).toString('base64url');
}

/** Whether a text is made like an id of ours, good or bad, and so is no vendor's own. */
export function isRecordId(text: string): boolean {
  return text[3] === '_' && KINDS.has(text.slice(0, 3));
}

/** What an id names; null when it cannot be one of ours. */
export function decodeRecordId(id: string): RecordReference | null {
  const kind = KINDS.get(id.slice(0, 3));
  if (kind === undefined || id[3] !== '_' || id.length > MAX_ID_LENGTH) return null;
  const bytes = Buffer.from(id.slice(4), 'base64url');
  if (bytes.length <= UUID_BYTES) return null;
  const instanceId = toUuid(bytes.subarray(0, UUID_BYTES));
  const remoteId = bytes.subarray(UUID_BYTES).toString('utf8');
  // One record has one id: other spellings of the same bytes, and what Postgres cannot hold, are not ids.
  if (remoteId.includes('\0') || encodeRecordId(kind, instanceId, remoteId) !== id) return null;
  return { kind, instanceId, remoteId };
}

function toUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
