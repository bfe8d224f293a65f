import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** One change that was asked of a vendor, and what came of it. What it was asked with is kept only while an agent has it to bring. */
@Entity('vendor_writes')
@Check('vendor_writes_name', "name ~ '^[a-z][A-Za-z]+$'")
@Check('vendor_writes_resource', "resource ~ '^[A-Z_]+$'")
@Check('vendor_writes_operation', "operation ~ '^[A-Z_]+$'")
@Check(
  'vendor_writes_status',
  "status IN ('QUEUED','SENT','SUCCEEDED','PARTIALLY_SUCCEEDED','REJECTED','NOT_SENT','UNKNOWN','EXPIRED')",
)
@Check('vendor_writes_key_length', 'char_length(idempotency_key) BETWEEN 1 AND 255')
@Check('vendor_writes_done', 'done_count >= 0')
@Check('vendor_writes_skipped', 'skipped_count >= 0')
@Check('vendor_writes_failed', 'failed_count >= 0')
@Check('vendor_writes_sent_at', "(sent_at IS NULL) = (status IN ('QUEUED','NOT_SENT','EXPIRED'))")
@Check('vendor_writes_settled_at', "(settled_at IS NULL) = (status IN ('QUEUED','SENT'))")
@Check(
  'vendor_writes_error',
  "(error_code IS NOT NULL) = (status IN ('REJECTED','NOT_SENT','UNKNOWN','EXPIRED')) AND (error_code IS NULL) = (error_message IS NULL)",
)
@Check(
  'vendor_writes_error_words',
  'error_code IS NOT NULL OR (error_requires IS NULL AND vendor_code IS NULL AND vendor_message IS NULL AND vendor_request_id IS NULL)',
)
@Check(
  'vendor_writes_counts',
  '(done_count IS NULL) = (skipped_count IS NULL) AND (done_count IS NULL) = (failed_count IS NULL)',
)
@Check('vendor_writes_queued', "status <> 'QUEUED' OR (encrypted_request IS NOT NULL AND expires_at IS NOT NULL)")
@Check('vendor_writes_times_handed', 'times_handed >= 0')
@Check('vendor_writes_request', "encrypted_request IS NULL OR status IN ('QUEUED','SENT')")
@Index('vendor_writes_carried', ['instanceId', 'createdAt'], { where: 'encrypted_request IS NOT NULL' })
@Index('vendor_writes_of_instance', ['instanceId', 'createdAt', 'id'])
@Index('vendor_writes_settled', ['instanceId', 'settledAt'], { where: 'settled_at IS NOT NULL' })
@Index('vendor_writes_under_way', ['sentAt'], { where: "status = 'SENT'" })
@Index('vendor_writes_created_at', ['createdAt'])
export class VendorWriteEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'vendor_writes_pkey' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @ForeignKey(() => InstanceEntity, { name: 'vendor_writes_instance_fkey' })
  @Column('uuid', { name: 'instance_id' })
  instanceId!: string;

  /** A `WriteName`. */
  @Column('text')
  name!: string;

  @Column('text')
  resource!: string;

  @Column('text')
  operation!: string;

  @Column('text')
  status!: string;

  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;

  /** Of the request that asked for it; its calls to the vendor have the same. */
  @Column('text', { name: 'request_id' })
  requestId!: string;

  /** Null where the write is not one of items, or where nothing is known of them. */
  @Column('int4', { name: 'done_count', nullable: true })
  doneCount!: number | null;

  @Column('int4', { name: 'skipped_count', nullable: true })
  skippedCount!: number | null;

  @Column('int4', { name: 'failed_count', nullable: true })
  failedCount!: number | null;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  /** Role, plan or grant that is missing. */
  @Column('text', { name: 'error_requires', nullable: true })
  errorRequires!: string | null;

  @Column('text', { name: 'vendor_code', nullable: true })
  vendorCode!: string | null;

  @Column('text', { name: 'vendor_message', nullable: true })
  vendorMessage!: string | null;

  @Column('text', { name: 'vendor_request_id', nullable: true })
  vendorRequestId!: string | null;

  /** Of one that an agent is to bring: what it was asked with, until it is settled. */
  @Column('text', { name: 'encrypted_request', nullable: true })
  encryptedRequest!: string | null;

  /** Of one that an agent is to bring: from then on it is not sent any more. Null for all others. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  /** Of one that an agent is to bring: how often it was given the same document. */
  @Column('integer', { name: 'times_handed', default: 0 })
  timesHanded!: number;

  /** What it made: `kind` and `remoteId` of each record. */
  @Column('jsonb', { name: 'created_records', default: [] })
  createdRecords!: object;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  /** When its outcome became known, or was given up. */
  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;
}
