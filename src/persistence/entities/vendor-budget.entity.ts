import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What was sent to a vendor under one set of credentials, by all replicas. */
@Entity('vendor_budgets')
@Check('vendor_budgets_key_is_hash', "budget_key ~ '^[0-9a-f]{64}$'")
@Index('vendor_budgets_updated', ['updatedAt'])
export class VendorBudgetEntity {
  /** SHA-256 of element and credentials. */
  @PrimaryColumn('text', { name: 'budget_key', primaryKeyConstraintName: 'vendor_budgets_pkey' })
  budgetKey!: string;

  /** When; as far back as the longest limit reaches. */
  @Column('timestamptz', { array: true })
  sent!: Date[];

  /** The vendor itself asked to keep away until then. */
  @Column('timestamptz', { name: 'blocked_until', nullable: true })
  blockedUntil!: Date | null;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
