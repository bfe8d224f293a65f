import type { ServiceParts } from '../../src/compose/services';
import type { EncryptionKey } from '../../src/config';
import type { Provisioned } from '../../src/services/provisioning.service';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

const OLD: EncryptionKey = { id: 'old', key: Buffer.alloc(32, 1) };
const NEW: EncryptionKey = { id: 'new', key: Buffer.alloc(32, 2) };

describe('rotating the encryption key', () => {
  let world: ServiceWorld;
  let tenant: Tenant;

  beforeEach(async () => {
    world = await createServiceWorld({ reports: 3, keys: [OLD] });
    tenant = await world.createTenant();
  });
  afterEach(() => world.close());

  const provision = (parts: ServiceParts, idempotencyKey: string): Promise<Provisioned> =>
    parts.services.provisioning.provision(world.as(tenant), {
      elementKey: 'expensify',
      name: 'Kept',
      tags: [],
      configuration: toInputs({ ...world.sandbox.configuration, 'sync.history.days': '20' }),
      externalAuthentication: 'NONE',
      idempotencyKey,
    });

  /** What a replica needs a key for: a stored secret, and a stored answer. */
  const works = async (parts: ServiceParts, provisioned: Provisioned, idempotencyKey: string): Promise<void> => {
    const [instance] = await parts.services.instanceReads.findByIds(world.as(tenant), [provisioned.instanceId]);
    expect(await parts.services.vendorActivity.budgetsOf(world.as(tenant), [instance!])).toHaveLength(1);
    expect(await provision(parts, idempotencyKey)).toEqual(provisioned);
  };

  const keyIds = async (): Promise<string[]> => {
    const rows = await world.database.query<{ id: string }>(world.parts.context, {
      text: `SELECT split_part(encrypted_value, '.', 2) AS id FROM instance_configuration WHERE encrypted_value IS NOT NULL
             UNION SELECT encryption_key_id FROM instance_configuration WHERE encryption_key_id IS NOT NULL
             UNION SELECT split_part(encrypted_answer, '.', 2) FROM idempotency_keys ORDER BY id`,
    });
    return rows.map((row) => row.id);
  };

  it('takes two replicas through the procedure without one that cannot read what another wrote', async () => {
    const made = new Map<string, Provisioned>();
    let replicas = [world.addReplica({ keys: [OLD] }), world.addReplica({ keys: [OLD] })];
    const everybodyWorks = async (): Promise<void> => {
      for (const replica of replicas) {
        for (const [key, provisioned] of made) await works(replica, provisioned, key);
      }
    };
    /** Replaces one replica after the other; after each step every one writes, and reads what all wrote. */
    const deploy = async (step: string, keys: readonly EncryptionKey[]): Promise<void> => {
      for (const index of [0, 1]) {
        await replicas[index]!.close();
        replicas = replicas.with(index, world.addReplica({ keys }));
        for (const [who, replica] of replicas.entries()) {
          const key = `${step} ${index} ${who}`;
          made.set(key, await provision(replica, key));
        }
        await everybodyWorks();
      }
    };
    made.set('before', await provision(replicas[0]!, 'before'));
    await deploy('appended', [OLD, NEW]);
    expect(await keyIds()).toEqual(['old']);
    await deploy('first', [NEW, OLD]);
    expect(await keyIds()).toEqual(['new', 'old']);
    expect(await replicas[0]!.keyRotation.rotate(world.parts.context)).toBeGreaterThan(0);
    expect(await keyIds()).toEqual(['new']);
    await everybodyWorks();
    expect(await replicas[1]!.keyRotation.rotate(world.parts.context)).toBe(0);
    await deploy('removed', [NEW]);
  });

  it('says which key is missing when the old one was removed too early', async () => {
    const { instanceId } = await provision(world.parts, 'early');
    const replica = world.addReplica({ keys: [NEW] });
    const configuration = toInputs({ 'sync.history.days': '21' });
    await expect(
      replica.services.instances.update(world.as(tenant), { id: instanceId, configuration }),
    ).rejects.toThrow('The encryption key "old" is not in ENCRYPTION_KEYS.');
  });

  it('goes on where it was cut', async () => {
    const first = await provision(world.parts, 'one');
    const second = await provision(world.parts, 'two');
    const replica = world.addReplica({ keys: [NEW, OLD] });
    // What cannot be opened stops it: here, until the value is put right.
    const swap = `UPDATE instance_configuration SET encrypted_value = $2 WHERE instance_id = $1 AND key = 'partner.user.secret'`;
    const [sealed] = await world.database.query<{ value: string }>(world.parts.context, {
      text: `SELECT encrypted_value AS value FROM instance_configuration WHERE instance_id = $1 AND encrypted_value IS NOT NULL`,
      values: [second.instanceId],
    });
    await world.database.query(world.parts.context, { text: swap, values: [second.instanceId, 'v1.old.AAAA'] });
    await expect(replica.keyRotation.rotate(world.parts.context)).rejects.toThrow('was altered or moved');
    expect(await keyIds()).toEqual(['new', 'old']);
    await world.database.query(world.parts.context, { text: swap, values: [second.instanceId, sealed!.value] });
    expect(await replica.keyRotation.rotate(world.parts.context)).toBe(3);
    expect(await keyIds()).toEqual(['new']);
    await works(replica, first, 'one');
    await works(replica, second, 'two');
  });

  it('is not undone by a change of another setting that was begun before', async () => {
    const { instanceId } = await provision(world.parts, 'racing');
    const replica = world.addReplica({ keys: [NEW, OLD] });
    const update = (days: string) =>
      replica.services.instances.update(world.as(tenant), {
        id: instanceId,
        configuration: toInputs({ 'sync.history.days': days }),
      });
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => update(String(index + 1))),
      replica.keyRotation.rotate(world.parts.context),
    ]);
    expect(await keyIds()).toEqual(['new']);
  });
});
