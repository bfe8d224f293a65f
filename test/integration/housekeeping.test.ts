import { v7 as uuidv7 } from 'uuid';
import type { ReceiptRecord } from '../../src/adapters/records';
import { AgentSessionRepository } from '../../src/persistence/repositories/agent-session.repository';
import { BookEntryRepository } from '../../src/persistence/repositories/book-entry.repository';
import { ExpenseReceiptRepository } from '../../src/persistence/repositories/expense-receipt.repository';
import { InstanceAgentRepository } from '../../src/persistence/repositories/instance-agent.repository';
import { LeaseRepository } from '../../src/persistence/repositories/lease.repository';
import { WebhookChannelRepository } from '../../src/persistence/repositories/webhook-channel.repository';
import { hashSecret } from '../../src/security/secret';
import { recordEvents, reportChange } from '../support/change-events';
import { FastClock } from '../support/fast-clock';
import { buildBookEntry } from '../support/record-builders';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const DAY = 24 * 60 * 60_000;
const TABLES_OF_INSTANCE = [
  'bulk_job_chunks',
  'bulk_jobs',
  'reports',
  'expenses',
  'policies',
  'policy_memberships',
  'employees',
  'book_entries',
  'expense_receipts',
  'financial_reports',
  'vendor_notices',
  'resource_freshness',
  'sync_runs',
  'sync_schedules',
  'tax_code_lists',
  'tax_document_changes',
  'tax_documents',
  'absent_records',
  'instance_configuration',
  'vendor_calls',
  'vendor_writes',
  'change_events',
  'webhook_channels',
  'webhook_deliveries',
  'report_exports',
  'report_export_files',
  'report_export_chunks',
  'instance_agents',
  'agent_sessions',
];

describe('housekeeping', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;

  beforeEach(async () => {
    world = await createServiceWorld({ clock, reports: 30 });
    tenant = await world.createTenant();
  });
  afterEach(() => world.close());

  const query = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    world.database.query<Row>(world.parts.context, { text, values });

  const countsOf = (id: string): Promise<number[]> =>
    Promise.all(TABLES_OF_INSTANCE.map((table) => world.countRows(table, id)));

  /** An instance with something in every table. */
  const filled = async (): Promise<string> => {
    const pair = world.sandbox.issueCredentials(`pair ${Math.random()}`);
    const id = await world.provision(tenant, { ...pair, 'sync.history.days': '300' });
    await world.read(tenant, id, 'REPORTS');
    await world.read(tenant, id, 'POLICIES');
    const { records } = world.parts.services;
    await records.findReports(world.as(tenant), [{ instanceId: id, remoteId: 'RzzzzzzzzzzA' }]);
    await world.parts.tasks.idle();
    await world.parts.flushCallLog();
    await addNotification(id);
    await addExport(id);
    await addTaxes(id);
    await addBooks(id);
    await addReportAndNotice(id);
    await addAgent(id);
    await world.parts.polling.tick(world.parts.context);
    const write = { name: 'createPolicy', instanceId: id, request: { name: 'Written', plan: null } } as const;
    await world.parts.services.vendorWrites.perform<'createPolicy'>(world.as(tenant), write);
    await world.parts.tasks.idle();
    await world.parts.flushCallLog();
    const event = reportChange(tenant.caller.organizationId, id, 'R1');
    await recordEvents(world.parts.context, world.database, [{ ...event, recordedAt: clock.now() }]);
    await query(
      `INSERT INTO bulk_jobs (id, organization_id, instance_id, user_id, resource, status, records_count, columns, created_at)
       SELECT gen_random_uuid(), organization_id, id, gen_random_uuid(), 'reports', 'RUNNING', 1, '{id}', now()
       FROM instances WHERE id = $1`,
      [id],
    );
    await query(
      `INSERT INTO bulk_job_chunks (instance_id, job_id, number, organization_id, bytes)
       SELECT instance_id, id, 0, organization_id, 'x' FROM bulk_jobs WHERE instance_id = $1`,
      [id],
    );
    const counts = await countsOf(id);
    expect(TABLES_OF_INSTANCE.filter((_, i) => counts[i] === 0)).toEqual([]);
    return id;
  };

  /** What a vendor that calls us would leave. */
  async function addAgent(id: string): Promise<void> {
    const { organizationId } = tenant.caller;
    const of = { instanceId: id, organizationId };
    const [secret, now] = [hashSecret(id), clock.now()];
    const agent = { username: id, passwordHash: secret, accountMark: id, intervalSeconds: 900, statusReason: null };
    const setupLink = { hash: secret, expiresAt: now };
    const { context } = world.parts;
    await new InstanceAgentRepository(world.database).insert(context, { ...of, ...agent, setupLink, createdAt: now });
    const session = { ...of, id: uuidv7(), ticketHash: secret, address: '127.0.0.1', startedAt: now };
    await new AgentSessionRepository(world.database).insert(context, session);
  }

  /** What a vendor of sales tax would leave. */
  const addTaxes = async (instanceId: string): Promise<void> => {
    const { organizationId, userId } = tenant.caller;
    const id = uuidv7();
    await query(
      `INSERT INTO tax_documents (instance_id, id, organization_id, document_key, state, tax_date, currency, total_tax_amount,
         lines, jurisdictions, advisories, request, request_digest, version, created_at, changed_at, fetched_at)
       VALUES ($1, $2, $3, 'INV-1', 'DRAFT', '2026-08-15', 'USD', 1, '[]', '[]', '[]', '{}', '', 1, $4, $4, $4)`,
      [instanceId, id, organizationId, clock.now()],
    );
    await query(
      `INSERT INTO tax_document_changes (instance_id, id, organization_id, document_id, change, outcome, document_key,
         request_id, user_id, started_at) VALUES ($1, $2, $3, $2, 'CALCULATE', 'PENDING', 'INV-1', '', $4, $5)`,
      [instanceId, id, organizationId, userId, clock.now()],
    );
    await query(
      `INSERT INTO tax_code_lists (instance_id, kind, organization_id, codes, fetched_at) VALUES ($1, 'ITEM', $2, '{}', $3)`,
      [instanceId, organizationId, clock.now()],
    );
  };

  /** What an accounting product would leave. */
  const addBooks = async (instanceId: string): Promise<void> => {
    const target = { organizationId: tenant.caller.organizationId, instanceId };
    const { context } = world.parts;
    const receipt = { remoteId: '7', fileName: null, contentType: null, expenses: [{ kind: 'BILL', remoteId: '1' }] };
    const entry = buildBookEntry('SUPPLIER', '56');
    await new BookEntryRepository(world.database).storeBookEntries(
      context,
      world.database,
      target,
      [entry],
      clock.now(),
    );
    await new ExpenseReceiptRepository(world.database).storeReceipts(
      context,
      world.database,
      target,
      [receipt as ReceiptRecord],
      clock.now(),
    );
  };

  /** A statement that failed, and a message of the vendor that waits. */
  const addReportAndNotice = async (id: string): Promise<void> => {
    const values = [id, tenant.caller.organizationId, clock.now()];
    await query(
      `INSERT INTO financial_reports (instance_id, question_digest, organization_id, question, asked_at)
       VALUES ($1, '\\x00', $2, '{}', $3)`,
      values,
    );
    await query(
      `INSERT INTO vendor_notices (instance_id, event_id, organization_id, received_at) VALUES ($1, 'e1', $2, $3)`,
      values,
    );
  };

  /** Notifications are on, and one was delivered. */
  const addNotification = async (id: string): Promise<void> => {
    const { organizationId } = tenant.caller;
    const cursor = { instanceId: id, organizationId, cursor: null };
    await new WebhookChannelRepository(world.database).open(world.parts.context, cursor, clock.now());
    await query(
      `INSERT INTO webhook_deliveries (instance_id, id, organization_id, kind, event_ids, body, status, attempts, created_at)
       VALUES ($1, gen_random_uuid(), $2, 'PING', '{}', '{}', 'DELIVERED', 1, $3)`,
      [id, organizationId, clock.now()],
    );
  };

  /** One whose file is held. */
  const addExport = async (id: string): Promise<void> => {
    const { organizationId } = tenant.caller;
    const [row] = await query<{ id: string }>(
      `INSERT INTO report_exports (id, organization_id, instance_id, kind, format, is_dry_run, actions, status, created_at,
         finished_at, expires_at)
       VALUES (gen_random_uuid(), $1, $2, 'REPORTS', 'CSV', false, '{}', 'READY', $3, $3, $3::timestamptz + interval '1 day')
       RETURNING id`,
      [organizationId, id, clock.now()],
    );
    await query(
      `INSERT INTO report_export_files (instance_id, export_id, number, organization_id, vendor_name, vendor_place, name, byte_size)
       VALUES ($1, $2, 1, $3, 'a.csv', '', 'a.csv', 1)`,
      [id, row!.id, organizationId],
    );
    await query(
      `INSERT INTO report_export_chunks (instance_id, export_id, file_number, first_byte, organization_id, bytes)
       VALUES ($1, $2, 1, 0, $3, 'x')`,
      [id, row!.id, organizationId],
    );
  };

  const addEmployees = (id: string, count: number) =>
    query(
      `INSERT INTO employees (instance_id, organization_id, remote_id, name_sort, search_text, role, custom_fields,
         vendor_fields, content_hash, first_seen_at, changed_at, fetched_at)
       SELECT $1, $2, n::text, n::text, '', 'MEMBER', '[]', '{}', '\\x00', now(), now(), now()
       FROM generate_series(1, $3::int) AS n`,
      [id, tenant.caller.organizationId, count],
    );

  const round = async (parts = world.parts): Promise<number> => {
    // Written after a moment otherwise, which may be while the round goes on.
    await parts.flushCallLog();
    const before = parts.context.stats.sqlStatements;
    await parts.housekeeping.round(parts.context);
    return parts.context.stats.sqlStatements - before;
  };

  it('purges a deleted instance from every table, and leaves the others alone', async () => {
    const [gone, kept] = [await filled(), await filled()];
    const before = await countsOf(kept);
    await world.parts.services.instances.remove(world.as(tenant), gone);
    expect(await world.find(tenant, gone)).toBeNull();
    await round();
    expect(await countsOf(gone)).toEqual(TABLES_OF_INSTANCE.map(() => 0));
    expect(await query('SELECT FROM instances WHERE id = $1', [gone])).toEqual([]);
    expect(await countsOf(kept)).toEqual(before);
    expect(await world.find(tenant, kept)).not.toBeNull();
  });

  // A flow ends by itself, once what was granted to it is given back.
  it('knows every table that belongs to an instance', async () => {
    const tables = await query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'instance_id' AND table_name <> 'oauth_consents' ORDER BY 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(TABLES_OF_INSTANCE.toSorted());
  });

  it('removes what bulk jobs found, however many ended before', async () => {
    const id = await world.provision(tenant);
    await query(
      `INSERT INTO bulk_jobs (id, organization_id, instance_id, user_id, resource, status, records_count, columns, created_at,
         finished_at, expires_at)
       SELECT gen_random_uuid(), organization_id, id, gen_random_uuid(), 'reports', 'COMPLETED', 1, '{id}', $2, $2, $2
       FROM instances, generate_series(1, 120) WHERE id = $1`,
      [id, clock.now()],
    );
    await query(
      `INSERT INTO bulk_job_chunks (instance_id, job_id, number, organization_id, bytes)
       SELECT instance_id, id, 0, organization_id, 'x' FROM bulk_jobs WHERE instance_id = $1`,
      [id],
    );
    for (let rounds = 0; rounds < 3; rounds += 1) await round();
    expect(await world.countRows('bulk_job_chunks', id)).toBe(0);
    expect(await world.countRows('bulk_jobs', id)).toBe(120);
  });

  it('purges in batches', async () => {
    const id = await world.provision(tenant);
    await addEmployees(id, 12_000);
    await world.parts.services.instances.remove(world.as(tenant), id);
    const statements = await round();
    const emptyRound = await round();
    // Three with something in them, and the one that finds nothing; then what is left of the instance.
    expect(statements - emptyRound).toBeGreaterThanOrEqual(4);
    expect(await world.countRows('employees', id)).toBe(0);
  });

  it('stops a load of a deleted instance from storing anything more', async () => {
    const id = await world.provision(tenant, { ...world.sandbox.configuration, 'sync.history.days': '20' });
    world.sandbox.forgetJobs();
    world.sandbox.setFaults({ latency: { value: 20_000, job: 'download', times: 1 } });
    const reading = world.read(tenant, id);
    while (!world.sandbox.jobs().some(({ type }) => type === 'download'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await world.parts.services.instances.remove(world.as(tenant), id);
    await round();
    await reading;
    await world.parts.tasks.idle();
    expect(await query('SELECT FROM instances WHERE id = $1', [id])).toEqual([]);
    expect(await countsOf(id)).toEqual(
      TABLES_OF_INSTANCE.map((table) => (table === 'vendor_calls' ? expect.anything() : 0)),
    );
    expect(world.logged()).not.toContain('"level":50');
  });

  it('is done by one replica at a time', async () => {
    const id = await world.provision(tenant);
    await world.parts.services.instances.remove(world.as(tenant), id);
    const elsewhere = new LeaseRepository(world.database, clock);
    const lease = await elsewhere.acquire(world.parts.context, 'housekeeping', DAY);
    await round();
    expect(await query('SELECT FROM instances')).toHaveLength(1);
    await elsewhere.release(world.parts.context, lease!);
    const replica = world.addReplica();
    await Promise.all([round(), round(replica)]);
    expect(await query('SELECT FROM instances')).toEqual([]);
    expect(world.logged()).not.toContain('"level":50');
  });

  it('goes on with the rest when one instance cannot be purged', async () => {
    const stuck = await world.provision(tenant);
    const gone = await world.provision(tenant);
    await query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$`);
    await query(`CREATE TRIGGER refuse BEFORE DELETE ON instances FOR EACH ROW WHEN (OLD.id = '${stuck}')
                 EXECUTE FUNCTION refuse()`);
    for (const id of [stuck, gone]) await world.parts.services.instances.remove(world.as(tenant), id);
    await query(`INSERT INTO idempotency_keys (organization_id, key, request_hash, expires_at)
                 VALUES ('${tenant.caller.organizationId}', 'old', '\\x00', '2020-01-01')`);
    await round();
    expect(await query<{ id: string }>('SELECT id FROM instances')).toEqual([{ id: stuck }]);
    expect(await query('SELECT FROM idempotency_keys')).toEqual([]);
    expect(world.logged()).toContain('a deleted instance could not be purged');
    await query('DROP TRIGGER refuse ON instances');
    await round();
    expect(await query('SELECT FROM instances')).toEqual([]);
  });

  it('forgets what is past its time, and nothing earlier', async () => {
    const id = await filled();
    await world.parts.services.provisioning.provision(world.as(tenant), {
      elementKey: 'expensify',
      name: 'Once',
      tags: [],
      configuration: Object.entries(world.sandbox.configuration).map(([key, value]) => ({ key, value, path: [] })),
      externalAuthentication: 'NONE',
      idempotencyKey: 'kept for ninety minutes',
    });
    await world.parts.flushCallLog();
    const sizes = async (): Promise<Record<string, number>> => {
      const [row] = await query<Record<string, number>>(`SELECT
        (SELECT count(*)::int FROM absent_records) AS absent, (SELECT count(*)::int FROM idempotency_keys) AS keys,
        (SELECT count(*)::int FROM change_events) AS events, (SELECT count(*)::int FROM vendor_calls) AS calls, (SELECT count(*)::int FROM vendor_budgets) AS budgets,
        (SELECT count(*)::int FROM webhook_deliveries) AS deliveries,
        (SELECT count(*)::int FROM leases WHERE key <> 'housekeeping') AS leases`);
      return row!;
    };
    await query('UPDATE absent_records SET expires_at = $1', [new Date(clock.now().getTime() + 60_000)]);
    const full = await sizes();
    for (const size of Object.values(full)) expect(size).toBeGreaterThan(0);
    await round();
    expect(await sizes()).toEqual(full);
    clock.advance(2 * 60 * 60_000);
    await round();
    expect(await sizes()).toEqual({ ...full, absent: 0, keys: 0 });
    clock.advance(3 * DAY);
    await round();
    expect(await sizes()).toEqual({ ...full, absent: 0, keys: 0, budgets: 0, leases: 0 });
    clock.advance(30 * DAY);
    await round();
    expect(await sizes()).toEqual({ absent: 0, keys: 0, events: 0, calls: 0, budgets: 0, leases: 0, deliveries: 0 });
    expect(await world.countRows('reports', id)).toBeGreaterThan(0);
  });

  it('goes on by itself until the service stops', async () => {
    const id = await world.provision(tenant);
    world.parts.housekeeping.start(world.parts.context);
    await world.parts.services.instances.remove(world.as(tenant), id);
    while ((await query('SELECT FROM instances')).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await world.parts.close();
    expect(world.logged()).not.toContain('"level":50');
  });
});
