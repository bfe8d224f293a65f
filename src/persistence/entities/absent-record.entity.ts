import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** The vendor said that it has no such record: not asked again until `expiresAt`. */
@Entity('absent_records')
@Index('absent_records_expiry', ['expiresAt'])
export class AbsentRecordEntity {
  @ForeignKey(() => InstanceEntity, { name: 'absent_records_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'absent_records_pkey' })
  instanceId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'absent_records_pkey' })
  resource!: string;

  @PrimaryColumn('text', { name: 'remote_id', primaryKeyConstraintName: 'absent_records_pkey' })
  remoteId!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
