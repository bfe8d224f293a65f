import { Check, Column, Entity, ForeignKey, Generated, Index, PrimaryColumn } from 'typeorm';
import { OrganizationEntity } from './organization.entity';

/** One authenticated connection of one customer to one element. */
@Entity('instances')
@Check('instances_name_length', 'char_length(name) BETWEEN 1 AND 200')
@Check('instances_status', "status IN ('PENDING','ACTIVE','DEGRADED','NEEDS_REAUTHENTICATION','DISABLED')")
@Check('instances_external_authentication', "external_authentication IN ('NONE','INITIAL')")
@Check('instances_previous_token', '(previous_token_hash IS NULL) = (previous_token_expires_at IS NULL)')
@Check('instances_time_to_live', 'time_to_live_seconds BETWEEN 1 AND 2592000')
@Index('instances_number', ['number'], { unique: true })
@Index('instances_token_hash', ['tokenHash'], { unique: true })
@Index('instances_previous_token_hash', ['previousTokenHash'], { where: 'previous_token_hash IS NOT NULL' })
@Index('instances_deleted', ['deletedAt'], { where: 'deleted_at IS NOT NULL' })
// By lower-case name in code-point order, which TypeORM cannot express.
@Index('instances_by_name', { synchronize: false })
export class InstanceEntity {
  /** UUIDv7, made by us before the insert: secrets are bound to it. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'instances_pkey' })
  id!: string;

  /** The platform's REST id; never in the graph. */
  @Column('bigint')
  @Generated('increment')
  number!: string;

  @ForeignKey(() => OrganizationEntity, { name: 'instances_organization_fkey' })
  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text', { name: 'element_key' })
  elementKey!: string;

  @Column('text')
  name!: string;

  @Column('text', { array: true })
  tags!: string[];

  @Column('text')
  status!: string;

  @Column('text', { name: 'status_reason', nullable: true })
  statusReason!: string | null;

  @Column('timestamptz', { name: 'status_changed_at' })
  statusChangedAt!: Date;

  /** Null: the default. */
  @Column('int', { name: 'time_to_live_seconds', nullable: true })
  timeToLiveSeconds!: number | null;

  /** SHA-256 of the instance's token. */
  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  /** The token before the last rotation, good until it expires. */
  @Column('bytea', { name: 'previous_token_hash', nullable: true })
  previousTokenHash!: Buffer | null;

  @Column('timestamptz', { name: 'previous_token_expires_at', nullable: true })
  previousTokenExpiresAt!: Date | null;

  @Column('text', { name: 'external_authentication' })
  externalAuthentication!: string;

  @Column('uuid', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'last_synced_at', nullable: true })
  lastSyncedAt!: Date | null;

  /** Gone for every reader at once; its rows are purged in batches after. */
  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}
