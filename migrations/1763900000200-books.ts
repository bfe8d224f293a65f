import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What accounting products have: lines, payee and posting of expenses, receipts that are kept apart from them, and the
 * entries of the books that they refer to. Indexes and half-filled pages are as in the tables of the other records.
 */
export class Books1763900000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE expenses ADD COLUMN lines jsonb, ADD COLUMN payee jsonb, ADD COLUMN posting jsonb');
    await runner.query(BOOK_ENTRIES);
    await runner.query(EXPENSE_RECEIPTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE expense_receipts, book_entries');
    await runner.query('ALTER TABLE expenses DROP COLUMN lines, DROP COLUMN payee, DROP COLUMN posting');
  }
}

const BOOK_ENTRIES = `
  CREATE TABLE book_entries (
    instance_id uuid NOT NULL CONSTRAINT book_entries_instance_fkey REFERENCES instances (id),
    organization_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    remote_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    full_name text NOT NULL,
    name_sort text COLLATE "C" NOT NULL,
    search_text text NOT NULL,
    parent_remote_id text COLLATE "C",
    is_active boolean,
    email text COLLATE "C",
    currency char(3),
    balance numeric(19,5),
    balance_currency char(3),
    account_kind text,
    account_vendor_type text,
    account_number text COLLATE "C",
    is_project boolean,
    company_legal_name text,
    company_country text,
    vendor_fields jsonb NOT NULL,
    content_hash bytea NOT NULL,
    first_seen_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT book_entries_pkey PRIMARY KEY (instance_id, kind, remote_id),
    CONSTRAINT book_entries_kind
      CHECK (kind IN ('SUPPLIER','CUSTOMER','LEDGER_ACCOUNT','TRACKING_CLASS','DEPARTMENT','COMPANY')),
    CONSTRAINT book_entries_account_kind CHECK (account_kind IN ('BANK','CREDIT_CARD','EXPENSE','COST_OF_GOODS_SOLD',
      'OTHER_EXPENSE','INCOME','OTHER_INCOME','RECEIVABLE','PAYABLE','ASSET','LIABILITY','EQUITY','UNKNOWN')),
    CONSTRAINT book_entries_account CHECK ((kind = 'LEDGER_ACCOUNT') = (account_kind IS NOT NULL)),
    CONSTRAINT book_entries_balance CHECK ((balance IS NULL) = (balance_currency IS NULL))
  ) WITH (fillfactor = 50);
  CREATE INDEX book_entries_by_name ON book_entries (instance_id, kind, name_sort, remote_id);
  CREATE INDEX book_entries_by_email ON book_entries (instance_id, kind, email) WHERE email IS NOT NULL;
  CREATE INDEX book_entries_by_account_number ON book_entries (instance_id, account_number)
    WHERE account_number IS NOT NULL;
  CREATE INDEX book_entries_search ON book_entries USING gin (search_text gin_trgm_ops);
`;

/** A receipt may prove several expenses, and an expense may have several. */
const EXPENSE_RECEIPTS = `
  CREATE TABLE expense_receipts (
    instance_id uuid NOT NULL CONSTRAINT expense_receipts_instance_fkey REFERENCES instances (id),
    organization_id uuid NOT NULL,
    remote_id text COLLATE "C" NOT NULL,
    expense_kind text COLLATE "C" NOT NULL,
    expense_remote_id text COLLATE "C" NOT NULL,
    file_name text,
    content_type text,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT expense_receipts_pkey PRIMARY KEY (instance_id, remote_id, expense_kind, expense_remote_id),
    CONSTRAINT expense_receipts_kind CHECK (expense_kind IN ('EXPENSE','PURCHASE','BILL','SUPPLIER_CREDIT'))
  );
  CREATE INDEX expense_receipts_of_expense
    ON expense_receipts (instance_id, expense_kind, expense_remote_id, remote_id);
`;
