import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** One reading of an instance's lists. */
@Entity('sync_runs')
@Check('sync_runs_resources', 'cardinality(resources) > 0')
@Check('sync_runs_mode', "mode IN ('FULL','INCREMENTAL')")
@Check('sync_runs_trigger', "trigger IN ('SCHEDULE','REQUEST','READ','PROVISIONING')")
@Check('sync_runs_status', "status IN ('QUEUED','RUNNING','SUCCEEDED','PARTIALLY_SUCCEEDED','FAILED','CANCELLED')")
@Check('sync_runs_progress', 'progress BETWEEN 0 AND 1')
@Check('sync_runs_finished', "(finished_at IS NULL) = (status IN ('QUEUED','RUNNING'))")
@Check('sync_runs_times_handed', 'times_handed >= 0')
@Check('sync_runs_error', '(error_code IS NULL) = (error_message IS NULL)')
@Index('sync_runs_of_instance', ['instanceId', 'createdAt', 'id'])
@Index('sync_runs_under_way', ['instanceId'], { where: 'finished_at IS NULL' })
@Index('sync_runs_finished_at', ['finishedAt'])
export class SyncRunEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sync_runs_pkey' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @ForeignKey(() => InstanceEntity, { name: 'sync_runs_instance_fkey' })
  @Column('uuid', { name: 'instance_id' })
  instanceId!: string;

  @Column('text', { array: true })
  resources!: string[];

  @Column('text')
  mode!: string;

  @Column('text')
  trigger!: string;

  @Column('text')
  status!: string;

  @Column('bigint', { name: 'records_read' })
  recordsRead!: string;

  @Column('bigint', { name: 'records_created' })
  recordsCreated!: string;

  @Column('bigint', { name: 'records_changed' })
  recordsChanged!: string;

  @Column('bigint', { name: 'records_deleted' })
  recordsDeleted!: string;

  @Column('bigint', { name: 'rejected_count' })
  rejectedCount!: string;

  @Column('int4', { name: 'vendor_calls' })
  vendorCalls!: number;

  /** How often an agent was given a request of it since it last came further. */
  @Column('int4', { name: 'times_handed', default: 0 })
  timesHanded!: number;

  /** How far its present list got, in the adapter's words; null before the first. */
  @Column('text', { nullable: true })
  checkpoint!: string | null;

  /** From 0 to 1. */
  @Column('float8')
  progress!: number;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
