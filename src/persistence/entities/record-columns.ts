import { Column } from 'typeorm';

/** What every kind of vendor record has beside its own columns: what it was read from, and when. */
export abstract class RecordColumns {
  /** The record in the vendor's own words. */
  @Column('jsonb', { name: 'vendor_fields' })
  vendorFields!: unknown;

  /** SHA-256 of the content: whether it changed. */
  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer;

  @Column('timestamptz', { name: 'first_seen_at' })
  firstSeenAt!: Date;

  /** When the content became what it is. */
  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt!: Date;
}
