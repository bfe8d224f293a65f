import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A piece of what a bulk job found: whole lines of JSON, a record each. */
@Entity('bulk_job_chunks')
export class BulkJobChunkEntity {
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'bulk_job_chunks_pkey' })
  instanceId!: string;

  @PrimaryColumn('uuid', { name: 'job_id', primaryKeyConstraintName: 'bulk_job_chunks_pkey' })
  jobId!: string;

  /** From 0. */
  @PrimaryColumn('int4', { primaryKeyConstraintName: 'bulk_job_chunks_pkey' })
  number!: number;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('bytea')
  bytes!: Buffer;
}
