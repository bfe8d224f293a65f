import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** A sales tax calculation under a key: the only record of it that can be read, since its vendor cannot be asked. */
@Entity('tax_documents')
@Check('tax_documents_state', "state IN ('DRAFT','COMMITTED','CANCELLED')")
@Check('tax_documents_effective_address_kind', "effective_address_kind IN ('DESTINATION','ORIGIN')")
@Check('tax_documents_pending_change', "pending_change IN ('CALCULATE','CALCULATE_AND_COMMIT','COMMIT','CANCEL')")
@Check('tax_documents_version', 'version >= 1')
@Check(
  'tax_documents_pending',
  '(pending_change IS NULL) = (pending_key IS NULL) AND (pending_change IS NULL) = (pending_digest IS NULL)',
)
@Check(
  'tax_documents_answered',
  "total_tax_amount IS NOT NULL OR state = 'CANCELLED' OR (state = 'DRAFT' AND pending_change IS NOT NULL)",
)
@Check(
  'tax_documents_committed',
  "CASE state WHEN 'COMMITTED' THEN committed_at IS NOT NULL WHEN 'DRAFT' THEN committed_at IS NULL ELSE true END",
)
@Check('tax_documents_cancelled', "(state = 'CANCELLED') = (cancelled_at IS NOT NULL)")
@Index('tax_documents_key', ['instanceId', 'documentKey'], { unique: true })
@Index('tax_documents_unsettled', ['instanceId', 'pendingKey'], { where: 'pending_change IS NOT NULL' })
@Index('tax_documents_by_created', ['instanceId', 'createdAt', 'id'])
@Index('tax_documents_of_organization_by_created', ['organizationId', 'createdAt', 'instanceId', 'id'])
export class TaxDocumentEntity {
  @ForeignKey(() => InstanceEntity, { name: 'tax_documents_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'tax_documents_pkey' })
  instanceId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'tax_documents_pkey' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** As the vendor holds it. */
  @Column({ type: 'text', name: 'document_key', collation: 'C' })
  documentKey!: string;

  @Column('text')
  state!: string;

  @Column('date', { name: 'tax_date' })
  taxDate!: string;

  @Column('character', { length: 3 })
  currency!: string;

  /** Null until the vendor has answered once. */
  @Column('numeric', { name: 'total_tax_amount', precision: 19, scale: 5, nullable: true })
  totalTaxAmount!: string | null;

  @Column('jsonb', { nullable: true })
  destination!: unknown;

  @Column('jsonb', { nullable: true })
  origin!: unknown;

  @Column('jsonb', { name: 'effective_address', nullable: true })
  effectiveAddress!: unknown;

  @Column('text', { name: 'effective_address_kind', nullable: true })
  effectiveAddressKind!: string | null;

  @Column('jsonb')
  lines!: unknown;

  @Column('jsonb')
  jurisdictions!: unknown;

  @Column('text', { name: 'customer_tax_code', nullable: true })
  customerTaxCode!: string | null;

  @Column('jsonb')
  advisories!: unknown;

  /** The last calculation in the vendor's own words. */
  @Column('jsonb', { name: 'vendor_fields', nullable: true })
  vendorFields!: unknown;

  /** What was asked for, in our words. */
  @Column('jsonb')
  request!: unknown;

  /** SHA-256 of it: whether a request is the same again. */
  @Column('bytea', { name: 'request_digest' })
  requestDigest!: Buffer;

  /** A change that was sent and whose outcome is not known here: with it, the vendor may hold something else. */
  @Column('text', { name: 'pending_change', nullable: true })
  pendingChange!: string | null;

  /** The key that the document has when it was carried out. */
  @Column({ type: 'text', name: 'pending_key', collation: 'C', nullable: true })
  pendingKey!: string | null;

  @Column('bytea', { name: 'pending_digest', nullable: true })
  pendingDigest!: Buffer | null;

  /** Rises with every write. */
  @Column('int4')
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'committed_at', nullable: true })
  committedAt!: Date | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  /** When the vendor last answered about it. */
  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt!: Date;
}
