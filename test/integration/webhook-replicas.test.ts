import type { ServerResponse } from 'node:http';
import type { ServiceParts } from '../../src/compose/services';
import { FastClock } from '../support/fast-clock';
import { notificationSettings, recordChanges, reportChange, toldBy } from '../support/notification-world';
import { startScriptedServer, type ScriptedServer } from '../support/scripted-server';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const INSTANCES = 6;
const RECORDS = 4;
const CHANGES = 25;

/** Five seconds, the first wait after a failure, pass in a quarter of one. */
const clock = new FastClock(20);

describe('notifications of several replicas', () => {
  let receiver: ScriptedServer;
  let world: ServiceWorld;
  let tenant: Tenant;

  beforeAll(async () => {
    receiver = await startScriptedServer();
    world = await createServiceWorld({ clock, reports: 10, privateOrigins: [receiver.origin] });
    tenant = await world.createTenant();
  });
  afterAll(async () => {
    await world.close();
    await receiver.close();
  });

  /** Refuses every third delivery once, answers after a moment; tells what it took, and of whom it got two at once. */
  function unreliable() {
    const taken: { readonly instanceId: string; readonly record: string; readonly value: number }[] = [];
    const busy = new Set<string>();
    const overlaps: string[] = [];
    const refused = new Set<string>();
    let asked = 0;
    const answer = (response: ServerResponse): void => {
      const told = toldBy(receiver.received.at(-1)!);
      if (busy.has(told.instanceId)) overlaps.push(told.instanceId);
      busy.add(told.instanceId);
      // Cut off before it was answered: whoever takes over may send at once.
      response.on('close', () => busy.delete(told.instanceId));
      asked += 1;
      const isTaken = asked % 3 !== 0 || refused.has(told.id);
      if (!isTaken) refused.add(told.id);
      setTimeout(() => {
        if (response.destroyed) return;
        if (isTaken) {
          told.records.forEach((record, index) => {
            const { value } = told.values[index] as { readonly value: number };
            taken.push({ instanceId: told.instanceId, record, value });
          });
        }
        busy.delete(told.instanceId);
        response.writeHead(isTaken ? 200 : 500).end();
      }, 3);
    };
    receiver.answerWith(answer);
    return { taken, overlaps, refused };
  }

  const start = (): ServiceParts => {
    const replica = world.addReplica();
    replica.webhooks.start(replica.context);
    return replica;
  };

  it('arrive all, in order, from one sender at a time, while replicas come and go', async () => {
    const { taken, overlaps, refused } = unreliable();
    const ids = await Promise.all(
      Array.from({ length: INSTANCES }, () =>
        world.provision(tenant, { ...world.sandbox.configuration, ...notificationSettings(`${receiver.origin}/hook`) }),
      ),
    );
    const replicas = [start(), start()];
    for (let value = 1; value <= CHANGES; value += 1) {
      await Promise.all(
        ids.map((id) =>
          recordChanges(
            world,
            Array.from({ length: RECORDS }, (_, index) => reportChange(tenant, id, `R${index}`, value, clock.now())),
          ),
        ),
      );
      if (value % 10 === 0) {
        await replicas.shift()!.close();
        replicas.push(start());
      }
    }
    const pending = async (): Promise<number> => {
      const [row] = await world.database.query<{ count: number }>(world.parts.context, {
        text: `SELECT count(*)::int AS count FROM webhook_channels c
               WHERE EXISTS (SELECT FROM change_events e WHERE e.instance_id = c.instance_id AND e.id > c.cursor)
                  OR EXISTS (SELECT FROM webhook_deliveries d
                             WHERE d.instance_id = c.instance_id AND d.status = 'PENDING')`,
      });
      return row!.count;
    };
    while ((await pending()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const replica of replicas) await replica.close();

    expect(overlaps).toEqual([]);
    expect(refused.size).toBeGreaterThan(0);
    for (const id of ids) {
      for (let index = 0; index < RECORDS; index += 1) {
        const values = taken.filter(({ instanceId, record }) => instanceId === id && record === `R${index}`);
        const firsts = [...new Set(values.map(({ value }) => value))];
        expect(firsts).toEqual(Array.from({ length: CHANGES }, (_, position) => position + 1));
      }
    }
    expect(world.logged()).not.toContain('"level":50');
  });
});
