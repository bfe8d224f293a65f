import { Column, Entity, ForeignKey, Generated, Index, PrimaryColumn } from 'typeorm';
import { OrganizationEntity } from './organization.entity';

/** Someone, or a program, that calls for one organization. */
@Entity('users')
@Index('users_number', ['number'], { unique: true })
@Index('users_secret_hash', ['secretHash'], { unique: true })
@Index('users_organization', ['organizationId'])
export class UserEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'users_pkey' })
  id!: string;

  /** The platform's REST id; never in the graph. */
  @Column('bigint')
  @Generated('increment')
  number!: string;

  @ForeignKey(() => OrganizationEntity, { name: 'users_organization_fkey' })
  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  /** SHA-256; the secret itself is shown once and not kept. */
  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
