import { createHash } from 'node:crypto';
import { VendorProtocolError } from '../adapters/vendor-error';
import type { RecordBatch } from '../adapters/records';

/** A batch may come twice, as when a list is halved after a time-out; not thrice. */
const SAME_BATCH_AT_MOST = 2;

/** Notices a vendor that tells the same page or span again and again: such a list would never end. */
export class RepetitionGuard {
  private readonly checkpoints = new Set<string>();
  private readonly batches = new Map<string, number>();

  /** @throws {VendorProtocolError} for a checkpoint that this list has passed before. */
  passed(checkpoint: string): void {
    if (this.checkpoints.has(checkpoint)) throw repeats(`came to the place "${checkpoint.slice(0, 100)}" twice`);
    this.checkpoints.add(checkpoint);
  }

  /** @throws {VendorProtocolError} for a batch of several records that this list has told too often. */
  told(batch: RecordBatch): void {
    // Ids are unique within a kind of record only.
    const ids = Object.entries(batch).flatMap(([name, records]: [string, readonly { readonly remoteId: string }[]]) =>
      records.map((record) => [name, 'kind' in record ? record.kind : '', record.remoteId].join(' ')),
    );
    // Single records do come again, such as one that was changed while it was listed.
    if (ids.length < 2) return;
    const digest = createHash('sha256').update(ids.join('\n')).digest('base64');
    const times = (this.batches.get(digest) ?? 0) + 1;
    this.batches.set(digest, times);
    if (times > SAME_BATCH_AT_MOST) throw repeats(`told the same ${ids.length} records ${times} times`);
  }
}

function repeats(what: string): VendorProtocolError {
  return new VendorProtocolError(`The vendor ${what} in one list, which would never end. It was stopped there.`);
}
