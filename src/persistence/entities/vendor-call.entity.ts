import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { VendorCallOutcome } from '../../adapters/vendor-error';

/** One try of a request to a vendor: never a body, a header or a secret. */
@Entity('vendor_calls')
@Check('vendor_calls_method', "method IN ('GET','POST','PUT','PATCH','DELETE')")
@Check('vendor_calls_duration', 'duration_ms >= 0')
@Check(
  'vendor_calls_outcome',
  "outcome IN ('SUCCEEDED','REJECTED','RATE_LIMITED','UNAUTHORIZED','VENDOR_FAULT','TIMED_OUT','NETWORK_FAULT','UNREADABLE','NOT_SENT')",
)
@Check('vendor_calls_http_status', 'http_status BETWEEN 100 AND 999')
@Check('vendor_calls_attempt', 'attempt >= 1')
@Check('vendor_calls_request_bytes', 'request_bytes >= 0')
@Check('vendor_calls_response_bytes', 'response_bytes >= 0')
@Index('vendor_calls_of_instance', ['instanceId', 'startedAt', 'id'])
@Index('vendor_calls_started', ['startedAt'])
export class VendorCallEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'vendor_calls_pkey' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** Null for calls made before there is an instance. */
  @Column('uuid', { name: 'instance_id', nullable: true })
  instanceId!: string | null;

  @Column('text', { name: 'element_key' })
  elementKey!: string;

  @Column('text')
  purpose!: string;

  @Column('text')
  method!: string;

  @Column('text')
  url!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  /** Null when nothing was sent. */
  @Column('int4', { name: 'duration_ms', nullable: true })
  durationMs!: number | null;

  @Column('text')
  outcome!: VendorCallOutcome;

  @Column('int4', { name: 'http_status', nullable: true })
  httpStatus!: number | null;

  @Column('text', { name: 'vendor_code', nullable: true })
  vendorCode!: string | null;

  @Column('text', { name: 'vendor_message', nullable: true })
  vendorMessage!: string | null;

  @Column('text', { name: 'vendor_request_id', nullable: true })
  vendorRequestId!: string | null;

  @Column('text', { name: 'request_id' })
  requestId!: string;

  @Column('int4')
  attempt!: number;

  @Column('bigint', { name: 'request_bytes' })
  requestBytes!: string;

  @Column('bigint', { name: 'response_bytes' })
  responseBytes!: string;
}
