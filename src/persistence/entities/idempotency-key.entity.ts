import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { OrganizationEntity } from './organization.entity';

/** A caller's key for one request, and the answer that a repeat gets. */
@Entity('idempotency_keys')
@Check('idempotency_keys_key_length', 'char_length(key) BETWEEN 1 AND 255')
@Index('idempotency_keys_expiry', ['expiresAt'])
export class IdempotencyKeyEntity {
  @ForeignKey(() => OrganizationEntity, { name: 'idempotency_keys_organization_fkey' })
  @PrimaryColumn('uuid', { name: 'organization_id', primaryKeyConstraintName: 'idempotency_keys_pkey' })
  organizationId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_keys_pkey' })
  key!: string;

  /** SHA-256 of the operation and its input. */
  @Column('bytea', { name: 'request_hash' })
  requestHash!: Buffer;

  /** Encrypted, since it may hold a token; null while the first request is still at work. */
  @Column('text', { name: 'encrypted_answer', nullable: true })
  encryptedAnswer!: string | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
