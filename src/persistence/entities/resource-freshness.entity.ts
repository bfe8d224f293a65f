import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** How fresh our copy of one resource of one instance is. */
@Entity('resource_freshness')
@Check('resource_freshness_error', '(error_code IS NULL) = (error_at IS NULL)')
@Check('resource_freshness_load_mode', "load_mode IN ('FULL','INCREMENTAL')")
export class ResourceFreshnessEntity {
  @ForeignKey(() => InstanceEntity, { name: 'resource_freshness_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'resource_freshness_pkey' })
  instanceId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'resource_freshness_pkey' })
  resource!: string;

  /** Begin of the last list that ended whole; null when none ever did. */
  @Column('timestamptz', { name: 'fetched_at', nullable: true })
  fetchedAt!: Date | null;

  /** Begin of the last full list that ended whole; null when none ever did. */
  @Column('timestamptz', { name: 'full_at', nullable: true })
  fullAt!: Date | null;

  /** Of a list that has not ended. */
  @Column('text', { name: 'load_mode', nullable: true })
  loadMode!: string | null;

  /** Begin of a list that has not ended, or was cut; null when none is under way. */
  @Column('timestamptz', { name: 'load_started_at', nullable: true })
  loadStartedAt!: Date | null;

  /** How far that list got; null before its first checkpoint. */
  @Column('text', { nullable: true })
  checkpoint!: string | null;

  /** A change was made at the vendor then, through us, that our copy does not show; a list begun later does. */
  @Column('timestamptz', { name: 'outdated_at', nullable: true })
  outdatedAt!: Date | null;

  /** Up to where the vendor's changes were told by the last list that ended whole, in the adapter's words. */
  @Column('text', { nullable: true })
  watermark!: string | null;

  /** Records that could not be read as what they should be, in the last list. */
  @Column('int4', { name: 'rejected_count' })
  rejectedCount!: number;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('timestamptz', { name: 'error_at', nullable: true })
  errorAt!: Date | null;

  /** No try before this instant. */
  @Column('timestamptz', { name: 'retry_at', nullable: true })
  retryAt!: Date | null;
}
