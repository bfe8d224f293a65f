import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';
import { RecordColumns } from './record-columns';

/** A vendor's policy, as we last read it. */
@Entity('policies')
@Check('policies_access_role', "access_role IN ('MEMBER','AUDITOR','ADMIN','UNKNOWN')")
@Index('policies_by_name', ['instanceId', 'nameSort', 'remoteId'])
@Index('policies_by_changed', ['instanceId', 'changedAt', 'remoteId'])
@Index('policies_of_organization_by_name', ['organizationId', 'nameSort', 'instanceId', 'remoteId'])
@Index('policies_of_organization_by_changed', ['organizationId', 'changedAt', 'instanceId', 'remoteId'])
// With operator classes, which TypeORM cannot express.
@Index('policies_search', { synchronize: false })
export class PolicyEntity extends RecordColumns {
  @ForeignKey(() => InstanceEntity, { name: 'policies_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'policies_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('text', { name: 'remote_id', collation: 'C', primaryKeyConstraintName: 'policies_pkey' })
  remoteId!: string;

  @Column('text')
  name!: string;

  /** For ordering only. */
  @Column({ type: 'text', name: 'name_sort', collation: 'C' })
  nameSort!: string;

  /** What a text condition looks into. */
  @Column('text', { name: 'search_text' })
  searchText!: string;

  @Column('text', { name: 'vendor_type', nullable: true })
  vendorType!: string | null;

  @Column('character', { length: 3, nullable: true })
  currency!: string | null;

  @Column('text', { name: 'owner_email', nullable: true })
  ownerEmail!: string | null;

  @Column('text', { name: 'access_role' })
  accessRole!: string;

  @Column('jsonb', { nullable: true })
  categories!: unknown;

  @Column('jsonb', { name: 'tag_groups', nullable: true })
  tagGroups!: unknown;

  @Column('jsonb', { name: 'report_fields', nullable: true })
  reportFields!: unknown;

  @Column('jsonb', { nullable: true })
  tax!: unknown;

  @Column('jsonb', { nullable: true })
  limits!: unknown;
}
