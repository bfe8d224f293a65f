import { Check, Column, Entity, ForeignKey, Generated, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** Something that changed in a record, or in the status of an instance. */
@Entity('change_events')
@Check('change_events_kind', "kind IN ('CREATED','UPDATED','DELETED','INSTANCE_STATUS_CHANGED')")
@Check('change_events_source', "source IN ('SYNC','WRITE','WEBHOOK')")
@Check(
  'change_events_record',
  "(kind = 'INSTANCE_STATUS_CHANGED') = (resource IS NULL) AND (resource IS NULL) = (record_kind IS NULL) AND (resource IS NULL) = (remote_id IS NULL)",
)
@Index('change_events_of_organization', ['organizationId', 'id'])
@Index('change_events_of_instance', ['instanceId', 'id'])
@Index('change_events_of_record', ['instanceId', 'remoteId', 'id'])
@Index('change_events_recorded', ['recordedAt'])
export class ChangeEventEntity {
  /** Rises in the order of the commits of an organization: see the repository. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'change_events_pkey' })
  @Generated('increment')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @ForeignKey(() => InstanceEntity, { name: 'change_events_instance_fkey' })
  @Column('uuid', { name: 'instance_id' })
  instanceId!: string;

  @Column('text')
  kind!: string;

  /** Null for changes of the instance itself, like the next two. */
  @Column('text', { nullable: true })
  resource!: string | null;

  @Column('text', { name: 'record_kind', nullable: true })
  recordKind!: string | null;

  @Column({ type: 'text', name: 'remote_id', collation: 'C', nullable: true })
  remoteId!: string | null;

  @Column('text', { name: 'changed_fields', array: true })
  changedFields!: string[];

  @Column('jsonb', { nullable: true })
  before!: object | null;

  @Column('jsonb', { nullable: true })
  after!: object | null;

  @Column('text')
  source!: string;

  /** At the vendor. */
  @Column('timestamptz', { name: 'occurred_at', nullable: true })
  occurredAt!: Date | null;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;
}
