import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A worker of the job queue, and when it was last heard of. */
@Entity('job_workers')
export class JobWorkerEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'job_workers_pkey' })
  id!: string;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;
}
