import { spawn, type ChildProcess } from 'node:child_process';
import { FastClock } from '../support/fast-clock';
import { freePort } from '../support/free-port';
import {
  deliveriesOf,
  notificationSettings,
  recordChanges,
  reportChange,
  sendDue,
} from '../support/notification-world';
import { readmeBlock } from '../support/readme';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';
import { until } from '../support/until';

/** As Standard Webhooks writes keys, and as anybody would. */
const KEYS = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'a key of mine'];

describe.each(KEYS)("the README's receiver, with the key %s", (key) => {
  // Real time: a receiver refuses what is minutes old.
  const clock = new FastClock(1, Date.now());
  let world: ServiceWorld;
  let tenant: Tenant;
  let receiver: ChildProcess;
  let url: string;
  let printed = '';

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    receiver = spawn(process.execPath, ['-e', readmeBlock('js', 'isGenuine')], {
      env: { PORT: String(port), SIGNATURE_KEY: key },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    receiver.stdout!.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    world = await createServiceWorld({ clock, reports: 5, privateOrigins: [url] });
    tenant = await world.createTenant();
    await untilItListens();
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => receiver.once('exit', resolve));
    receiver.kill();
    await ended;
    await world.close();
  });

  async function untilItListens(): Promise<void> {
    while (
      !(await fetch(url).then(
        () => true,
        () => false,
      ))
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('takes what we send, and nothing that others send', async () => {
    const id = await world.provision(tenant, {
      ...world.sandbox.configuration,
      ...notificationSettings(`${url}/hook`, key),
    });
    await recordChanges(world, [reportChange(tenant, id, 'R1', 1, clock.now())]);
    await sendDue(world.parts);
    const deliveries = await deliveriesOf(world, tenant, id);
    expect(deliveries.find(({ resource }) => resource === 'reports')).toMatchObject({
      status: 'DELIVERED',
      httpStatus: 204,
    });
    await until(() => printed.includes('reports.changed R1'));
    const forged = await fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { 'webhook-id': '1', 'webhook-signature': 'v1,no' },
    });
    expect(forged.status).toBe(401);
  });
});
