import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** One change of a tax document that was asked of the vendor, and what came of it. Written down before it is sent. */
@Entity('tax_document_changes')
@Check('tax_document_changes_change', "change IN ('CALCULATE','CALCULATE_AND_COMMIT','COMMIT','CANCEL')")
@Check('tax_document_changes_outcome', "outcome IN ('PENDING','SUCCEEDED','FAILED','UNKNOWN')")
@Check('tax_document_changes_state', "state IN ('DRAFT','COMMITTED','CANCELLED')")
@Check('tax_document_changes_finished', "(outcome = 'PENDING') = (finished_at IS NULL)")
@Check('tax_document_changes_error', '(error_code IS NULL) = (error_message IS NULL)')
@Check('tax_document_changes_total', '(total_tax_amount IS NULL) = (total_tax_currency IS NULL)')
@Index('tax_document_changes_of_document', ['instanceId', 'documentId', 'startedAt', 'id'])
export class TaxDocumentChangeEntity {
  @ForeignKey(() => InstanceEntity, { name: 'tax_document_changes_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'tax_document_changes_pkey' })
  instanceId!: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'tax_document_changes_pkey' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('uuid', { name: 'document_id' })
  documentId!: string;

  @Column('text')
  change!: string;

  @Column('text')
  outcome!: string;

  /** Of the document after it; null where it changed nothing, or nobody knows. */
  @Column('text', { nullable: true })
  state!: string | null;

  /** The key that it has when it was carried out. */
  @Column({ type: 'text', name: 'document_key', collation: 'C' })
  documentKey!: string;

  @Column('numeric', { name: 'total_tax_amount', precision: 19, scale: 5, nullable: true })
  totalTaxAmount!: string | null;

  @Column('character', { name: 'total_tax_currency', length: 3, nullable: true })
  totalTaxCurrency!: string | null;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  /** Of our request that asked for it. */
  @Column('text', { name: 'request_id' })
  requestId!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
