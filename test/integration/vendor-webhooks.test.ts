import { sign, cloudEvent, OTHER_TOKEN, QuickBooksBooks } from '../support/quickbooks-books';
import { OTHER_SANDBOX_REALM, SANDBOX_REALM } from '../support/quickbooks-client';
import type { Tenant } from '../support/service-world';

const TOKEN_KEY = 'event.vendor.webhooks.verifier_token';

describe('messages of a vendor that something has changed', () => {
  let books: QuickBooksBooks;
  let acme: Tenant;
  let other: Tenant;

  beforeAll(async () => {
    books = await QuickBooksBooks.start();
    acme = await books.service.createTenant('Acme');
    other = await books.service.createTenant('Other');
  });
  beforeEach(() => books.clock.advance(60_000));
  afterEach(async () => {
    await sql('UPDATE instances SET deleted_at = now()');
    await books.service.parts.housekeeping.round(books.service.parts.context);
    await sql('SELECT graphile_worker.complete_jobs(array(SELECT id FROM graphile_worker.jobs))');
  });
  afterAll(() => books.close());

  const sql = <Row>(text: string): Promise<Row[]> =>
    books.service.database.query<Row>(books.service.parts.context, { text });
  const connect = (tenant: Tenant, token: string | null = books.verifierToken, realmId = SANDBOX_REALM) =>
    books.connect(tenant, { 'quickbooks.realm.id': realmId, ...(token !== null && { [TOKEN_KEY]: token }) });
  /** Has its books read whole, as a reader does. */
  async function load(tenant: Tenant, id: string): Promise<void> {
    await books.service.read(tenant, id, 'EXPENSES');
    await books.service.parts.tasks.idle();
    books.clock.advance(60_000);
  }
  const work = (id: string): Promise<void> =>
    books.service.parts.noticeExecution.execute(books.service.parts.context, id);
  const waiting = async (id: string): Promise<string[]> => {
    const rows = await sql<{ event_id: string }>(
      `SELECT event_id FROM vendor_notices WHERE instance_id = '${id}' AND handled_at IS NULL ORDER BY event_id`,
    );
    return rows.map(({ event_id }) => event_id);
  };
  const jobs = async (): Promise<number> => {
    const [row] = await sql<{ count: number }>(
      "SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE task_identifier = 'vendor-notices'",
    );
    return row!.count;
  };
  const events = (id: string) =>
    sql<{ kind: string; source: string; record_kind: string; remote_id: string }>(
      `SELECT kind, source, record_kind, remote_id FROM change_events WHERE instance_id = '${id}' AND source <> 'SYNC' AND resource IS NOT NULL ORDER BY change_events.id`,
    );
  const supplierName = async (id: string, remoteId: string): Promise<string | undefined> => {
    const rows = await sql<{ name: string }>(
      `SELECT name FROM book_entries WHERE instance_id = '${id}' AND kind = 'SUPPLIER' AND remote_id = '${remoteId}'`,
    );
    return rows[0]?.name;
  };
  async function rename(name: string): Promise<void> {
    const { Id, SyncToken } = await books.get('vendor/50');
    await books.post('vendor', { Id, SyncToken, sparse: true, DisplayName: name });
  }

  describe('that are signed with the token of an instance', () => {
    it('have what they are about read again, by id, and told as changed', async () => {
      const id = await connect(acme);
      await load(acme, id);
      await rename('Nursery of Tania');
      expect(await books.tell([cloudEvent('Vendor', '50')])).toBe(200);
      const calls = await books.callsOf(() => work(id));
      expect(calls).toEqual(['query']);
      expect(await supplierName(id, '50')).toBe('Nursery of Tania');
      expect(await events(id)).toEqual([
        { kind: 'UPDATED', source: 'WEBHOOK', record_kind: 'SUPPLIER', remote_id: '50' },
      ]);
      expect(await waiting(id)).toEqual([]);
    });

    it('come in the older form too', async () => {
      const id = await connect(acme);
      await load(acme, id);
      await rename('Older Nursery');
      const entities = [{ name: 'Vendor', id: '50', operation: 'Update', lastUpdated: '2026-05-05T17:00:00.000Z' }];
      const body = { eventNotifications: [{ realmId: SANDBOX_REALM, dataChangeEvent: { entities } }] };
      expect(await books.tell(body)).toBe(200);
      expect(await books.tell(body)).toBe(200);
      expect(await waiting(id)).toHaveLength(1);
      await work(id);
      expect(await supplierName(id, '50')).toBe('Older Nursery');
    });

    it('count each time where they do not say when', async () => {
      const id = await connect(acme);
      await load(acme, id);
      const entities = [{ name: 'Vendor', id: '50', operation: 'Update' }];
      const body = { eventNotifications: [{ realmId: SANDBOX_REALM, dataChangeEvent: { entities } }] };
      for (const name of ['First Nursery', 'Second Nursery']) {
        await rename(name);
        expect(await books.tell(body)).toBe(200);
        await work(id);
        expect(await supplierName(id, '50')).toBe(name);
      }
    });

    it('count although what else the message tells is nothing that we know', async () => {
      const id = await connect(acme);
      const strange = [
        { ...cloudEvent('Purchase', '1'), type: 'qbo.purchase.created-again.v1.beta' },
        { ...cloudEvent('Currency', '2'), intuitentityid: 'EUR' },
        { specversion: '1.0', id: 'x', type: 'com.intuit.survey' },
        'ping',
      ];
      expect(await books.tell([...strange, cloudEvent('Purchase', '144')])).toBe(200);
      expect(await waiting(id)).toContain('Purchase-144-updated');
      const entities = [
        { name: 'Currency', id: 'EUR', operation: 'Update', lastUpdated: '2026-05-05T17:00:00.000Z' },
        { name: 'Purchase' },
        { name: 'Purchase', id: '143', operation: 'Update', lastUpdated: '2026-05-05T17:00:00.000Z' },
      ];
      const notification = { realmId: SANDBOX_REALM, dataChangeEvent: { entities } };
      expect(await books.tell({ eventNotifications: [{ realmId: 'x' }, notification] })).toBe(200);
      const told = await sql<{ remote_id: string }>(
        `SELECT remote_id FROM vendor_notices WHERE instance_id = '${id}' AND remote_id IS NOT NULL ORDER BY remote_id`,
      );
      expect(told).toEqual([{ remote_id: '143' }, { remote_id: '144' }]);
    });

    it('are answered before anything is asked of the vendor', async () => {
      await connect(acme);
      const calls = await books.callsOf(() => books.tell([cloudEvent('Purchase', '144')]));
      expect(calls).toEqual([]);
      expect(await jobs()).toBe(1);
    });

    it('make financial reports stale, whatever they are about', async () => {
      const id = await connect(acme);
      const question = { kind: 'PROFIT_AND_LOSS', from: null, to: null, basis: null, columnsBy: 'TOTAL', filters: {} };
      const read = async () => {
        const reads = [{ instanceId: id, question: question as never, maxAgeSeconds: null }];
        const [found] = await books.service.parts.services.financialReports.find(books.service.as(acme), reads);
        await books.service.parts.tasks.idle();
        return found as { freshness: { state: string } };
      };
      await load(acme, id);
      await read();
      books.clock.advance(1_000);
      expect((await read()).freshness.state).toBe('FRESH');
      await rename('Nursery of the books');
      expect(await books.tell([cloudEvent('Invoice', '130'), cloudEvent('Vendor', '50')])).toBe(200);
      expect((await read()).freshness.state).toBe('STALE');
      books.clock.advance(1_000);
      expect((await read()).freshness.state).toBe('FRESH');
      const calls = await books.callsOf(async () => {
        await work(id);
        // What came of it was known to be different already.
        expect((await read()).freshness.state).toBe('FRESH');
      });
      expect(calls).toEqual(['query']);
      expect(await events(id)).toHaveLength(1);
      expect(await waiting(id)).toEqual([]);
    });
  });

  describe('of expenses', () => {
    it('forget what the vendor has no more, and of the kind that was told of alone', async () => {
      const id = await connect(acme);
      await load(acme, id);
      const { Id, SyncToken } = await books.get('purchase/144');
      await books.post('purchase?operation=delete', { Id, SyncToken });
      expect(await books.tell([cloudEvent('Purchase', '144', 'deleted')])).toBe(200);
      expect(await books.callsOf(() => work(id))).toEqual(['batch']);
      expect(await events(id)).toEqual([
        { kind: 'DELETED', source: 'WEBHOOK', record_kind: 'PURCHASE', remote_id: '144' },
      ]);
    });

    it('keep what was told to be gone and is there: messages come in any order', async () => {
      const id = await connect(acme);
      await load(acme, id);
      expect(await books.tell([cloudEvent('Purchase', '143', 'deleted'), cloudEvent('Bill', '143', 'updated')])).toBe(
        200,
      );
      await work(id);
      expect(await events(id)).toEqual([]);
      const kept = await sql(
        `SELECT FROM expenses WHERE instance_id = '${id}' AND kind = 'PURCHASE' AND remote_id = '143'`,
      );
      expect(kept).toHaveLength(1);
    });

    it('are there at once though somebody had asked for them before', async () => {
      const id = await connect(acme);
      await load(acme, id);
      const until = new Date(books.clock.now().getTime() + 3_600_000).toISOString();
      const created = await books.post('vendor', { DisplayName: 'Asked for too early' });
      const newId = String(created['Id']);
      await sql(`INSERT INTO absent_records VALUES ('${id}', 'SUPPLIERS', '${newId}', '${until}')`);
      expect(await books.tell([cloudEvent('Vendor', newId, 'created')])).toBe(200);
      await work(id);
      expect(await supplierName(id, newId)).toBe('Asked for too early');
      expect(await sql(`SELECT FROM absent_records WHERE instance_id = '${id}'`)).toEqual([]);
      expect(await events(id)).toMatchObject([{ kind: 'CREATED', source: 'WEBHOOK' }]);
    });
  });

  it('cost few calls however many there are', async () => {
    const id = await connect(acme);
    await load(acme, id);
    const storm = Array.from({ length: 30 }, (_, message) =>
      Array.from({ length: 100 }, (_, index) => {
        const number = message * 100 + index;
        return cloudEvent(['Vendor', 'Purchase', 'Customer'][number % 3]!, String(30 + (number % 60)), 'updated', {
          id: `storm-${number}`,
        });
      }),
    );
    for (const message of storm) expect(await books.tell(message)).toBe(200);
    expect(await waiting(id)).toHaveLength(3_000);
    expect(await jobs()).toBe(1);
    const calls = await books.callsOf(() => books.whileTimePasses(work(id)));
    expect(await waiting(id)).toEqual([]);
    // One for each kind of record.
    expect(calls.sort()).toEqual(['batch', 'query', 'query']);
  });

  it('read nothing that was never read, and nobody has asked for', async () => {
    const id = await connect(acme);
    expect(await books.tell([cloudEvent('Purchase', '144'), cloudEvent('Vendor', '50')])).toBe(200);
    expect(await books.callsOf(() => work(id))).toEqual([]);
    expect(await waiting(id)).toEqual([]);
  });

  describe('that nobody can vouch for', () => {
    it('are refused without a signature, and with a wrong one', async () => {
      const id = await connect(acme);
      const message = [cloudEvent('Purchase', '144')];
      expect(await books.tell(message, null)).toBe(401);
      expect(await books.tell(message, 'guessed')).toBe(401);
      const body = JSON.stringify(message);
      for (const signature of [
        '',
        ' ',
        '=',
        'AAAA',
        sign(body, books.verifierToken).slice(0, -4),
        sign(`${body} `, books.verifierToken),
      ]) {
        const { status } = await fetch(`${books.service.url}/webhooks/quickbooks`, {
          method: 'POST',
          headers: { 'intuit-signature': signature },
          body,
        });
        expect([signature, status]).toEqual([signature, 401]);
      }
      expect(await waiting(id)).toEqual([]);
    });

    it('are refused of companies that no instance holds, or holds without a token', async () => {
      await connect(acme, null);
      expect(await books.tell([cloudEvent('Purchase', '144')])).toBe(401);
      expect(await books.tell([cloudEvent('Purchase', '144', 'updated', { intuitaccountid: '99' })])).toBe(401);
    });

    it.each<[string, string]>([
      ['no JSON', 'Purchase 144'],
      ['a text', '"Purchase"'],
      ['nothing', ''],
      ['an object of another kind', '{"purchase":144}'],
      [
        'an event without a company',
        JSON.stringify([{ ...cloudEvent('Purchase', '144'), intuitaccountid: undefined }]),
      ],
      [
        'an event of another product',
        JSON.stringify([{ ...cloudEvent('Purchase', '144'), type: 'com.example.changed' }]),
      ],
      ['ids that are none', JSON.stringify([cloudEvent("144' OR 1=1", "144'")])],
      [
        'more events than there can be',
        JSON.stringify(Array.from({ length: 1_001 }, (_, index) => cloudEvent('Bill', String(index)))),
      ],
    ])('are malformed as %s', async (_what, body) => {
      const id = await connect(acme);
      expect(await books.tell(body)).toBe(400);
      expect(await waiting(id)).toEqual([]);
    });

    it('are cut short when they are too long', async () => {
      expect(await books.tell(' '.repeat(2 * 1024 * 1024 + 1))).toBe(413);
    });

    it('are for vendors that send such', async () => {
      const message = [cloudEvent('Purchase', '144')];
      for (const vendor of ['expensify', 'nobody', '..%2Fquickbooks', 'constructor']) {
        expect([vendor, await books.tell(message, books.verifierToken, vendor)]).toEqual([vendor, 404]);
      }
      expect((await fetch(`${books.service.url}/webhooks/quickbooks`)).status).toBe(405);
    });
  });

  describe('of a company that two tenants hold', () => {
    it('reach the one whose own token signed them', async () => {
      const own = await connect(acme);
      const foreign = await connect(other, OTHER_TOKEN);
      expect(await books.tell([cloudEvent('Purchase', '144')])).toBe(200);
      expect([await waiting(own), await waiting(foreign)]).toEqual([['Purchase-144-updated'], []]);
      expect(await books.tell([cloudEvent('Purchase', '143')], OTHER_TOKEN)).toBe(200);
      expect([await waiting(own), await waiting(foreign)]).toEqual([
        ['Purchase-144-updated'],
        ['Purchase-143-updated'],
      ]);
    });

    it('reach both where they have the same app', async () => {
      const ids = [await connect(acme), await connect(other)];
      expect(await books.tell([cloudEvent('Purchase', '144')])).toBe(200);
      for (const id of ids) expect(await waiting(id)).toEqual(['Purchase-144-updated']);
    });
  });

  it('tell each instance of its own company alone', async () => {
    const own = await connect(acme);
    const elsewhere = await connect(other, OTHER_TOKEN, OTHER_SANDBOX_REALM);
    const mixed = [
      cloudEvent('Purchase', '1'),
      cloudEvent('Purchase', '2', 'updated', { intuitaccountid: OTHER_SANDBOX_REALM }),
    ];
    expect(await books.tell(mixed)).toBe(200);
    expect([await waiting(own), await waiting(elsewhere)]).toEqual([['Purchase-1-updated'], []]);
    expect(await books.tell(mixed, OTHER_TOKEN)).toBe(200);
    expect([await waiting(own), await waiting(elsewhere)]).toEqual([['Purchase-1-updated'], ['Purchase-2-updated']]);
  });

  it('count once, also after they were looked at', async () => {
    const id = await connect(acme);
    await load(acme, id);
    const message = [cloudEvent('Purchase', '144')];
    for (let repeat = 0; repeat < 3; repeat += 1) expect(await books.tell(message)).toBe(200);
    expect(await waiting(id)).toHaveLength(1);
    expect(await books.callsOf(() => work(id))).toHaveLength(1);
    expect(await books.tell(message)).toBe(200);
    expect(await books.callsOf(() => work(id))).toEqual([]);
  });

  it('wait for a vendor that is down, and are given up with credentials that are refused', async () => {
    const id = await connect(acme);
    await load(acme, id);
    expect(await books.tell([cloudEvent('Purchase', '144'), cloudEvent('Invoice', '130')])).toBe(200);
    const { sandbox } = books.quickbooks;
    sandbox.setFaults({ 'rate-limit': 'off', 'http-503-html': true });
    await expect(books.whileTimePasses(work(id))).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
    expect(await waiting(id)).toEqual(['Purchase-144-updated']);
    sandbox.setFaults({ 'rate-limit': 'off' });
    sandbox.disconnect(SANDBOX_REALM);
    books.forgetToken();
    await work(id);
    expect(await waiting(id)).toEqual([]);
    expect(await books.service.find(acme, id)).toMatchObject({ status: 'NEEDS_REAUTHENTICATION' });
    expect(await books.tell([cloudEvent('Purchase', '143')])).toBe(200);
    expect(await waiting(id)).toEqual([]);
  });

  it('are looked at by one replica at a time, and by the other when it may have been too late', async () => {
    const id = await connect(acme);
    await load(acme, id);
    const replica = books.service.addReplica();
    expect(await books.tell([cloudEvent('Purchase', '144')])).toBe(200);
    await sql('SELECT graphile_worker.complete_jobs(array(SELECT id FROM graphile_worker.jobs))');
    const calls = await books.callsOf(() =>
      Promise.all([work(id), replica.noticeExecution.execute(replica.context, id)]),
    );
    expect(calls).toHaveLength(1);
    expect(await waiting(id)).toEqual([]);
    expect(await jobs()).toBe(1);
    await replica.close();
  });

  it('are looked at by somebody else when whoever did it has died', async () => {
    const id = await connect(acme);
    expect(await books.tell([cloudEvent('Purchase', '144')])).toBe(200);
    await sql('SELECT graphile_worker.complete_jobs(array(SELECT id FROM graphile_worker.jobs))');
    const { noticeExecution, context } = books.service.parts;
    await noticeExecution.resumeForgotten(context);
    expect(await jobs()).toBe(0);
    books.clock.advance(61_000);
    await noticeExecution.resumeForgotten(context);
    expect(await jobs()).toBe(1);
    await work(id);
    expect(await waiting(id)).toEqual([]);
  });

  it('come from the vendor itself', async () => {
    const id = await connect(acme);
    await load(acme, id);
    const { sandbox } = books.quickbooks;
    const application = sandbox.application('sandbox');
    for (const format of ['cloudevents', 'legacy'] as const) {
      const url = `${books.service.url}/webhooks/quickbooks`;
      sandbox.configureWebhooks(application, { url, format, entities: null });
      const name = `Nursery by ${format}`;
      await rename(name);
      await sandbox.settleWebhooks();
      expect(sandbox.webhookDeliveries().at(-1)).toMatchObject({ status: 200 });
      await work(id);
      expect(await supplierName(id, '50')).toBe(name);
    }
    sandbox.configureWebhooks(application, null);
  });

  it('are looked at by a job, which many in a row do not put off', async () => {
    const id = await connect(acme);
    await load(acme, id);
    await rename('Nursery at work');
    expect(await books.tell([cloudEvent('Vendor', '50')])).toBe(200);
    const dueAt = () =>
      sql<{ run_at: Date }>("SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = 'vendor-notices'");
    const [first] = await dueAt();
    expect(await books.tell([cloudEvent('Vendor', '51')])).toBe(200);
    expect(await dueAt()).toEqual([first]);
    await books.service.parts.jobs.start();
    while ((await waiting(id)).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await books.service.parts.jobs.stop();
    expect(await supplierName(id, '50')).toBe('Nursery at work');
  });

  it('show in what the element can do', async () => {
    const query = '{ element(key: "quickbooks") { capabilities { resource operations } } }';
    const { data } = await books.service.query<{
      element: { capabilities: { resource: string; operations: string[] }[] };
    }>(null, query);
    const watched = data!.element.capabilities.filter(({ operations }) => operations.includes('WATCH'));
    expect(watched.map(({ resource }) => resource).sort()).toEqual([
      ...['CUSTOMERS', 'DEPARTMENTS', 'EMPLOYEES', 'EXPENSES', 'LEDGER_ACCOUNTS', 'SUPPLIERS', 'TRACKING_CLASSES'],
    ]);
  });
});
