import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';
import { RecordColumns } from './record-columns';

/** What a company's books have beside transactions, of every kind, as we last read it. */
@Entity('book_entries')
@Check('book_entries_kind', "kind IN ('SUPPLIER','CUSTOMER','LEDGER_ACCOUNT','TRACKING_CLASS','DEPARTMENT','COMPANY')")
@Check(
  'book_entries_account_kind',
  `account_kind IN ('BANK','CREDIT_CARD','EXPENSE','COST_OF_GOODS_SOLD','OTHER_EXPENSE','INCOME','OTHER_INCOME',
    'RECEIVABLE','PAYABLE','ASSET','LIABILITY','EQUITY','UNKNOWN')`,
)
@Check('book_entries_account', "(kind = 'LEDGER_ACCOUNT') = (account_kind IS NOT NULL)")
@Check('book_entries_balance', '(balance IS NULL) = (balance_currency IS NULL)')
@Index('book_entries_by_name', ['instanceId', 'kind', 'nameSort', 'remoteId'])
@Index('book_entries_by_email', ['instanceId', 'kind', 'email'], { where: 'email IS NOT NULL' })
@Index('book_entries_by_account_number', ['instanceId', 'accountNumber'], { where: 'account_number IS NOT NULL' })
// With an operator class, which TypeORM cannot express.
@Index('book_entries_search', { synchronize: false })
export class BookEntryEntity extends RecordColumns {
  @ForeignKey(() => InstanceEntity, { name: 'book_entries_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'book_entries_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('text', { collation: 'C', primaryKeyConstraintName: 'book_entries_pkey' })
  kind!: string;

  @PrimaryColumn('text', { name: 'remote_id', collation: 'C', primaryKeyConstraintName: 'book_entries_pkey' })
  remoteId!: string;

  @Column('text')
  name!: string;

  /** With the names of its parents. */
  @Column('text', { name: 'full_name' })
  fullName!: string;

  /** For ordering only. */
  @Column({ type: 'text', name: 'name_sort', collation: 'C' })
  nameSort!: string;

  /** What a text condition looks into. */
  @Column('text', { name: 'search_text' })
  searchText!: string;

  @Column({ type: 'text', name: 'parent_remote_id', collation: 'C', nullable: true })
  parentRemoteId!: string | null;

  @Column('boolean', { name: 'is_active', nullable: true })
  isActive!: boolean | null;

  @Column({ type: 'text', collation: 'C', nullable: true })
  email!: string | null;

  @Column('character', { length: 3, nullable: true })
  currency!: string | null;

  @Column('numeric', { precision: 19, scale: 5, nullable: true })
  balance!: string | null;

  @Column('character', { name: 'balance_currency', length: 3, nullable: true })
  balanceCurrency!: string | null;

  @Column('text', { name: 'account_kind', nullable: true })
  accountKind!: string | null;

  @Column('text', { name: 'account_vendor_type', nullable: true })
  accountVendorType!: string | null;

  @Column({ type: 'text', name: 'account_number', collation: 'C', nullable: true })
  accountNumber!: string | null;

  @Column('boolean', { name: 'is_project', nullable: true })
  isProject!: boolean | null;

  @Column('text', { name: 'company_legal_name', nullable: true })
  companyLegalName!: string | null;

  @Column('text', { name: 'company_country', nullable: true })
  companyCountry!: string | null;
}
