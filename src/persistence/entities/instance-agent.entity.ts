import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** The program at a customer that calls us for an instance. */
@Entity('instance_agents')
@Check('instance_agents_password_hash', 'octet_length(password_hash) = 32')
@Check('instance_agents_facts', "jsonb_typeof(facts) = 'object'")
@Check('instance_agents_interval', 'interval_seconds > 0')
@Check('instance_agents_last_refusal', "last_refusal IN ('PASSWORD','ADDRESS')")
@Check('instance_agents_problem_remedy', "problem_remedy IN ('RETRY','SETUP','WRONG_ACCOUNT')")
@Check('instance_agents_problem_count', 'problem_count >= 0')
@Check('instance_agents_contact', 'greeted_at IS NULL OR last_contact_at IS NOT NULL')
@Check('instance_agents_refused', '(last_refused_at IS NULL) = (last_refusal IS NULL)')
@Check(
  'instance_agents_problem',
  '(problem_at IS NULL) = (problem_message IS NULL) AND (problem_at IS NULL) = (problem_remedy IS NULL)',
)
@Check('instance_agents_setup_link', '(setup_link_hash IS NULL) = (setup_link_expires_at IS NULL)')
@Index('instance_agents_username', ['username'], { unique: true })
@Index('instance_agents_by_contact', ['lastContactAt'], { where: 'last_contact_at IS NOT NULL' })
export class InstanceAgentEntity {
  @ForeignKey(() => InstanceEntity, { name: 'instance_agents_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'instance_agents_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column({ type: 'text', collation: 'C' })
  username!: string;

  /** SHA-256. */
  @Column('bytea', { name: 'password_hash' })
  passwordHash!: Buffer;

  /** Ours for the books that it is connected to. */
  @Column('uuid', { name: 'account_mark' })
  accountMark!: string;

  /** What is known of it and of the product beside it, in the adapter's words. */
  @Column('jsonb')
  facts!: object;

  /** As it says when it greets. */
  @Column('text', { nullable: true })
  version!: string | null;

  /** By its settings when it last signed in. */
  @Column('int4', { name: 'interval_seconds' })
  intervalSeconds!: number;

  @Column('timestamptz', { name: 'last_contact_at', nullable: true })
  lastContactAt!: Date | null;

  @Column('text', { name: 'last_contact_address', nullable: true })
  lastContactAddress!: string | null;

  /** When a session last got past the question whether the right books are open. */
  @Column('timestamptz', { name: 'greeted_at', nullable: true })
  greetedAt!: Date | null;

  /** The minute that `signIns` counts in. */
  @Column('timestamptz', { name: 'sign_ins_since', nullable: true })
  signInsSince!: Date | null;

  @Column('int4', { name: 'sign_ins' })
  signIns!: number;

  @Column('timestamptz', { name: 'last_refused_at', nullable: true })
  lastRefusedAt!: Date | null;

  @Column('text', { name: 'last_refused_address', nullable: true })
  lastRefusedAddress!: string | null;

  @Column('text', { name: 'last_refusal', nullable: true })
  lastRefusal!: string | null;

  /** The vendor's own code of the last problem at the customer's. */
  @Column('text', { name: 'problem_code', nullable: true })
  problemCode!: string | null;

  @Column('text', { name: 'problem_message', nullable: true })
  problemMessage!: string | null;

  @Column('text', { name: 'problem_remedy', nullable: true })
  problemRemedy!: string | null;

  @Column('timestamptz', { name: 'problem_at', nullable: true })
  problemAt!: Date | null;

  /** Sessions in a row that had one. */
  @Column('int4', { name: 'problem_count' })
  problemCount!: number;

  /** Reason that the agent gave the instance for its status: what it gave, it may take back. */
  @Column('text', { name: 'status_reason', nullable: true })
  statusReason!: string | null;

  /** SHA-256 of the secret in the last link to the setup file. */
  @Column('bytea', { name: 'setup_link_hash', nullable: true })
  setupLinkHash!: Buffer | null;

  @Column('timestamptz', { name: 'setup_link_expires_at', nullable: true })
  setupLinkExpiresAt!: Date | null;

  @Column('timestamptz', { name: 'setup_link_used_at', nullable: true })
  setupLinkUsedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
