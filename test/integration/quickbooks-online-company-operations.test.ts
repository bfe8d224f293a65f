import { CompanyStores } from '../../src/adapters/quickbooks-online/sandbox/company';
import { bill, check } from '../support/quickbooks-bodies';
import { QuickBooksCompanyServer, REALM, type Answer } from '../support/quickbooks-company-server';

describe('the QuickBooks Online sandbox', () => {
  let server: QuickBooksCompanyServer;

  beforeAll(async () => {
    server = await new QuickBooksCompanyServer().start();
  });

  beforeEach(() => server.clock.advance(60_000));
  afterAll(() => server.close());

  function upload(
    files: readonly (readonly [number: string, content: Blob, name: string, metadata?: unknown])[],
  ): Promise<Answer> {
    const form = new FormData();
    for (const [number, content, name, metadata] of files) {
      const json = new Blob([JSON.stringify(metadata)], { type: 'application/json' });
      if (metadata !== undefined) form.append(`file_metadata_${number}`, json, 'metadata.json');
      form.append(`file_content_${number}`, content, name);
    }
    return read(
      fetch(`${server.companyBase}${REALM}/upload`, {
        method: 'POST',
        body: form,
        headers: { accept: 'application/json' },
      }),
    );
  }

  async function read(answered: Promise<Response>): Promise<Answer> {
    const response = await answered;
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  }

  describe('in a batch', () => {
    test('works on each item by itself, in order', async () => {
      const { status, body } = await server.post('/batch', {
        BatchItemRequest: [
          { bId: 'new', operation: 'create', Purchase: check() },
          { bId: 'bad', operation: 'create', Bill: {} },
          { bId: 'read', Query: "select * from Vendor where Id = '56'" },
          { bId: 'gone', operation: 'delete', Purchase: { Id: '9999', SyncToken: '0' } },
          { bId: 'void', operation: 'void', Purchase: { Id: '144', SyncToken: '0' } },
          { bId: 'none' },
          { bId: 'read', Query: 'select count(*) from Bill' },
        ],
      });
      expect(status).toBe(200);
      expect(body.BatchItemResponse).toMatchObject([
        { bId: 'new', Purchase: { SyncToken: '0' } },
        { bId: 'bad', Fault: { Error: [{ code: '2020' }], type: 'ValidationFault' } },
        { bId: 'read', QueryResponse: { Vendor: [{ Id: '56' }] } },
        { bId: 'gone', Fault: { Error: [{ code: '610' }] } },
        { bId: 'void', Fault: { Error: [{ code: '500' }] } },
        { bId: 'none', Fault: { Error: [{ code: '2010' }] } },
        { bId: 'read', Fault: { Error: [{ code: '6000' }] } },
      ]);
      const { Id, SyncToken } = body.BatchItemResponse[0].Purchase;
      const deleted = await server.post('/batch', {
        BatchItemRequest: [{ bId: '1', operation: 'delete', Purchase: { Id, SyncToken } }],
      });
      expect(deleted.body.BatchItemResponse).toEqual([
        { Purchase: { domain: 'QBO', status: 'Deleted', Id }, bId: '1' },
      ]);
    });

    test('refuses more than thirty items, and none', async () => {
      const items = Array.from({ length: 31 }, (_, index) => ({ bId: String(index), Query: 'select * from Term' }));
      expect((await server.post('/batch', { BatchItemRequest: items })).body.Fault.Error[0].code).toBe('6000');
      expect((await server.post('/batch', { BatchItemRequest: items.slice(1) })).body.BatchItemResponse).toHaveLength(
        30,
      );
      expect((await server.post('/batch', {})).body.Fault.Error[0].code).toBe('2020');
    });
  });

  describe('telling changes', () => {
    const since = (date: Date): string => encodeURIComponent(date.toISOString());

    test('gives full objects, what was deleted, and an empty place for what did not change', async () => {
      const start = server.clock.now();
      const kept = (await server.post('/purchase', check())).body.Purchase;
      const gone = (await server.post('/purchase', check())).body.Purchase;
      server.clock.advance(1000);
      await server.post('/purchase?operation=delete', gone);
      await server.post('/bill', bill());
      const { body } = await server.get(`/cdc?entities=Purchase,Employee,Vendor&changedSince=${since(start)}`);
      expect(body.CDCResponse).toHaveLength(1);
      const [purchases, employees, vendors] = body.CDCResponse[0].QueryResponse;
      expect(purchases).toEqual({
        Purchase: [
          kept,
          { domain: 'QBO', status: 'Deleted', Id: gone.Id, MetaData: { LastUpdatedTime: expect.any(String) } },
        ],
        startPosition: 1,
        maxResults: 2,
        totalCount: 2,
      });
      expect(employees).toEqual({});
      expect(vendors.Vendor).toMatchObject([{ Id: '56' }]);
    });

    test('understands a plus that the address turned into a blank', async () => {
      const { status } = await server.get('/cdc?entities=Bill&changedSince=2026-05-05T00:00:00+02:00');
      expect(status).toBe(200);
    });

    test.each([
      ['entities=TaxCode&changedSince=2026-05-05', '2170'],
      ['entities=TimeActivity&changedSince=2026-05-05', '2170'],
      ['entities=Nothing&changedSince=2026-05-05', '2170'],
      ['entities=Bill&changedSince=yesterday', '2170'],
      ['changedSince=2026-05-05', '2020'],
      ['entities=Bill', '2020'],
    ])('refuses %s with %s', async (query, code) => {
      const answer = await server.get(`/cdc?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { Fault: { Error: [{ code }] } } });
    });

    test('gives a thousand objects at most', async () => {
      const own = await new QuickBooksCompanyServer().start();
      for (let batch = 0; batch < 34; batch++) {
        const items = Array.from({ length: 30 }, (_, index) => ({
          bId: String(index),
          operation: 'create',
          Purchase: check(),
        }));
        await own.post('/batch', { BatchItemRequest: items });
      }
      const { body } = await own.get('/cdc?entities=Purchase,Bill&changedSince=2026-01-01');
      expect(body.CDCResponse[0].QueryResponse[0].maxResults).toBe(1000);
      expect(body.CDCResponse[0].QueryResponse[1]).toEqual({});
      await own.close();
    });
  });

  describe('with attachments', () => {
    const png = new Blob([Buffer.from('89504e470d0a1a0a', 'hex')], { type: 'image/png' });
    const toPurchase = (id: string) => ({
      AttachableRef: [{ EntityRef: { type: 'Purchase', value: id } }],
      Category: 'Receipt',
    });

    test('stores a file, links it, finds it, and gives it back for fifteen minutes', async () => {
      const { status, body } = await upload([['01', png, 'receipt.png', toPurchase('144')]]);
      expect(status).toBe(200);
      const { Attachable } = body.AttachableResponse[0];
      expect(Attachable).toMatchObject({
        FileName: 'receipt.png',
        FileAccessUri: `/v3/company/${REALM}/download/${Attachable.Id}`,
        Size: 8,
        ContentType: 'image/png',
        Category: 'Receipt',
        SyncToken: '0',
        AttachableRef: [{ EntityRef: { value: '144', type: 'Purchase' }, IncludeOnSend: false }],
      });
      expect(BigInt(Attachable.Id)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
      const found = await server.query(
        "select * from Attachable where AttachableRef.EntityRef.Type = 'Purchase' and AttachableRef.EntityRef.value = '144'",
      );
      expect(found.body.QueryResponse.Attachable).toHaveLength(1);
      const address = (await server.get(`/download/${Attachable.Id}`)).text;
      const file = await fetch(address);
      expect(file.headers.get('content-type')).toBe('image/png');
      expect(Buffer.from(await file.arrayBuffer()).toString('hex')).toBe('89504e470d0a1a0a');
      server.clock.advance(15 * 60_000 + 1000);
      expect((await fetch(address)).status).toBe(403);
      const forged = Attachable.TempDownloadUri.replace(/Signature=./, 'Signature=_');
      expect((await fetch(forged)).status).toBe(403);
    });

    test('finds what is linked to a kind of transaction in lower case', async () => {
      const { body } = await upload([['01', png, 'b.png', toPurchase('143')]]);
      const found = await server.query(
        "select * from attachable where AttachableRef.EntityRef.Type = 'purchase' and AttachableRef.EntityRef.value = '143'",
      );
      expect(found.body.QueryResponse.Attachable[0].Id).toBe(body.AttachableResponse[0].Attachable.Id);
    });

    test('answers 200 with a fault for a file that it refuses, and keeps the others', async () => {
      const missing = { AttachableRef: [{ EntityRef: { type: 'Bill', value: '75' } }] };
      const { status, body } = await upload([
        ['01', png, 'a.png', missing],
        ['02', png, 'a.exe'],
        ['03', png, 'ok.png'],
      ]);
      expect(status).toBe(200);
      expect(body.AttachableResponse).toMatchObject([
        {
          Fault: {
            Error: [
              {
                code: '6000',
                Detail:
                  'Business Validation Error: The entity Bill 75 that you are trying to link does not exist. Bill 75',
              },
            ],
          },
        },
        { Fault: { Error: [{ code: '6000' }] } },
        { Attachable: { FileName: 'ok.png' } },
      ]);
    });

    test('links later, keeps a note alone, refuses neither note nor file, deletes without a token', async () => {
      const { Attachable } = (await upload([['01', png, 'later.png']])).body.AttachableResponse[0];
      const linked = await server.post('/attachable', { ...Attachable, ...toPurchase('142') });
      expect(linked.body.Attachable.AttachableRef[0].EntityRef).toEqual({ value: '142', type: 'Purchase' });
      const note = await server.post('/attachable', { Note: 'By hand', ...toPurchase('142') });
      expect(note.body.Attachable).not.toHaveProperty('TempDownloadUri');
      const neither = await server.post('/attachable', toPurchase('142'));
      expect(neither.body.Fault.Error[0].Detail).toBe(
        'Business Validation Error: You must have at least a note string or file attachment',
      );
      const deleted = await server.post('/attachable?operation=delete', { Id: Attachable.Id });
      expect(deleted.body.Attachable.status).toBe('Deleted');
      expect((await fetch(Attachable.TempDownloadUri)).status).toBe(404);
    });

    test('says what is wrong with a body that is no upload', async () => {
      const answer = await server.post('/upload', { FileName: 'x.png' });
      expect(answer).toMatchObject({ status: 400, body: { Fault: { Error: [{ code: '6000' }] } } });
      const broken = await read(
        fetch(`${server.companyBase}${REALM}/upload`, {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=x' },
          body: '--x\r\nContent-Disposition: form-data; name="file_content_01"; filename="a.png"\r\n\r\nabc',
        }),
      );
      expect(broken).toMatchObject({ status: 400, body: { Fault: { Error: [{ code: '6000' }] } } });
    });
  });

  test('knows everything again from its kept state', async () => {
    const { Purchase } = (await server.post('/purchase?requestid=kept', check({ PrivateNote: 'Kept' }))).body;
    const state: unknown = JSON.parse(JSON.stringify(server.stores.toState()));
    const again = await new QuickBooksCompanyServer(CompanyStores.fromState(state)!).start();
    expect((await again.get(`/purchase/${Purchase.Id}`)).body.Purchase).toEqual(Purchase);
    expect((await again.post('/purchase?requestid=kept', check())).body.Purchase).toEqual(Purchase);
    const next = (await again.post('/purchase', check())).body.Purchase;
    expect(Number(next.Id)).toBe(Number(Purchase.Id) + 1);
    expect((await again.get('/account/41')).text).toContain('"CurrentBalance":-157.72');
    await again.close();
    expect(CompanyStores.fromState({ version: 2 })).toBeNull();
  });

  test('tells the time of the Pacific coast, in winter too', async () => {
    const own = await new QuickBooksCompanyServer().start();
    expect((await own.get('/preferences')).body.time).toBe('2026-05-05T10:00:00.000-07:00');
    own.clock.advance(200 * 86_400_000 + 7);
    const { body } = await own.post('/purchase', check());
    expect(body.time).toBe('2026-11-21T09:00:00.007-08:00');
    expect(body.Purchase.MetaData.CreateTime).toBe('2026-11-21T09:00:00-08:00');
    await own.close();
  });

  test('seeds the same company each time', () => {
    const first = new QuickBooksCompanyServer().stores.toState();
    expect(new QuickBooksCompanyServer().stores.toState()).toEqual(first);
  });
});
