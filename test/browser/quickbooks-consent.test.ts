import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { FastClock } from '../support/fast-clock';
import { freePort } from '../support/free-port';
import { QuickBooksConnections } from '../support/quickbooks-connections';
import { SANDBOX_REALM } from '../support/quickbooks-client';
import { launchBrowser } from './browser';
import { openWatchedPage, type WatchedPage } from './watched-page';

/** Where pictures of what was seen are left, for whoever wants to look. */
const PICTURES = process.env['SCREENSHOTS'] ?? mkdtempSync(join(tmpdir(), 'elements-screenshots-'));

describe('connecting a QuickBooks company in a browser', () => {
  let world: QuickBooksConnections;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    const port = await freePort();
    const publicUrl = `http://localhost:${port}`;
    world = await QuickBooksConnections.start(new FastClock(5), { port, publicUrl });
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  /** The page that the customer is sent to, with everything that it should not do. */
  const open = async (address: string): Promise<WatchedPage> => {
    const watched = await openWatchedPage(browser, world.quickbooks.origin);
    await watched.page.goto(address);
    return watched;
  };

  it('goes from `beginOAuth` through the consent page and our callback to a query of expenses', async () => {
    const flow = await world.begin();
    const { page, complaints } = await open(flow.authorizationUrl);
    await page.screenshot({ path: join(PICTURES, 'quickbooks-consent.png') });
    await page.locator(`input[name="realmId"][value="${SANDBOX_REALM}"]`).check();
    await page.locator('button[value="approve"]').click();
    await page.getByRole('heading', { name: 'Connected' }).waitFor();
    await page.screenshot({ path: join(PICTURES, 'quickbooks-connected.png') });
    expect(new URL(page.url()).pathname).toBe('/oauth/callback');
    expect(complaints).toEqual([]);

    const { instance, token, errors } = await world.complete(flow, { name: 'Craig’s books' });
    expect(errors).toEqual([]);
    const { data } = await world.service.query<{ instance: Read }>(
      { authorization: `${world.tenant.authorization}, Element ${token}` },
      `query ($id: ID!) {
        instance(id: $id) {
          name
          status
          authorization { kind }
          expenses(first: 3) { totalCount nodes { date amount { amount currency } } }
        }
      }`,
      { id: instance!.id },
    );
    expect(data!.instance).toMatchObject({
      name: 'Craig’s books',
      status: 'ACTIVE',
      authorization: { kind: 'OAUTH2' },
    });
    expect(data!.instance.expenses.totalCount).toBeGreaterThan(0);
    expect(data!.instance.expenses.nodes[0]).toMatchObject({ amount: { currency: 'USD' } });
  });

  it('comes back without a connection when the customer says no', async () => {
    const flow = await world.begin();
    const { page } = await open(flow.authorizationUrl);
    await page.locator('button[value="deny"]').click();
    await page.getByRole('heading', { name: 'Not connected' }).waitFor();
    const { instance, errors } = await world.complete(flow);
    expect(instance).toBeNull();
    expect(errors).toMatchObject([{ reason: 'DENIED', vendorError: 'access_denied' }]);
  });

  it('goes through OAuth 1.0a as well', async () => {
    const flow = await world.begin({ kind: 'OAUTH1' });
    const { page } = await open(flow.authorizationUrl);
    await page.locator('button[value="approve"]').click();
    await page.getByRole('heading', { name: 'Connected' }).waitFor();
    expect((await world.complete(flow)).errors).toEqual([]);
  });
});

interface Read {
  readonly name: string;
  readonly expenses: { readonly totalCount: number; readonly nodes: readonly object[] };
}
