import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** That a receipt, which its vendor keeps apart from expenses, proves one of them. */
@Entity('expense_receipts')
@Check('expense_receipts_kind', "expense_kind IN ('EXPENSE','PURCHASE','BILL','SUPPLIER_CREDIT')")
@Index('expense_receipts_of_expense', ['instanceId', 'expenseKind', 'expenseRemoteId', 'remoteId'])
export class ExpenseReceiptEntity {
  @ForeignKey(() => InstanceEntity, { name: 'expense_receipts_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'expense_receipts_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('text', { name: 'remote_id', collation: 'C', primaryKeyConstraintName: 'expense_receipts_pkey' })
  remoteId!: string;

  @PrimaryColumn('text', { name: 'expense_kind', collation: 'C', primaryKeyConstraintName: 'expense_receipts_pkey' })
  expenseKind!: string;

  @PrimaryColumn('text', {
    name: 'expense_remote_id',
    collation: 'C',
    primaryKeyConstraintName: 'expense_receipts_pkey',
  })
  expenseRemoteId!: string;

  @Column('text', { name: 'file_name', nullable: true })
  fileName!: string | null;

  @Column('text', { name: 'content_type', nullable: true })
  contentType!: string | null;

  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt!: Date;
}
