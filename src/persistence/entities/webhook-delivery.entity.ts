import { Check, Column, Entity, ForeignKey, Generated, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** One notification to an instance's callback address: what is sent, and how that went. */
@Entity('webhook_deliveries')
@Check('webhook_deliveries_kind', "kind IN ('CHANGES','PING')")
@Check('webhook_deliveries_status', "status IN ('PENDING','DELIVERED','FAILED','CANCELLED')")
@Check('webhook_deliveries_attempts', 'attempts >= 0')
@Check('webhook_deliveries_http_status', 'http_status BETWEEN 100 AND 999')
@Check('webhook_deliveries_duration', 'duration_ms >= 0')
@Index('webhook_deliveries_pending', ['instanceId', 'sequence'], { where: "status = 'PENDING'" })
@Index('webhook_deliveries_of_instance', ['instanceId', 'createdAt', 'id'])
@Index('webhook_deliveries_created', ['createdAt'])
export class WebhookDeliveryEntity {
  @ForeignKey(() => InstanceEntity, { name: 'webhook_deliveries_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'webhook_deliveries_pkey' })
  instanceId!: string;

  /** Also what the receiver knows it by. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'webhook_deliveries_pkey' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** The order in which an instance's deliveries are sent. */
  @Column('bigint')
  @Generated('increment')
  sequence!: string;

  @Column('text')
  kind!: string;

  /** As the body names it, such as `reports`; null for a ping. */
  @Column('text', { nullable: true })
  resource!: string | null;

  @Column('text', { name: 'event_ids', array: true })
  eventIds!: string[];

  /** When the oldest of its changes was noted. */
  @Column('timestamptz', { name: 'oldest_event_at', nullable: true })
  oldestEventAt!: Date | null;

  /** The very bytes that are sent, each time again. */
  @Column('text')
  body!: string;

  @Column('text')
  status!: string;

  @Column('int4')
  attempts!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  @Column('timestamptz', { name: 'last_attempt_at', nullable: true })
  lastAttemptAt!: Date | null;

  /** Of the last attempt. */
  @Column('int4', { name: 'duration_ms', nullable: true })
  durationMs!: number | null;

  @Column('int4', { name: 'http_status', nullable: true })
  httpStatus!: number | null;

  @Column('text', { nullable: true })
  error!: string | null;

  /** The beginning of the receiver's last answer. */
  @Column('text', { name: 'response_excerpt', nullable: true })
  responseExcerpt!: string | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
