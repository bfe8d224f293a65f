import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** One setting of an instance: plain, or encrypted with the key that it names. */
@Entity('instance_configuration')
@Check('instance_configuration_one_value', '(value IS NULL) <> (encrypted_value IS NULL)')
@Check('instance_configuration_key_id', '(encrypted_value IS NULL) = (encryption_key_id IS NULL)')
@Index('instance_configuration_value', ['key', 'value'], { where: 'value IS NOT NULL AND length(value) <= 100' })
@Index('instance_configuration_encryption_key', ['encryptionKeyId'], { where: 'encryption_key_id IS NOT NULL' })
export class InstanceConfigurationEntity {
  @ForeignKey(() => InstanceEntity, { name: 'instance_configuration_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'instance_configuration_pkey' })
  instanceId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'instance_configuration_pkey' })
  key!: string;

  @Column('text', { nullable: true })
  value!: string | null;

  @Column('text', { name: 'encrypted_value', nullable: true })
  encryptedValue!: string | null;

  @Column('text', { name: 'encryption_key_id', nullable: true })
  encryptionKeyId!: string | null;
}
