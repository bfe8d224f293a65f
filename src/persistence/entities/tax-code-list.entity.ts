import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** The taxability codes of an account, as we last read them. */
@Entity('tax_code_lists')
@Check('tax_code_lists_kind', "kind IN ('ITEM','CUSTOMER')")
export class TaxCodeListEntity {
  @ForeignKey(() => InstanceEntity, { name: 'tax_code_lists_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'tax_code_lists_pkey' })
  instanceId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'tax_code_lists_pkey' })
  kind!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** In the vendor's order. */
  @Column('text', { array: true })
  codes!: string[];

  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt!: Date;
}
