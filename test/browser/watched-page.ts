import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page, with a record of everything that it should not do. */
export interface WatchedPage {
  readonly page: Page;
  /** Addresses of requests that went to another origin than the page's own. */
  readonly foreignRequests: readonly string[];
  /** Uncaught errors, errors and warnings on the console, refusals by the content security policy, failed requests. */
  readonly complaints: readonly string[];
}

/** Opens an empty page of its own browser profile that watches what comes to be asked from elsewhere than `origin`. */
export async function openWatchedPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  // Against hanging, not against slowness.
  context.setDefaultTimeout(120_000);
  const foreignRequests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) foreignRequests.push(request.url());
  });
  context.on('requestfailed', (request) => {
    complaints.push(`${request.url()} failed: ${request.failure()?.errorText}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()} answered ${response.status()}`);
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
  return { page: await context.newPage(), foreignRequests, complaints };
}
