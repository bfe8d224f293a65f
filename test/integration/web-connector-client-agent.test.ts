import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebConnectorAgent } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import type { CompanyFile, CompanyFileOptions } from '../../src/adapters/quickbooks-enterprise/sandbox/company-file';
import { TestClock } from '../support/clock';
import { PlainQuickBooks } from '../support/plain-quickbooks';
import { setupFile } from '../support/setup-file';
import { until } from '../support/until';
import { WebConnectorBench } from '../support/web-connector-bench';

let bench: WebConnectorBench;
let stateDir: string;
const opened: CompanyFileOptions[] = [];
let closed = 0;

beforeEach(async () => {
  bench = await WebConnectorBench.open();
  stateDir = await mkdtemp(join(tmpdir(), 'web-connector-'));
  opened.length = 0;
  closed = 0;
});

afterEach(async () => {
  await bench.close();
  await rm(stateDir, { recursive: true });
});

/** What a company file is to the agent: something that is opened, worked with and closed. */
const agent = createWebConnectorAgent((options) => {
  opened.push(options);
  const close = (): Promise<void> => Promise.resolve(void closed++);
  const company = Object.assign(new PlainQuickBooks(), { close });
  return Promise.resolve(company as PlainQuickBooks & Partial<CompanyFile> as CompanyFile);
});

describe('A computer with QuickBooks', () => {
  it('runs when it is told to, and tells how that went', async () => {
    bench.script({});
    const events: string[] = [];
    const running = await agent.start({
      setupFile: setupFile(bench.service.url),
      password: 'secret',
      clock: new TestClock(),
      everySeconds: 0,
      stateDir,
      expenses: 12,
      onEvent: ({ text }) => events.push(text),
    });
    expect(await running.runOnce()).toMatchObject({ outcome: 'DONE', message: 'OK', calls: 6, exchanges: 1 });
    await running.stop();

    expect(opened).toEqual([expect.objectContaining({ expenses: 12, stateFile: join(stateDir, 'company.json') })]);
    expect(closed).toBe(1);
    expect(JSON.parse(await readFile(join(stateDir, 'applications.json'), 'utf8'))).toHaveLength(1);
    expect(events[0]).toContain('CloudElements was added');
    expect(events.at(-1)).toBe('DONE: OK');
  });

  it('goes to work by itself', async () => {
    bench.script({ authenticate: [['t', 'none']] });
    const clock = new TestClock();
    const running = await agent.start({
      setupFile: setupFile(bench.service.url),
      password: 'secret',
      clock,
      everySeconds: 60,
    });
    await until(() => clock.sleeps.length === 1);
    expect(bench.service.methods).toContain('authenticate');
    await running.stop();
    expect(closed).toBe(1);
  });

  it('says what is wrong with the file, and leaves nothing open', async () => {
    const start = agent.start({ setupFile: '<QBWCXML/>', password: 'secret', clock: new TestClock() });
    await expect(start).rejects.toThrow(/QBWC1039: AppName, AppURL, .* are missing/);
    expect(closed).toBe(1);
  });
});
