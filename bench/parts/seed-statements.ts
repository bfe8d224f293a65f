/** Instances of the one organization there is. */
export const INSTANCES = 20;
export const EXPENSES_PER_REPORT = 10;
export const POLICIES_PER_INSTANCE = 10;
/** However many instances have, a person hands in so many: a larger company has more people. */
const REPORTS_PER_PERSON = 10;

/** What is to be in a database. */
export interface SeedSize {
  readonly reports: number;
  /** On the newest reports, ten each. */
  readonly expenses: number;
}

/** Whom it is to belong to; UUIDs. */
export interface SeedOwner {
  readonly organizationId: string;
  readonly userId: string;
}

/** The instance of a number from 0. */
const INSTANCE_ID = (number: string): string =>
  `('00000000-0000-7000-8000-' || lpad(to_hex(1 + ${number}), 12, '0'))::uuid`;

/** Looks like chance, and is the same in every run: a whole number from 0, below `below`. */
const chance = (seed: string, salt: number, below: number): string =>
  `((hashint8extended(${seed}, ${salt}) & 2147483647) % ${below})`;

const pick = (words: readonly string[], seed: string, salt: number): string =>
  `(ARRAY[${words.map((word) => `'${word}'`).join(',')}])[1 + ${chance(seed, salt, words.length)}]`;

const CITIES =
  'Athens Bergen Cork Dublin Espoo Faro Genoa Hamburg Izmir Jena Krakow Lisbon Malmo Nice Oslo Porto'.split(' ');
const CATEGORIES = ['Meals', 'Lodging', 'Air travel', 'Rail', 'Taxi', 'Office supplies', 'Software', 'Telephone'];
const MERCHANTS = ['Hotel Central', 'Blue Taxi', 'City Rail', 'Corner Bistro', 'Paper & Pen', 'Northern Air'];

/** Statements that fill an empty, migrated database; the same rows in every run, but for their age. */
export function seedStatements({ reports, expenses }: SeedSize, { organizationId, userId }: SeedOwner): string[] {
  const people = Math.max(1, Math.floor(reports / INSTANCES / REPORTS_PER_PERSON));
  const owner = `'${organizationId}'::uuid`;
  return [
    instances(owner, `'${userId}'::uuid`),
    NO_VENDOR,
    NOT_POLLED,
    freshness(),
    policies(owner),
    employees(owner, people),
    reportsOf(owner, reports, people),
    expensesOf(owner, Math.floor(expenses / EXPENSES_PER_REPORT)),
  ];
}

/** What was read stays fresh for a day, so that no vendor is asked: there is none. */
function instances(owner: string, user: string): string {
  return `INSERT INTO instances (id, organization_id, element_key, name, tags, status, status_changed_at, token_hash,
      external_authentication, created_by, created_at, updated_at, time_to_live_seconds)
    SELECT ${INSTANCE_ID('n')}, ${owner}, 'expensify', 'Company ' || n, ARRAY['region-' || n % 4], 'ACTIVE', now(),
      sha256(('instance ' || n)::bytea), 'NONE', ${user}, now(), now(), 86400
    FROM generate_series(0, ${INSTANCES - 1}) AS n`;
}

/** Should anything ever want to ask a vendor all the same, it is refused: addresses of the own machine are. */
const NO_VENDOR = `INSERT INTO instance_configuration (instance_id, key, value)
  SELECT id, 'base.url', 'http://127.0.0.1:9/' FROM instances`;

const NOT_POLLED = `INSERT INTO sync_schedules (instance_id, due_at, idle_runs)
  SELECT id, now() + interval '1 day', 0 FROM instances`;

function freshness(): string {
  return `INSERT INTO resource_freshness (instance_id, resource, fetched_at, full_at, rejected_count)
    SELECT id, resource, now(), now(), 0
    FROM instances CROSS JOIN unnest(ARRAY['REPORTS','EXPENSES','POLICIES','EMPLOYEES']) AS resource`;
}

function policies(owner: string): string {
  return `INSERT INTO policies (instance_id, organization_id, remote_id, name, name_sort, search_text, currency, access_role,
      vendor_fields, content_hash, first_seen_at, changed_at, fetched_at)
    SELECT ${INSTANCE_ID('n')}, ${owner}, 'P' || p, 'Policy ' || p, 'policy ' || p, 'policy ' || p, 'USD', 'ADMIN', '{}',
      sha256(('policy ' || p)::bytea), now(), now(), now()
    FROM generate_series(0, ${INSTANCES - 1}) AS n CROSS JOIN generate_series(0, ${POLICIES_PER_INSTANCE - 1}) AS p`;
}

function employees(owner: string, people: number): string {
  return `INSERT INTO employees (instance_id, organization_id, remote_id, email, name, name_sort, search_text, role,
      is_active, custom_fields, vendor_fields, content_hash, first_seen_at, changed_at, fetched_at)
    SELECT ${INSTANCE_ID('n')}, ${owner}, email, email, 'Person ' || p, 'person ' || p, email, 'MEMBER', TRUE, '[]', '{}',
      sha256(email::bytea), now(), now(), now()
    FROM generate_series(0, ${INSTANCES - 1}) AS n CROSS JOIN generate_series(0, ${people - 1}) AS p
    CROSS JOIN LATERAL (SELECT 'person' || p || '@example.com' AS email) e`;
}

/** Age decides: what is new is in any state, of what is old hardly any is still open. */
const STATUS = `CASE
    WHEN r.place < r.all_of_them / 20 THEN ${pick(['OPEN', 'SUBMITTED', 'APPROVED', 'REIMBURSED'], 'r.place', 1)}
    ELSE ${pick([...Array<string>(93).fill('REIMBURSED'), 'CLOSED', 'CLOSED', 'CLOSED', 'CLOSED', 'OPEN', 'SUBMITTED', 'APPROVED'], 'r.place', 2)}
  END`;

/** Newest first, evenly over two years, one instance after the other; no two at the same instant. */
const REPORT = `
  SELECT place, ${INSTANCE_ID(`place % ${INSTANCES}`)} AS instance_id, 'R' || lpad(place::text, 9, '0') AS remote_id,
    'Trip to ' || ${pick(CITIES, 'place', 3)} || ' ' || place AS name, status, opened,
    CASE WHEN status <> 'OPEN' THEN opened + interval '2 days' END AS submitted,
    CASE WHEN status NOT IN ('OPEN','SUBMITTED') THEN opened + interval '4 days' END AS approved,
    CASE WHEN status = 'REIMBURSED' THEN opened + interval '6 days' END AS reimbursed
  FROM (
    SELECT r.place, ${STATUS} AS status,
      date_trunc('second', now()) - interval '30 days' - r.place * (interval '700 days' / r.all_of_them) AS opened
    FROM (SELECT place, REPORTS::bigint AS all_of_them FROM generate_series(0::bigint, REPORTS - 1) AS place) r
  ) r`;

function reportsOf(owner: string, reports: number, people: number): string {
  const days = (moment: string): string => `${moment}, (${moment} AT TIME ZONE 'UTC')::date, ${moment}`;
  return `INSERT INTO reports (instance_id, organization_id, remote_id, name, name_sort, search_text, status, vendor_status,
      total_amount, total_currency, submitter_email, submitter_name, policy_remote_id,
      created_at, created_on, created_sort, submitted_at, submitted_on, submitted_sort,
      approved_at, approved_on, approved_sort, reimbursed_at, reimbursed_on, reimbursed_sort,
      reimbursement_method, approvals, custom_fields, web_url, vendor_fields, content_hash,
      first_seen_at, changed_at, fetched_at)
    SELECT instance_id, ${owner}, remote_id, name, lower(name), lower(name), status, status,
      (1000 + ${chance('place', 4, 500_000)}) / 100.0, CASE WHEN place % 50 = 49 THEN 'EUR' ELSE 'USD' END,
      'person' || person || '@example.com', 'Person ' || person, 'P' || ${chance('place', 5, POLICIES_PER_INSTANCE)},
      ${['opened', 'submitted', 'approved', 'reimbursed'].map(days).join(', ')},
      CASE WHEN status = 'REIMBURSED' THEN 'VENDOR_TRANSFER' END, '[]', '[]',
      'https://vendor.example.com/reports/' || remote_id, jsonb_build_object('reportID', remote_id, 'status', status),
      sha256(remote_id::bytea), opened, opened + interval '6 days', now()
    FROM (${REPORT.replaceAll('REPORTS', String(reports))}) r
    CROSS JOIN LATERAL (SELECT ${chance('place', 6, people)} AS person) p`;
}

function expensesOf(owner: string, reports: number): string {
  return `INSERT INTO expenses (instance_id, organization_id, kind, remote_id, report_remote_id, employee_email,
      amount, amount_currency, merchant, merchant_sort, search_text, description, date, created_at, vendor_kind,
      category_name, category_ledger_code, tags, attendees, billable, reimbursable, vendor_fields, content_hash,
      first_seen_at, changed_at, fetched_at)
    SELECT instance_id, ${owner}, 'EXPENSE', remote_id, report_remote_id, employee_email,
      (500 + ${chance('n', 7, 30_000)}) / 100.0, 'USD', merchant, lower(merchant), lower(merchant || E'\\n' || description),
      description, day, day, 'cash', ${pick(CATEGORIES, 'n', 8)}, (6000 + n % 9)::text, '[{"name":"Fair"}]', '[]',
      n % 3 = 0, n % 10 <> 0, jsonb_build_object('transactionID', remote_id, 'modifiedMerchant', merchant),
      sha256(remote_id::bytea), day, day, now()
    FROM (
      SELECT r.instance_id, r.remote_id AS report_remote_id, 'E' || r.remote_id || place AS remote_id,
        r.submitter_email AS employee_email, r.created_on - 3 - place AS day, r.n * ${EXPENSES_PER_REPORT} + place AS n,
        ${pick(MERCHANTS, `r.n * ${EXPENSES_PER_REPORT} + place`, 9)} AS merchant,
        'Spent in ' || substr(r.name, 9) || ', number ' || place AS description
      FROM (
        SELECT *, row_number() OVER (ORDER BY created_sort DESC) AS n FROM reports ORDER BY created_sort DESC LIMIT ${reports}
      ) r CROSS JOIN generate_series(0, ${EXPENSES_PER_REPORT - 1}) AS place
    ) e`;
}
