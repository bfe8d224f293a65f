import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';
import { RecordColumns } from './record-columns';

/** A vendor's expense, as we last read it. */
@Entity('expenses')
@Check('expenses_kind', "kind IN ('EXPENSE','PURCHASE','BILL','SUPPLIER_CREDIT')")
@Check('expenses_payment_method', "payment_method IN ('CARD','CASH','CHECK','ON_ACCOUNT','OTHER')")
@Check('expenses_amount', '(amount IS NULL) = (amount_currency IS NULL)')
@Check('expenses_original_amount', '(original_amount IS NULL) = (original_currency IS NULL)')
@Check('expenses_converted_amount', '(converted_amount IS NULL) = (converted_currency IS NULL)')
@Index('expenses_by_date', ['instanceId', 'date', 'remoteId', 'kind'])
@Index('expenses_by_amount', ['instanceId', 'amountCurrency', 'amount', 'remoteId', 'kind'])
@Index('expenses_by_merchant', ['instanceId', 'merchantSort', 'remoteId', 'kind'])
@Index('expenses_by_changed', ['instanceId', 'changedAt', 'remoteId', 'kind'])
@Index('expenses_of_organization_by_date', ['organizationId', 'date', 'instanceId', 'remoteId', 'kind'])
@Index('expenses_of_organization_by_amount', [
  'organizationId',
  'amountCurrency',
  'amount',
  'instanceId',
  'remoteId',
  'kind',
])
@Index('expenses_of_organization_by_merchant', ['organizationId', 'merchantSort', 'instanceId', 'remoteId', 'kind'])
@Index('expenses_of_organization_by_changed', ['organizationId', 'changedAt', 'instanceId', 'remoteId', 'kind'])
@Index('expenses_of_report', ['instanceId', 'reportRemoteId', 'date', 'remoteId', 'kind'])
@Index('expenses_of_employee', ['instanceId', 'employeeEmail'])
@Index('expenses_in_category', ['instanceId', 'categoryName'])
@Index('expenses_external_reference', ['instanceId', 'externalReference'], { where: 'external_reference IS NOT NULL' })
// With operator classes, which TypeORM cannot express.
@Index('expenses_search', { synchronize: false })
@Index('expenses_tags', { synchronize: false })
export class ExpenseEntity extends RecordColumns {
  @ForeignKey(() => InstanceEntity, { name: 'expenses_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'expenses_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('text', { collation: 'C', primaryKeyConstraintName: 'expenses_pkey' })
  kind!: string;

  @PrimaryColumn('text', { name: 'remote_id', collation: 'C', primaryKeyConstraintName: 'expenses_pkey' })
  remoteId!: string;

  @Column({ type: 'text', name: 'report_remote_id', collation: 'C', nullable: true })
  reportRemoteId!: string | null;

  @Column({ type: 'text', name: 'employee_email', collation: 'C', nullable: true })
  employeeEmail!: string | null;

  @Column('numeric', { precision: 19, scale: 5, nullable: true })
  amount!: string | null;

  @Column('character', { name: 'amount_currency', length: 3, nullable: true })
  amountCurrency!: string | null;

  @Column('numeric', { name: 'original_amount', precision: 19, scale: 5, nullable: true })
  originalAmount!: string | null;

  @Column('character', { name: 'original_currency', length: 3, nullable: true })
  originalCurrency!: string | null;

  @Column('numeric', { name: 'converted_amount', precision: 19, scale: 5, nullable: true })
  convertedAmount!: string | null;

  @Column('character', { name: 'converted_currency', length: 3, nullable: true })
  convertedCurrency!: string | null;

  @Column('numeric', { name: 'exchange_rate', nullable: true })
  exchangeRate!: string | null;

  @Column('jsonb', { nullable: true })
  tax!: unknown;

  @Column('text', { nullable: true })
  merchant!: string | null;

  /** For ordering only. */
  @Column({ type: 'text', name: 'merchant_sort', collation: 'C', nullable: true })
  merchantSort!: string | null;

  /** What a text condition looks into. */
  @Column('text', { name: 'search_text' })
  searchText!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('date', { nullable: true })
  date!: string | null;

  @Column('timestamptz', { name: 'created_at', nullable: true })
  createdAt!: Date | null;

  @Column('text', { name: 'vendor_kind', nullable: true })
  vendorKind!: string | null;

  @Column('text', { name: 'payment_method', nullable: true })
  paymentMethod!: string | null;

  @Column({ type: 'text', name: 'category_name', collation: 'C', nullable: true })
  categoryName!: string | null;

  @Column('text', { name: 'category_ledger_code', nullable: true })
  categoryLedgerCode!: string | null;

  @Column('jsonb')
  tags!: unknown;

  /** Null where the vendor does not split expenses. */
  @Column('jsonb', { nullable: true })
  lines!: unknown;

  @Column('jsonb', { nullable: true })
  payee!: unknown;

  @Column('jsonb', { nullable: true })
  posting!: unknown;

  @Column('jsonb', { nullable: true })
  receipt!: unknown;

  @Column('jsonb')
  attendees!: unknown;

  @Column('boolean', { nullable: true })
  billable!: boolean | null;

  @Column('boolean', { nullable: true })
  reimbursable!: boolean | null;

  @Column('jsonb', { nullable: true })
  card!: unknown;

  @Column('jsonb', { nullable: true })
  distance!: unknown;

  @Column('text', { name: 'merchant_category_code', nullable: true })
  merchantCategoryCode!: string | null;

  @Column({ type: 'text', name: 'external_reference', collation: 'C', nullable: true })
  externalReference!: string | null;
}
