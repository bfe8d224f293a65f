import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { recordEvents, reportChange } from '../support/change-events';
import type { TestService } from '../support/test-service';
import { launchBrowser } from './browser';
import { startGraphiqlService } from './graphiql-service';
import { type WatchedPage, openWatchedPage } from './watched-page';

/** Where pictures of what was seen are left, for whoever wants to look. */
const PICTURES = process.env['SCREENSHOTS'] ?? mkdtempSync(join(tmpdir(), 'elements-screenshots-'));

const READ = ['Catalogue', 'Provision', 'Reports', 'Policies', 'Employees', 'Changes'];
const TABS = [...READ, 'Agents', 'Books', 'Tax', 'Connect', 'Complete'];

describe('GraphiQL', () => {
  let service: TestService;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    service = await startGraphiqlService();
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

  function result(page: Page): Locator {
    return page.locator('.result-window .view-lines');
  }

  /** Runs the example of a tab until its result shows this text; nothing of it may stay underlined as wrong. */
  async function runExample(page: Page, tab: string, expected: string, picture: string): Promise<void> {
    await page.getByRole('tab', { name: tab }).click();
    await page.locator('.graphiql-query-editor').getByText(tab, { exact: true }).waitFor();
    await run(page);
    await result(page).getByText(expected).first().waitFor();
    // Variables are looked at again some time after a tab was chosen.
    await page.locator('.squiggly-error, .squiggly-warning').first().waitFor({ state: 'detached' });
    await page.screenshot({ path: join(PICTURES, picture) });
  }

  it('opens under our name, with a tab for each example', async () => {
    const { page } = await open();
    expect(await page.title()).toBe('Elements GraphiQL');
    for (const name of TABS) expect(await page.getByRole('tab', { name }).count()).toBe(1);
    await page.getByText('Elements', { exact: true }).waitFor();
    await page.screenshot({ path: join(PICTURES, 'opened.png') });
  });

  it.each(['light', 'dark'] as const)(
    'leads a newcomer with a %s screen from the catalogue to records of a new instance, by pressing Run in each tab',
    async (colorScheme) => {
      const watched = await open({ colorScheme });
      const { page } = watched;
      await runExample(page, 'Catalogue', '"key": "expensify"', `${colorScheme}-catalogue.png`);
      await runExample(page, 'Provision', '"status": "ACTIVE"', `${colorScheme}-provision.png`);
      await runExample(page, 'Reports', '"submittedOn": "2026-', `${colorScheme}-reports.png`);
      await runExample(page, 'Policies', '"accessRole": "ADMIN"', `${colorScheme}-policies.png`);
      await runExample(page, 'Employees', '@aurora.example.com"', `${colorScheme}-employees.png`);
      expect(watched.foreignRequests).toEqual([]);
      expect(watched.complaints).toEqual([]);
    },
  );

  it('shows changes as they come, over a WebSocket of our own origin', async () => {
    const watched = await open();
    const { page } = watched;
    const demo = service.demo!;
    const id = await service.provision(demo);
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.locator('.graphiql-query-editor').getByText('Changes', { exact: true }).waitFor();
    const connected = page.waitForEvent('websocket');
    await run(page);
    await (await connected).waitForEvent('framesent', ({ payload }) => String(payload).includes('"subscribe"'));
    const changing = setInterval(() => {
      const event = reportChange(demo.caller.organizationId, id, 'R00abc');
      void recordEvents(service.as(demo), service.database, [event]);
    }, 200);
    await result(page).getByText('"kind": "UPDATED"').first().waitFor();
    clearInterval(changing);
    await page.screenshot({ path: join(PICTURES, 'changes.png') });
    await page.getByRole('button', { name: 'Stop query (Ctrl-Enter)' }).or(page.getByLabel(/Stop/)).first().click();
    expect(watched.foreignRequests).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  it('explains the schema', async () => {
    const { page, complaints } = await open();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const explorer = page.locator('.graphiql-doc-explorer');
    await explorer.getByText('Query', { exact: true }).click();
    await explorer.getByText('The catalogue. Needs no credentials.').waitFor();
    await page.screenshot({ path: join(PICTURES, 'documentation.png') });
    await explorer.getByText('Report', { exact: true }).first().click();
    await explorer.getByText('An expense report: expenses that one person hands in together.').waitFor();
    await page.screenshot({ path: join(PICTURES, 'documentation-of-report.png') });
    expect(complaints).toEqual([]);
  });

  it('leaves the credentials to whoever does not sit at this machine', async () => {
    const { page, complaints } = await open({ extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.9' } });
    await page.getByText('// "Authorization": "User <userSecret>').waitFor();
    const content = await page.content();
    for (const secret of secrets()) expect(content).not.toContain(secret);
    await run(page);
    await result(page).getByText('"key": "expensify"').waitFor();
    await page.screenshot({ path: join(PICTURES, 'elsewhere.png') });
    expect(complaints).toEqual([]);
  });

  it('asks no other origin for anything, and complains of nothing, while it is looked around in', async () => {
    const { page, foreignRequests, complaints } = await open();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    for (const name of TABS) await page.getByRole('tab', { name }).click();
    await page.getByRole('button', { name: 'Open settings dialog' }).click();
    await page.screenshot({ path: join(PICTURES, 'settings.png') });
    await page.waitForLoadState('networkidle');
    expect(foreignRequests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('keeps the demo credentials no longer than the browser tab', async () => {
    const { page } = await open();
    await run(page);
    await result(page).getByText('"key": "expensify"').waitFor();
    const { origins } = await page.context().storageState();
    for (const secret of secrets()) expect(JSON.stringify(origins)).not.toContain(secret);
    expect(origins).toEqual([]);
  });

  function secrets(): string[] {
    const { userSecret, organizationSecret } = service.demo!;
    return [userSecret, organizationSecret, ...Object.values(service.sandbox.configuration)];
  }
});
