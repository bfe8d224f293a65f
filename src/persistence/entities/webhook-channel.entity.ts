import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** How far an instance's notifications have come. There is a row while they are switched on. */
@Entity('webhook_channels')
@Check('webhook_channels_status', "status IN ('ACTIVE','DISABLED')")
@Check('webhook_channels_reason', "(status = 'DISABLED') = (status_reason IS NOT NULL)")
@Index('webhook_channels_due', ['waitsUntil'], { where: "status = 'ACTIVE' AND waits_until IS NOT NULL" })
export class WebhookChannelEntity {
  @ForeignKey(() => InstanceEntity, { name: 'webhook_channels_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'webhook_channels_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** DISABLED: by us, after lasting failure. */
  @Column('text')
  status!: string;

  @Column('text', { name: 'status_reason', nullable: true })
  statusReason!: string | null;

  @Column('timestamptz', { name: 'status_changed_at' })
  statusChangedAt!: Date;

  /** The last change event that a delivery was made of; null: from the beginning. */
  @Column('bigint', { nullable: true })
  cursor!: string | null;

  /** Since when every attempt has failed. */
  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince!: Date | null;

  /** Nothing is sent before; null: there is nothing to send. */
  @Column('timestamptz', { name: 'waits_until', nullable: true })
  waitsUntil!: Date | null;

  /** A new number with every claim, rising and never used twice: tells the present sender from a late one. */
  @Column('bigint')
  claim!: string;

  /** A sender that is not heard of until then is taken to have died. */
  @Column('timestamptz', { name: 'claimed_until', nullable: true })
  claimedUntil!: Date | null;
}
