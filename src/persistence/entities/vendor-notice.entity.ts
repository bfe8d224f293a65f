import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** A vendor told that something has changed. Kept for a while after it was looked at, so that a repeat is known. */
@Entity('vendor_notices')
@Check('vendor_notices_record', '(resource IS NULL) = (remote_id IS NULL)')
@Check('vendor_notices_expense_kind', "expense_kind IS NULL OR resource IS NOT NULL AND resource = 'EXPENSES'")
@Index('vendor_notices_waiting', ['receivedAt', 'instanceId'], { where: 'handled_at IS NULL' })
@Index('vendor_notices_of_instance', ['instanceId', 'receivedAt'], { where: 'handled_at IS NULL' })
@Index('vendor_notices_handled', ['handledAt'], { where: 'handled_at IS NOT NULL' })
export class VendorNoticeEntity {
  @ForeignKey(() => InstanceEntity, { name: 'vendor_notices_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'vendor_notices_pkey' })
  instanceId!: string;

  @PrimaryColumn('text', { name: 'event_id', primaryKeyConstraintName: 'vendor_notices_pkey' })
  eventId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** Null, like the id, of something that we keep no records of. */
  @Column('text', { nullable: true })
  resource!: string | null;

  @Column('text', { name: 'expense_kind', nullable: true })
  expenseKind!: string | null;

  @Column('text', { name: 'remote_id', nullable: true })
  remoteId!: string | null;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  /** When what it tells of was read, or given up. */
  @Column('timestamptz', { name: 'handled_at', nullable: true })
  handledAt!: Date | null;
}
