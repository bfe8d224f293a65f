import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A tenant: everything else belongs to one, and none sees another's. */
@Entity('organizations')
@Check('organizations_name_length', 'char_length(name) BETWEEN 1 AND 200')
@Index('organizations_secret_hash', ['secretHash'], { unique: true })
export class OrganizationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'organizations_pkey' })
  id!: string;

  @Column('text')
  name!: string;

  /** SHA-256; the secret itself is shown once and not kept. */
  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
