import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** One run of a program at a customer: from its sign-in to its end. */
@Entity('agent_sessions')
@Check('agent_sessions_ticket_hash_length', 'octet_length(ticket_hash) = 32')
@Check('agent_sessions_state', "state IN ('SIGNED_IN','READY','ASKED','TAKING','FAILED','FINISHED','ENDED')")
@Check('agent_sessions_work_kind', "work_kind IN ('WRITE','STATEMENT','SYNC')")
@Check('agent_sessions_request_key', 'char_length(request_key) BETWEEN 1 AND 200')
@Check('agent_sessions_progress', 'progress BETWEEN 0 AND 1')
@Check('agent_sessions_outcome', "outcome IN ('DONE','FAILED','CUT','REPLACED','EXPIRED','REVOKED')")
@Check(
  'agent_sessions_work',
  `(work_kind IS NULL) = (work_id IS NULL) AND (work_kind IS NULL) = (request_key IS NULL)
    AND (work_kind IS NULL) = (asked_at IS NULL)`,
)
@Check('agent_sessions_document', "document IS NULL OR (work_kind IS NOT NULL AND state = 'READY')")
@Check(
  'agent_sessions_ended',
  "(state = 'ENDED') = (ended_at IS NOT NULL) AND (state = 'ENDED') = (outcome IS NOT NULL)",
)
@Index('agent_sessions_ticket_hash', ['ticketHash'], { unique: true })
@Index('agent_sessions_under_way', ['instanceId'], { unique: true, where: 'ended_at IS NULL' })
@Index('agent_sessions_of_instance', ['instanceId', 'startedAt', 'id'])
@Index('agent_sessions_ended_at', ['endedAt'])
export class AgentSessionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'agent_sessions_pkey' })
  id!: string;

  @ForeignKey(() => InstanceEntity, { name: 'agent_sessions_instance_fkey' })
  @Column('uuid', { name: 'instance_id' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** SHA-256. */
  @Column('bytea', { name: 'ticket_hash' })
  ticketHash!: Buffer;

  @Column('text')
  state!: string;

  /** Grows with every call that is let in: whoever has an older number changes nothing any more. */
  @Column('int4')
  fence!: number;

  /** The request that is out, or that is handed over next; of an ended session, one that is still to be given up. */
  @Column('text', { name: 'work_kind', nullable: true })
  workKind!: string | null;

  @Column('text', { name: 'work_id', nullable: true })
  workId!: string | null;

  @Column('text', { name: 'request_key', nullable: true })
  requestKey!: string | null;

  /** Of a request that is handed over next. */
  @Column('text', { nullable: true })
  document!: string | null;

  @Column('timestamptz', { name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  /** Answers that were taken. */
  @Column('int4')
  exchanges!: number;

  @Column('int4')
  calls!: number;

  /** How often the product was not reached. */
  @Column('int4')
  tries!: number;

  /** From 0 to 1. */
  @Column('float8')
  progress!: number;

  /** What it is told when it asks. */
  @Column('text', { nullable: true })
  message!: string | null;

  @Column('text', { nullable: true })
  outcome!: string | null;

  /** Where it signed in from. */
  @Column('text')
  address!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'last_call_at' })
  lastCallAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
