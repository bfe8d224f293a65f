import { createHmac } from 'node:crypto';
import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from '../support/clock';
import { connectedClient, OTHER_SANDBOX_REALM, SANDBOX_REALM } from '../support/quickbooks-client';
import { reply, startScriptedServer, type ScriptedServer } from '../support/scripted-server';

const MINUTE = 60_000;

describe('webhooks of the QuickBooks Online sandbox', () => {
  let clock: TestClock;
  let running: RunningSandbox;
  let app: ScriptedServer;

  beforeAll(async () => {
    clock = new TestClock();
    running = await createSandbox({ clock });
  });

  beforeEach(async () => {
    app = await startScriptedServer();
    app.answerWith(reply(200));
  });

  afterEach(async () => {
    running.sandbox.configureWebhooks(running.sandbox.application('sandbox'), null);
    running.sandbox.disconnect(SANDBOX_REALM);
    await app.close();
  });

  afterAll(() => running.close());

  function subscribe(format: 'legacy' | 'cloudevents', entities: string[] | null = null): void {
    const { sandbox } = running;
    sandbox.configureWebhooks(sandbox.application('sandbox'), { url: `${app.origin}/webhooks`, format, entities });
  }

  async function createVendor(name: string, realmId = SANDBOX_REALM): Promise<string> {
    const client = await connectedClient(running, { realmId });
    const response = await fetch(`${running.baseUrl}/sandbox/v3/company/${realmId}/vendor`, {
      method: 'POST',
      body: JSON.stringify({ DisplayName: name }),
      headers: {
        authorization: `Bearer ${client.getToken().access_token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
    });
    const { Vendor } = (await response.json()) as { Vendor: { Id: string } };
    await running.sandbox.settleWebhooks();
    return Vendor.Id;
  }

  async function control(method: string, body: object): Promise<{ status: number; text: string }> {
    const url = `${running.baseUrl}/_control/webhooks`;
    const response = await fetch(url, { method, body: JSON.stringify(body) });
    await running.sandbox.settleWebhooks();
    return { status: response.status, text: await response.text() };
  }

  const received = () => app.received.map(({ body }) => JSON.parse(body));

  test('are signed over their bytes with the verifier token', async () => {
    subscribe('cloudevents');
    await createVendor('Signed & sealed');
    const { headers, body, path, method } = app.received[0]!;
    const { verifierToken } = running.sandbox.application('sandbox');
    expect(headers['intuit-signature']).toBe(createHmac('sha256', verifierToken).update(body).digest('base64'));
    expect({ path, method }).toEqual({ path: '/webhooks', method: 'POST' });
  });

  test('come as CloudEvents', async () => {
    subscribe('cloudevents');
    const id = await createVendor('Cloud vendor');
    expect(app.received[0]!.headers['content-type']).toBe('application/cloudevents+json');
    expect(received()).toEqual([
      [
        {
          specversion: '1.0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          source: expect.stringMatching(/^intuit\.[A-Za-z0-9+/]+=*$/),
          type: 'qbo.vendor.created.v1',
          datacontenttype: 'application/json',
          time: clock.now().toISOString(),
          intuitentityid: id,
          intuitaccountid: SANDBOX_REALM,
          data: {},
        },
      ],
    ]);
  });

  test('come in the older form', async () => {
    subscribe('legacy');
    const id = await createVendor('Legacy vendor');
    expect(received()).toEqual([
      {
        eventNotifications: [
          {
            realmId: SANDBOX_REALM,
            dataChangeEvent: {
              entities: [{ name: 'Vendor', id, operation: 'Create', lastUpdated: clock.now().toISOString() }],
            },
          },
        ],
      },
    ]);
  });

  test('tell of the entities that were chosen, and of companies that are connected', async () => {
    subscribe('legacy', ['Purchase']);
    await createVendor('Nobody asked');
    expect(received()).toEqual([]);
    subscribe('legacy');
    await createVendor('Somebody asked');
    expect(received()).toHaveLength(1);
    expect(() => subscribe('legacy', ['Attachable'])).toThrow('Webhooks do not tell of Attachable');
  });

  test('are sent again after 10 s, 20 s, 30 s and 5 min, and the later ones wait', async () => {
    subscribe('legacy');
    app.answerWith(reply(500));
    await createVendor('First in line');
    expect(app.received).toHaveLength(1);
    await createVendor('Second in line');
    for (const [delay, tries] of [
      [10_000, 2],
      [20_000, 3],
      [30_000, 4],
    ] as const) {
      clock.advance(delay - 1);
      await running.sandbox.settleWebhooks();
      expect(app.received).toHaveLength(tries - 1);
      clock.advance(1);
      while (app.received.length < tries) await new Promise(setImmediate);
      await running.sandbox.settleWebhooks();
    }
    app.answerWith(reply(200));
    clock.advance(5 * MINUTE);
    while (app.received.length < 5) await new Promise(setImmediate);
    await running.sandbox.settleWebhooks();
    const { eventNotifications } = JSON.parse(app.received.at(-1)!.body);
    expect(eventNotifications[0].dataChangeEvent.entities).toHaveLength(2);
    expect(running.sandbox.webhookDeliveries().at(-1)).toMatchObject({ status: 200, url: `${app.origin}/webhooks` });
  });

  test('can be sent of events that did not happen', async () => {
    const settings = { url: `${app.origin}/webhooks`, format: 'legacy' };
    const event = { realmId: OTHER_SANDBOX_REALM, entity: 'Vendor', id: '1', operation: 'Merge', deletedId: '2' };
    expect(await control('POST', { events: [event] })).toMatchObject({ status: 400 });
    expect(await control('PUT', settings)).toMatchObject({ status: 204 });
    expect(await control('POST', { events: [event, { ...event, realmId: SANDBOX_REALM }] })).toMatchObject({
      status: 204,
    });
    const realms = received().flatMap(({ eventNotifications }) => eventNotifications);
    expect(realms).toMatchObject([
      { realmId: OTHER_SANDBOX_REALM, dataChangeEvent: { entities: [{ operation: 'Merge', deletedId: '2' }] } },
      { realmId: SANDBOX_REALM },
    ]);
  });

  test.each([
    ['PUT', { url: 'nowhere' }, 'no web address'],
    ['PUT', { url: 'ftp://example.com/' }, 'no web address'],
    ['PUT', { url: 'http://example.com/', format: 'xml' }, 'format'],
    ['POST', { events: [{ realmId: '1', entity: 'Vendor', id: '1', operation: 'Explode' }] }, 'operation'],
  ])('%s %j is refused: %s', async (method, body, problem) => {
    expect(await control(method, body)).toMatchObject({ status: 400, text: expect.stringContaining(problem) });
  });
});
