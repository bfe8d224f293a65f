import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** A query that is answered in a file. */
@Entity('bulk_jobs')
@Check('bulk_jobs_status', "status IN ('CREATED','RUNNING','COMPLETED','FAILED','CANCELLED')")
@Check('bulk_jobs_finished', "(finished_at IS NULL) = (status IN ('CREATED','RUNNING'))")
@Check('bulk_jobs_error', '(error_code IS NULL) = (error_message IS NULL)')
@Index('bulk_jobs_of_instance', ['instanceId', 'createdAt', 'id'])
@Index('bulk_jobs_under_way', ['createdAt'], { where: 'finished_at IS NULL' })
@Index('bulk_jobs_expires_at', ['expiresAt'], { where: 'expires_at IS NOT NULL' })
export class BulkJobEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'bulk_jobs_pkey' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @ForeignKey(() => InstanceEntity, { name: 'bulk_jobs_instance_fkey' })
  @Column('uuid', { name: 'instance_id' })
  instanceId!: string;

  /** Who asked: what is read for the job is read as them. */
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  /** The platform's name. */
  @Column('text')
  resource!: string;

  @Column('text', { name: 'where_text', nullable: true })
  whereText!: string | null;

  @Column('text', { name: 'fields_text', nullable: true })
  fieldsText!: string | null;

  @Column('text')
  status!: string;

  @Column('int4', { name: 'records_count' })
  recordsCount!: number;

  /** Of the table, in order: known when all records are. */
  @Column('text', { array: true })
  columns!: string[];

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}
