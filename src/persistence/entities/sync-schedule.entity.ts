import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** When an instance is polled next. */
@Entity('sync_schedules')
@Check('sync_schedules_idle_runs', 'idle_runs >= 0')
@Index('sync_schedules_due', ['dueAt'])
export class SyncScheduleEntity {
  @ForeignKey(() => InstanceEntity, { name: 'sync_schedules_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'sync_schedules_pkey' })
  instanceId!: string;

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  /** Polls in a row that found nothing new. */
  @Column('int4', { name: 'idle_runs' })
  idleRuns!: number;
}
