import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Work that one process at a time may do. A released lease keeps its row, expired. */
@Entity('leases')
@Check('leases_fencing_positive', 'fencing > 0')
@Index('leases_expiry', ['expiresAt'])
export class LeaseEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'leases_pkey' })
  key!: string;

  /** The process that took it last. */
  @Column('uuid')
  owner!: string;

  /** Rises with every taking. */
  @Column('bigint')
  fencing!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
