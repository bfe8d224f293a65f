import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** A statement that a vendor computed, and what was asked. */
@Entity('financial_reports')
@Check('financial_reports_body', '(body IS NULL) = (fetched_at IS NULL)')
@Check(
  'financial_reports_error',
  '(error_code IS NULL) = (error_at IS NULL) AND (error_code IS NULL) = (error_message IS NULL)',
)
@Check('financial_reports_times_handed', 'times_handed >= 0')
@Index('financial_reports_asked', ['askedAt'])
@Index('financial_reports_queued', ['instanceId', 'queuedAt'], { where: 'queued_at IS NOT NULL' })
export class FinancialReportEntity {
  @ForeignKey(() => InstanceEntity, { name: 'financial_reports_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'financial_reports_pkey' })
  instanceId!: string;

  /** SHA-256 of the question as its id spells it. */
  @PrimaryColumn('bytea', { name: 'question_digest', primaryKeyConstraintName: 'financial_reports_pkey' })
  questionDigest!: Buffer;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('jsonb')
  question!: object;

  /** Null until it was read for the first time. */
  @Column('jsonb', { nullable: true })
  body!: object | null;

  /** Since when it waits for an agent; null when it does not. */
  @Column('timestamptz', { name: 'queued_at', nullable: true })
  queuedAt!: Date | null;

  /** Since it waits: how often an agent was given it. */
  @Column('integer', { name: 'times_handed', default: 0 })
  timesHanded!: number;

  /** When the vendor was last asked. */
  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  /** Begin of the last read that went well. */
  @Column('timestamptz', { name: 'fetched_at', nullable: true })
  fetchedAt!: Date | null;

  /** The vendor told of a change in the books then. */
  @Column('timestamptz', { name: 'outdated_at', nullable: true })
  outdatedAt!: Date | null;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('timestamptz', { name: 'error_at', nullable: true })
  errorAt!: Date | null;

  /** No try before this instant. */
  @Column('timestamptz', { name: 'retry_at', nullable: true })
  retryAt!: Date | null;
}
