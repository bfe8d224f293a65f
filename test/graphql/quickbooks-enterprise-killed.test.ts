import { createSilentLogger } from '../../src/logger';
import { createHttpServer, type HttpServer } from '../../src/server/http-server';
import { agentRoutes } from '../../src/server/routes/agents';
import { BilledDesk } from '../support/billed-desk';
import { TestClock } from '../support/clock';
import { DyingDatabase } from '../support/dying-database';
import { freePort } from '../support/free-port';
import { askAs, startTestService, type TestService } from '../support/test-service';

const HOUR_MS = 60 * 60_000;
/** After so many statements, and so many more each time: a session takes some two hundred. */
const FIRST = 4;
const STEP = 23;

/** The process that answers an agent is killed between any two of its statements: nothing is lost, and nothing done twice. */
describe('a bill for a service that is killed', () => {
  let clock: TestClock;
  let service: TestService;
  let desk: BilledDesk;
  let bills = 0;
  let dying: DyingDatabase;
  let server: HttpServer;

  beforeAll(async () => {
    clock = new TestClock();
    const port = await freePort();
    service = await startTestService({ clock, port, publicUrl: `http://localhost:${port}`, reports: 1 });
    dying = new DyingDatabase(service.testDatabase.dataSource);
    const { agents } = service.addReplica({ database: dying });
    const logger = createSilentLogger();
    const routes = agentRoutes({ gateway: agents.gateway, setupFiles: agents.setupFiles, logger });
    server = createHttpServer({ host: '127.0.0.1', port: 0, logger, routes });
    const mortal = new URL((await server.listen()).url).port;
    desk = await BilledDesk.open({ ask: askAs(service, await service.createTenant()), clock, port: mortal });
  });

  afterAll(async () => {
    await desk.close();
    await server.close();
    await service.close();
  });

  /** With a list to be read in the same session, and two bills. */
  async function isDoneOnce(statements: number): Promise<boolean> {
    clock.advance(HOUR_MS);
    const before = desk.booked;
    const numbers = [`Y-${(bills += 1)}`, `Y-${(bills += 1)}`];
    const ids: string[] = [];
    for (const number of numbers) ids.push(await desk.queueBill(number));
    dying.dieAfter(statements);
    await desk.connector.runOnce();
    const hasDied = dying.passed >= statements;
    dying.revive();
    for (const id of ids) expect(['QUEUED', 'SENT', 'SUCCEEDED']).toContain((await desk.writeOf(id)).status);
    await desk.connector.runUntilIdle(6);
    for (const id of ids) expect(await desk.writeOf(id)).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(desk.booked - before).toBe(2);
    clock.advance(HOUR_MS);
    await desk.connector.runUntilIdle(6);
    expect(await desk.timesShown(numbers)).toEqual([1, 1]);
    return hasDied;
  }

  it('is there once, wherever that was', async () => {
    let deaths = 0;
    while (await isDoneOnce(FIRST + deaths * STEP)) deaths += 1;
    expect(deaths).toBeGreaterThan(5);
  });
});
