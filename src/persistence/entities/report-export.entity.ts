import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** An order for files, and what became of it. */
@Entity('report_exports')
@Check('report_exports_kind', "kind IN ('REPORTS','CARDS')")
@Check('report_exports_format', "format IN ('CSV','XLS','XLSX','TXT','PDF','JSON','XML')")
@Check('report_exports_status', "status IN ('QUEUED','RUNNING','READY','FAILED','EXPIRED')")
@Check('report_exports_finished', "(finished_at IS NULL) = (status IN ('QUEUED','RUNNING'))")
@Check('report_exports_request', '(finished_at IS NULL) = (encrypted_request IS NOT NULL)')
@Check('report_exports_error', '(error_code IS NULL) = (error_message IS NULL)')
@Index('report_exports_of_instance', ['instanceId', 'createdAt', 'id'])
@Index('report_exports_under_way', ['createdAt'], { where: 'finished_at IS NULL' })
@Index('report_exports_expires_at', ['expiresAt'], { where: 'expires_at IS NOT NULL' })
@Index('report_exports_finished_at', ['finishedAt'])
export class ReportExportEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'report_exports_pkey' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @ForeignKey(() => InstanceEntity, { name: 'report_exports_instance_fkey' })
  @Column('uuid', { name: 'instance_id' })
  instanceId!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  format!: string;

  /** Name of one of ours; null for the caller's own, and for none. */
  @Column('text', { nullable: true })
  template!: string | null;

  @Column('boolean', { name: 'is_dry_run' })
  isDryRun!: boolean;

  /** Kinds of what the vendor does with the files. */
  @Column('text', { array: true })
  actions!: string[];

  @Column('text', { name: 'wanted_label', nullable: true })
  wantedLabel!: string | null;

  /** With the caller's template, recipients and passwords: gone once it has ended. */
  @Column('text', { name: 'encrypted_request', nullable: true })
  encryptedRequest!: string | null;

  @Column('text')
  status!: string;

  /** What the selection found, where that was looked up. */
  @Column('text', { name: 'report_remote_ids', array: true, nullable: true })
  reportRemoteIds!: string[] | null;

  @Column('int4', { name: 'report_count', nullable: true })
  reportCount!: number | null;

  /** Set before a job that cannot be repeated is sent. */
  @Column('timestamptz', { name: 'submit_started_at', nullable: true })
  submitStartedAt!: Date | null;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt!: Date | null;

  @Column('timestamptz', { name: 'mark_started_at', nullable: true })
  markStartedAt!: Date | null;

  @Column('timestamptz', { name: 'marked_at', nullable: true })
  markedAt!: Date | null;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('text', { name: 'error_requires', nullable: true })
  errorRequires!: string | null;

  @Column('text', { name: 'vendor_code', nullable: true })
  vendorCode!: string | null;

  @Column('text', { name: 'vendor_message', nullable: true })
  vendorMessage!: string | null;

  @Column('text', { name: 'vendor_request_id', nullable: true })
  vendorRequestId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}
