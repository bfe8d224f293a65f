import type { ElementResource } from './adapter';
import type { ExpenseKind } from './records';

/** One change that a vendor tells of. What it changed to is not told: it is read. */
export interface VendorNotice {
  /** The same each time that the same change is told. */
  readonly eventId: string;
  /** Whose books: the value of the setting `accountKey`. */
  readonly accountId: string;
  /** Null: of something that we keep no records of, and that financial reports may show. */
  readonly record: NoticedRecord | null;
}

/** The record that changed, was made, or is gone. */
export interface NoticedRecord {
  readonly resource: ElementResource;
  /** In its canonical form, as `getMany` takes it. */
  readonly remoteId: string;
  /** Of an expense. */
  readonly kind?: ExpenseKind;
}

/** What was sent is none of the vendor's messages. The message says what is wrong, and repeats nothing of it. */
export class MalformedNoticeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/**
 * How a vendor tells us of changes, at `/webhooks/{key of the element}`. Whose they are shows in the message itself, and
 * whether the vendor sent it in its signature: an instance believes what is signed with its own token, of its own account.
 */
export interface InboundWebhooks {
  /** What it tells of, of what we keep. */
  readonly resources: readonly ElementResource[];
  /** The setting, not secret, that names the account at the vendor. */
  readonly accountKey: string;
  /** The secret setting that messages are signed with. */
  readonly tokenKey: string;
  /** More bytes are no message of this vendor. */
  readonly maxBytes: number;
  /** The signature, as the headers (lower-case names) have it; null when there is none. */
  signatureOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string | null;
  /** Whether the signature is of these bytes and this token; takes as long either way. */
  isSigned(body: Buffer, signature: string, token: string): boolean;
  /** @throws {MalformedNoticeError} */
  read(body: Buffer): readonly VendorNotice[];
}
