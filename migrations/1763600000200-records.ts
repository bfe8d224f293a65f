import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Our copies of vendors' records. Ids, e-mail addresses and names are in code-point order ("C"), the same on every server.
 * Indexes of one instance lead with it, those of root lists with the organization; one index serves an order both ways,
 * because rows without a value are read apart.
 *
 * A whole read of a vendor touches every record, mostly only to say that it was fetched again (`fetched_at`, in no index).
 * Half-filled pages have room for that beside the old version, so that none of the indexes is written.
 */
export class Records1763600000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    await runner.query(REPORTS);
    await runner.query(EXPENSES);
    await runner.query(POLICIES);
    await runner.query(EMPLOYEES);
  }

  /** The extension stays: others may use it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE policy_memberships, employees, policies, expenses, reports');
  }
}

const REPORTS = `
  CREATE TABLE reports (
    instance_id uuid NOT NULL CONSTRAINT reports_instance_fkey REFERENCES instances (id),
    organization_id uuid NOT NULL,
    remote_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    name_sort text COLLATE "C" NOT NULL,
    search_text text NOT NULL,
    status text NOT NULL,
    vendor_status text,
    total_amount numeric(19,5),
    total_currency char(3),
    submitter_email text COLLATE "C",
    submitter_name text,
    next_approver_email text,
    policy_remote_id text COLLATE "C",
    created_at timestamptz,
    created_on date,
    created_sort timestamptz,
    submitted_at timestamptz,
    submitted_on date,
    submitted_sort timestamptz,
    approved_at timestamptz,
    approved_on date,
    approved_sort timestamptz,
    reimbursed_at timestamptz,
    reimbursed_on date,
    reimbursed_sort timestamptz,
    reimbursement_method text,
    reimbursement_reference text,
    reimbursement_source text,
    approvals jsonb NOT NULL,
    custom_fields jsonb NOT NULL,
    history jsonb,
    web_url text,
    vendor_fields jsonb NOT NULL,
    content_hash bytea NOT NULL,
    first_seen_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT reports_pkey PRIMARY KEY (instance_id, remote_id),
    CONSTRAINT reports_status CHECK (status IN ('OPEN','SUBMITTED','APPROVED','REIMBURSED','CLOSED','UNKNOWN')),
    CONSTRAINT reports_total CHECK ((total_amount IS NULL) = (total_currency IS NULL)),
    CONSTRAINT reports_reimbursement_method CHECK (reimbursement_method IN ('VENDOR_TRANSFER','RECORDED','UNKNOWN'))
  ) WITH (fillfactor = 50);
  CREATE INDEX reports_by_created ON reports (instance_id, created_sort, remote_id);
  CREATE INDEX reports_by_submitted ON reports (instance_id, submitted_sort, remote_id);
  CREATE INDEX reports_by_approved ON reports (instance_id, approved_sort, remote_id);
  CREATE INDEX reports_by_reimbursed ON reports (instance_id, reimbursed_sort, remote_id);
  CREATE INDEX reports_by_name ON reports (instance_id, name_sort, remote_id);
  CREATE INDEX reports_by_total ON reports (instance_id, total_currency, total_amount, remote_id);
  CREATE INDEX reports_by_changed ON reports (instance_id, changed_at, remote_id);
  CREATE INDEX reports_of_organization_by_created ON reports (organization_id, created_sort, instance_id, remote_id);
  CREATE INDEX reports_of_organization_by_submitted ON reports (organization_id, submitted_sort, instance_id, remote_id);
  CREATE INDEX reports_of_organization_by_approved ON reports (organization_id, approved_sort, instance_id, remote_id);
  CREATE INDEX reports_of_organization_by_reimbursed ON reports (organization_id, reimbursed_sort, instance_id, remote_id);
  CREATE INDEX reports_of_organization_by_name ON reports (organization_id, name_sort, instance_id, remote_id);
  CREATE INDEX reports_of_organization_by_total
    ON reports (organization_id, total_currency, total_amount, instance_id, remote_id);
  CREATE INDEX reports_of_organization_by_changed ON reports (organization_id, changed_at, instance_id, remote_id);
  CREATE INDEX reports_of_submitter ON reports (instance_id, submitter_email, created_sort, remote_id);
  CREATE INDEX reports_under_policy ON reports (instance_id, policy_remote_id);
  CREATE INDEX reports_search ON reports USING gin (search_text gin_trgm_ops);
`;

const EXPENSES = `
  CREATE TABLE expenses (
    instance_id uuid NOT NULL CONSTRAINT expenses_instance_fkey REFERENCES instances (id),
    organization_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    remote_id text COLLATE "C" NOT NULL,
    report_remote_id text COLLATE "C",
    employee_email text COLLATE "C",
    amount numeric(19,5),
    amount_currency char(3),
    original_amount numeric(19,5),
    original_currency char(3),
    converted_amount numeric(19,5),
    converted_currency char(3),
    exchange_rate numeric,
    tax jsonb,
    merchant text,
    merchant_sort text COLLATE "C",
    search_text text NOT NULL,
    description text,
    date date,
    created_at timestamptz,
    vendor_kind text,
    payment_method text,
    category_name text COLLATE "C",
    category_ledger_code text,
    tags jsonb NOT NULL,
    receipt jsonb,
    attendees jsonb NOT NULL,
    billable boolean,
    reimbursable boolean,
    card jsonb,
    distance jsonb,
    merchant_category_code text,
    external_reference text COLLATE "C",
    vendor_fields jsonb NOT NULL,
    content_hash bytea NOT NULL,
    first_seen_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT expenses_pkey PRIMARY KEY (instance_id, kind, remote_id),
    CONSTRAINT expenses_kind CHECK (kind IN ('EXPENSE','PURCHASE','BILL','SUPPLIER_CREDIT')),
    CONSTRAINT expenses_payment_method CHECK (payment_method IN ('CARD','CASH','CHECK','ON_ACCOUNT','OTHER')),
    CONSTRAINT expenses_amount CHECK ((amount IS NULL) = (amount_currency IS NULL)),
    CONSTRAINT expenses_original_amount CHECK ((original_amount IS NULL) = (original_currency IS NULL)),
    CONSTRAINT expenses_converted_amount CHECK ((converted_amount IS NULL) = (converted_currency IS NULL))
  ) WITH (fillfactor = 50);
  CREATE INDEX expenses_by_date ON expenses (instance_id, date, remote_id, kind);
  CREATE INDEX expenses_by_amount ON expenses (instance_id, amount_currency, amount, remote_id, kind);
  CREATE INDEX expenses_by_merchant ON expenses (instance_id, merchant_sort, remote_id, kind);
  CREATE INDEX expenses_by_changed ON expenses (instance_id, changed_at, remote_id, kind);
  CREATE INDEX expenses_of_organization_by_date ON expenses (organization_id, date, instance_id, remote_id, kind);
  CREATE INDEX expenses_of_organization_by_amount
    ON expenses (organization_id, amount_currency, amount, instance_id, remote_id, kind);
  CREATE INDEX expenses_of_organization_by_merchant
    ON expenses (organization_id, merchant_sort, instance_id, remote_id, kind);
  CREATE INDEX expenses_of_organization_by_changed ON expenses (organization_id, changed_at, instance_id, remote_id, kind);
  CREATE INDEX expenses_of_report ON expenses (instance_id, report_remote_id, date, remote_id, kind);
  CREATE INDEX expenses_of_employee ON expenses (instance_id, employee_email);
  CREATE INDEX expenses_in_category ON expenses (instance_id, category_name);
  CREATE INDEX expenses_external_reference ON expenses (instance_id, external_reference)
    WHERE external_reference IS NOT NULL;
  CREATE INDEX expenses_search ON expenses USING gin (search_text gin_trgm_ops);
  CREATE INDEX expenses_tags ON expenses USING gin (tags jsonb_path_ops);
`;

const POLICIES = `
  CREATE TABLE policies (
    instance_id uuid NOT NULL CONSTRAINT policies_instance_fkey REFERENCES instances (id),
    organization_id uuid NOT NULL,
    remote_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    name_sort text COLLATE "C" NOT NULL,
    search_text text NOT NULL,
    vendor_type text,
    currency char(3),
    owner_email text,
    access_role text NOT NULL,
    categories jsonb,
    tag_groups jsonb,
    report_fields jsonb,
    tax jsonb,
    limits jsonb,
    vendor_fields jsonb NOT NULL,
    content_hash bytea NOT NULL,
    first_seen_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT policies_pkey PRIMARY KEY (instance_id, remote_id),
    CONSTRAINT policies_access_role CHECK (access_role IN ('MEMBER','AUDITOR','ADMIN','UNKNOWN'))
  ) WITH (fillfactor = 50);
  CREATE INDEX policies_by_name ON policies (instance_id, name_sort, remote_id);
  CREATE INDEX policies_by_changed ON policies (instance_id, changed_at, remote_id);
  CREATE INDEX policies_of_organization_by_name ON policies (organization_id, name_sort, instance_id, remote_id);
  CREATE INDEX policies_of_organization_by_changed ON policies (organization_id, changed_at, instance_id, remote_id);
  CREATE INDEX policies_search ON policies USING gin (search_text gin_trgm_ops);
`;

const EMPLOYEES = `
  CREATE TABLE employees (
    instance_id uuid NOT NULL CONSTRAINT employees_instance_fkey REFERENCES instances (id),
    organization_id uuid NOT NULL,
    remote_id text COLLATE "C" NOT NULL,
    email text COLLATE "C",
    name text,
    name_sort text COLLATE "C" NOT NULL,
    search_text text NOT NULL,
    first_name text,
    last_name text,
    employee_number text COLLATE "C",
    manager_remote_id text COLLATE "C",
    approver_remote_id text COLLATE "C",
    role text NOT NULL,
    vendor_role text,
    is_active boolean,
    hired_on date,
    released_on date,
    custom_fields jsonb NOT NULL,
    vendor_fields jsonb NOT NULL,
    content_hash bytea NOT NULL,
    first_seen_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT employees_pkey PRIMARY KEY (instance_id, remote_id),
    CONSTRAINT employees_role CHECK (role IN ('MEMBER','AUDITOR','ADMIN','UNKNOWN'))
  ) WITH (fillfactor = 50);
  CREATE INDEX employees_by_name ON employees (instance_id, name_sort, remote_id);
  CREATE INDEX employees_by_email ON employees (instance_id, email, remote_id);
  CREATE INDEX employees_by_changed ON employees (instance_id, changed_at, remote_id);
  CREATE INDEX employees_of_organization_by_name ON employees (organization_id, name_sort, instance_id, remote_id);
  CREATE INDEX employees_of_organization_by_email ON employees (organization_id, email, instance_id, remote_id);
  CREATE INDEX employees_of_organization_by_changed ON employees (organization_id, changed_at, instance_id, remote_id);
  CREATE INDEX employees_employee_number ON employees (instance_id, employee_number) WHERE employee_number IS NOT NULL;
  CREATE INDEX employees_of_manager ON employees (instance_id, manager_remote_id) WHERE manager_remote_id IS NOT NULL;
  CREATE INDEX employees_search ON employees USING gin (search_text gin_trgm_ops);

  CREATE TABLE policy_memberships (
    instance_id uuid NOT NULL CONSTRAINT policy_memberships_instance_fkey REFERENCES instances (id),
    organization_id uuid NOT NULL,
    employee_remote_id text COLLATE "C" NOT NULL,
    policy_remote_id text COLLATE "C" NOT NULL,
    role text NOT NULL,
    submits_to_remote_id text,
    forwards_to_remote_id text,
    approval_limit_amount numeric(19,5),
    approval_limit_currency char(3),
    over_limit_approver_remote_id text,
    CONSTRAINT policy_memberships_pkey PRIMARY KEY (instance_id, employee_remote_id, policy_remote_id),
    CONSTRAINT policy_memberships_role CHECK (role IN ('MEMBER','AUDITOR','ADMIN','UNKNOWN')),
    CONSTRAINT policy_memberships_approval_limit
      CHECK ((approval_limit_amount IS NULL) = (approval_limit_currency IS NULL))
  );
  CREATE INDEX policy_memberships_of_policy ON policy_memberships (instance_id, policy_remote_id, employee_remote_id);
`;
