import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { OrganizationEntity } from './organization.entity';

/** Where browsers may be sent back to after consent. */
@Entity('organization_return_urls')
@Check('organization_return_urls_length', 'char_length(url) BETWEEN 1 AND 2000')
export class OrganizationReturnUrlEntity {
  @ForeignKey(() => OrganizationEntity, { name: 'organization_return_urls_organization_fkey' })
  @PrimaryColumn('uuid', { name: 'organization_id', primaryKeyConstraintName: 'organization_return_urls_pkey' })
  organizationId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'organization_return_urls_pkey' })
  url!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
