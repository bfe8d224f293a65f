import { buildService, Replica } from '../../bench/parts/replica';
import { TestClock } from '../support/clock';
import { DeadlyLine, type Death } from '../support/deadly-line';
import { KilledDesk } from '../support/killed-desk';
import { createServiceWorld, ENCRYPTION_KEY, type ServiceWorld } from '../support/service-world';

/** The first start may build, and each death is followed by another start. */
const TIMEOUT = 600_000;
/** One of these at each call, beside the death between that call and the one before; all are in `npm run bench -- desktop-kills`. */
const AT_CALLS: readonly Exclude<Death, 'BETWEEN'>[] = ['BEFORE', 'DURING', 'AFTER'];
/** How far a call has come when it is cut. */
const DELAYS_MS = [1, 6, 15];
/** The calls before it are answered the same to everybody. */
const SIGN_IN = 3;
/** More than a session has. */
const MOST_CALLS = 30;

/** The process that serves agents is killed, and another goes on with what it has left in the database. */
describe('a service that is killed with SIGKILL', () => {
  let world: ServiceWorld;
  let line: DeadlyLine;
  let authorization: string;

  beforeAll(async () => {
    buildService();
    world = await createServiceWorld({ clock: new TestClock(), reports: 1 });
    ({ authorization } = await world.createTenant());
    line = await DeadlyLine.open(
      (url) =>
        new Replica({
          PUBLIC_URL: url,
          DATABASE_URL: world.testDatabase.url,
          ENCRYPTION_KEYS: `${ENCRYPTION_KEY.id}:${ENCRYPTION_KEY.key.toString('base64')}`,
          METRICS_TOKEN: 'killed',
        }),
    );
  }, TIMEOUT);

  afterAll(async () => {
    await line.close();
    await world.close();
  });

  /** Every call of a session, until it has no more. */
  async function dieAtEach(deathAt: (call: number) => Death): Promise<Readonly<Record<string, readonly string[]>>> {
    const desk = await KilledDesk.open({ line, authorization, mode: 'INCREMENTAL' });
    const found: Record<string, readonly string[]> = {};
    for (let call = SIGN_IN; call < MOST_CALLS; call += 1) {
      const death = deathAt(call);
      const { method, wrong } = await desk.dieAt({ call, death, delayMs: DELAYS_MS[call % DELAYS_MS.length] });
      found[`${call} ${death} ${method}`] = wrong;
      if (method === null) break;
    }
    await desk.close();
    return found;
  }

  function assertWhole(found: Readonly<Record<string, readonly string[]>>): void {
    expect(Object.entries(found).filter(([, wrong]) => wrong.length > 0)).toEqual([]);
    const methods = Object.keys(found).map((point) => point.split(' ')[2]);
    expect(methods).toEqual([
      'authenticate',
      // The bill, the books, and what QuickBooks may forget of the bill.
      ...Array.from({ length: 3 }, () => ['sendRequestXML', 'receiveResponseXML']).flat(),
      'closeConnection',
      'null',
    ]);
  }

  it(
    'between any two calls goes on with the session, and books a bill once',
    async () => {
      assertWhole(await dieAtEach(() => 'BETWEEN'));
    },
    TIMEOUT,
  );

  it(
    'at any call goes on with the next session, and books a bill once',
    async () => {
      assertWhole(await dieAtEach((call) => AT_CALLS[call % AT_CALLS.length]!));
    },
    TIMEOUT,
  );
});
