import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { type BrowserTestService, startFixtureService } from './fixture-service';
import { type WatchedPage, openWatchedPage } from './watched-page';

/** Where pictures of what was seen are left, for whoever wants to look. */
const PICTURES = process.env['SCREENSHOTS'] ?? mkdtempSync(join(tmpdir(), 'elements-screenshots-'));

describe('GraphiQL', () => {
  let service: BrowserTestService;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    service = await startFixtureService();
  });

  afterAll(async () => {
    await browser?.close();
    await service?.close();
  });

  async function open(options?: BrowserContextOptions): Promise<WatchedPage> {
    const watched = await openWatchedPage(browser, service.url, options);
    await watched.page.goto(`${service.url}/graphql`);
    await watched.page.locator('.graphiql-query-editor .view-line').first().waitFor();
    return watched;
  }

  async function run(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Execute query (Ctrl-Enter)' }).click();
  }

  function result(page: Page) {
    return page.locator('.result-window .view-lines');
  }

  it('opens under our name, with a tab for each example', async () => {
    const { page } = await open();
    expect(await page.title()).toBe('Elements GraphiQL');
    for (const name of ['Catalogue', 'Provision', 'Reports', 'Policies', 'Employees']) {
      expect(await page.getByRole('tab', { name }).count()).toBe(1);
    }
    await page.getByText('Elements', { exact: true }).waitFor();
    await page.screenshot({ path: join(PICTURES, 'opened.png') });
  });

  it('runs the first example and shows its result', async () => {
    const { page } = await open();
    await run(page);
    await result(page).getByText('"key": "expensify"').waitFor();
    await page.screenshot({ path: join(PICTURES, 'catalogue.png') });
  });

  it('sends the demo credentials that it opened with', async () => {
    const { page } = await open();
    await page.getByRole('tab', { name: 'Reports' }).click();
    await run(page);
    await result(page).getByText('"Trip to Berlin"').waitFor();
    await page.screenshot({ path: join(PICTURES, 'reports.png') });
  });

  it('provisions with the credentials of the sandbox', async () => {
    const { page } = await open();
    await page.getByRole('tab', { name: 'Provision' }).click();
    await page.getByRole('button', { name: 'Variables' }).click();
    await run(page);
    await result(page).getByText('"ACTIVE"').waitFor();
    await page.screenshot({ path: join(PICTURES, 'provision.png') });
  });

  it('explains the schema', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
    await page.getByText('The catalogue. Needs no credentials.').waitFor();
    await page.screenshot({ path: join(PICTURES, 'documentation.png') });
  });

  it('leaves the credentials to whoever does not sit at this machine', async () => {
    const { page, complaints } = await open({ extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.9' } });
    await page.getByText('// "Authorization": "User <userSecret>').waitFor();
    expect(await page.content()).not.toContain(service.authorization);
    await run(page);
    await result(page).getByText('"key": "expensify"').waitFor();
    await page.screenshot({ path: join(PICTURES, 'elsewhere.png') });
    expect(complaints).toEqual([]);
  });

  it('follows a dark system', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    await run(page);
    await result(page).getByText('"key": "expensify"').waitFor();
    await page.screenshot({ path: join(PICTURES, 'dark.png') });
  });

  it('asks no other origin for anything and complains of nothing, from opening to a result', async () => {
    const { page, foreignRequests, complaints } = await open();
    await run(page);
    await result(page).getByText('"key": "expensify"').waitFor();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('tab', { name: 'Employees' }).click();
    await page.waitForLoadState('networkidle');
    expect(foreignRequests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('keeps the demo credentials no longer than the browser tab', async () => {
    const { page } = await open();
    await run(page);
    await result(page).getByText('"key": "expensify"').waitFor();
    const { origins } = await page.context().storageState();
    expect(JSON.stringify(origins)).not.toContain('demo-');
    expect(origins).toEqual([]);
  });
});
