import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { VendorAuthenticationError, type VendorError } from '../../src/adapters/vendor-error';
import {
  ELEMENT_RESOURCES,
  type ConfigurationField,
  type ElementOperation,
  type ElementResource,
  type ReadEvent,
  type ResourceOperations,
  type VendorAdapter,
  type VendorConnection,
} from '../../src/adapters/adapter';
import type { VendorAgent } from '../../src/adapters/agent';
import { RESOURCE_OF_BOOK_ENTRY } from '../../src/adapters/book-entry-resource';
import type { RecordBatch } from '../../src/adapters/records';
import { TAX_CODE_KINDS } from '../../src/adapters/tax';
import type { VendorSandbox } from '../../src/adapters/sandbox/vendor-sandbox';
import { parsePollerConfiguration } from '../../src/services/poller/poller-configuration';
import { TestClock } from '../support/clock';
import { PlainVendorHttp } from '../support/plain-vendor-http';
import { BOULDER, taxDocument } from '../support/tax-requests';

/** Enough between two requests for the strictest of our vendors' limits, by the clock that the sandbox looks at. */
const MS_BETWEEN_REQUESTS = 3_500;
const HISTORY_FROM = '2023-08-16';

/** What an adapter that knows sales tax offers beside what it reads into our tables: all of it, or none. */
const TAX_OPERATIONS: Readonly<Partial<Record<ElementResource, readonly ElementOperation[]>>> = {
  TAX_DOCUMENTS: ['LIST', 'CALCULATE', 'COMMIT', 'CANCEL'],
  TAX_CODES: ['LIST'],
  ADDRESSES: ['VERIFY'],
};
export interface ContractOptions {
  /** Of an element with a consent page: the settings of a grant of its sandbox, which is served at `baseUrl`. */
  readonly connect?: (sandbox: VendorSandbox, baseUrl: string) => Promise<Readonly<Record<string, string>>>;
}

/** The cases that every adapter has to pass: what the catalogue says is what it does. */
export function describeAdapter(adapter: VendorAdapter, options: ContractOptions = {}): void {
  describe('catalogue entry', () => describeCatalog(adapter));
  describe('resources', () => describeResources(adapter));
  if (adapter.agent !== undefined) describe('through its agent', () => describeAgent(adapter, adapter.agent!));
  else if (adapter.check === undefined) describe('without operations', () => describeUnbuilt(adapter));
  else describe('against its sandbox', () => describeReading(adapter, options));
}

function describeCatalog({ catalog, requestLimits, resources }: VendorAdapter): void {
  const fields = catalog.configurationFields;

  it('says what it is', () => {
    expect(catalog.key).toMatch(/^[a-z][a-z0-9]*$/);
    expect(catalog.elementId).toBeGreaterThan(0);
    for (const text of [catalog.name, catalog.hub]) expect(text).not.toBe('');
    expect(catalog.description).toMatch(/\.$/);
    expect(catalog.provisioningFlows.length).toBeGreaterThan(0);
  });

  it('has configuration keys that are unique, also as names of input fields', () => {
    const names = fields.map((field) => inputName(field.key));
    expect(new Set(fields.map((field) => field.key)).size).toBe(fields.length);
    expect(new Set(names).size).toBe(fields.length);
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
  });

  it.each(fields)('describes $key', (field) => {
    expect(field.label).not.toBe('');
    expect(field.description).toMatch(/\.$/);
    expect(field.example).toBeDefined();
    expect(problemsOf(field, field.example!)).toEqual([]);
  });

  it('has valid defaults, and none for what is secret or has to be given', () => {
    for (const field of fields.filter((each) => each.default !== undefined)) {
      expect([field.key, problemsOf(field, field.default!)]).toEqual([field.key, []]);
      expect({ required: field.required, secret: field.secret }).toEqual({ required: false, secret: false });
    }
  });

  it('asks in every flow for something, and in no other', () => {
    for (const field of fields) {
      expect(field.flows.length).toBeGreaterThan(0);
      expect(catalog.provisioningFlows).toEqual(expect.arrayContaining([...field.flows]));
      expect(field.required && field.advanced).toBe(false);
    }
    for (const flow of catalog.provisioningFlows) {
      expect(fields.some((field) => field.required && field.flows.includes(flow))).toBe(true);
    }
  });

  it('hides whatever its key calls a secret, token or API key', () => {
    // When a token ends is told to everybody.
    const telling = fields.filter(({ key }) => /(secret|token|password|api\.key|partner\.key)(?!\.expires$)/.test(key));
    expect(telling.filter((field) => !field.secret)).toEqual([]);
  });

  it('polls resources that it can list, in a way that its configuration can say', () => {
    for (const { name, resource, defaults } of catalog.polledResources ?? []) {
      expect(resources[resource]?.operations).toContain('LIST');
      expect(() => parsePollerConfiguration(catalog, { [name]: defaults })).not.toThrow();
    }
  });

  it('has an address to configure if, and only if, the vendor has one', () => {
    expect(fields.some((field) => field.key === 'base.url')).toBe(catalog.baseUrl !== undefined);
    if (catalog.baseUrl === undefined) return;
    expect(catalog.baseUrl.live).toMatch(/^https:\/\/.*[^/]$/);
    expect(catalog.baseUrl.sandboxPath).toMatch(/^\/.*[^/]$/);
  });

  it('says where its limits come from', () => {
    for (const limit of requestLimits) {
      expect(limit.requests).toBeGreaterThan(0);
      expect(limit.perSeconds).toBeGreaterThan(0);
      expect([limit.scope, limit.source]).not.toContain('');
    }
  });
}

function describeResources(adapter: VendorAdapter): void {
  const { resources, tax } = adapter;
  const entries = Object.entries(resources) as [ElementResource, ResourceOperations][];

  it('are among those that we know', () => {
    expect(ELEMENT_RESOURCES).toEqual(expect.arrayContaining(entries.map(([resource]) => resource)));
  });

  it('offer what there is, and nothing else', () => {
    for (const [resource, operations] of entries) {
      const offered = [...operations.operations].sort();
      expect([resource, offered]).toEqual([resource, existing(adapter, resource, operations).sort()]);
    }
  });

  it('name what every write, export, tax operation and card list is about', () => {
    for (const [resource, operation] of beyondRecords(adapter)) {
      expect([resource, resources[resource]?.operations ?? []]).toEqual([
        resource,
        expect.arrayContaining([operation]),
      ]);
    }
  });

  it('are all that an adapter of sales tax has, if it is one', () => {
    const offered = Object.keys(TAX_OPERATIONS).filter((resource) => resource in resources);
    expect(offered).toEqual(tax === undefined ? [] : Object.keys(TAX_OPERATIONS));
    const kept = resources.TAX_DOCUMENTS?.details?.filter(({ delivery }) => delivery === 'FROM_OUR_RECORDS') ?? [];
    expect(kept.map(({ operation }) => operation)).toEqual(tax === undefined ? [] : ['LIST', 'GET']);
  });

  it('have financial reports of different kinds, which can all be asked for in one column', () => {
    const offers = adapter.financialReports?.offers ?? [];
    expect(new Set(offers.map(({ kind }) => kind)).size).toBe(offers.length);
    for (const { groupings } of offers) expect(groupings).toContain('TOTAL');
  });

  it('are told of in messages whose signature is secret, and whose account is not', () => {
    if (adapter.inbound === undefined) return;
    const { accountKey, tokenKey, resources: told } = adapter.inbound;
    const isSecret = new Map(adapter.catalog.configurationFields.map((field) => [field.key, field.secret]));
    expect([isSecret.get(accountKey), isSecret.get(tokenKey)]).toEqual([false, true]);
    expect(Object.keys(resources)).toEqual(expect.arrayContaining([...told]));
  });

  it('describe operations that they offer, each once', () => {
    for (const [, { operations, details = [] }] of entries) {
      const described = details.map((detail) => detail.operation);
      expect(operations).toEqual(expect.arrayContaining(described));
      expect(new Set(described).size).toBe(described.length);
    }
  });

  it('are listed by one operation with all that it covers', () => {
    for (const [resource, { list }] of entries) {
      if (list === undefined) continue;
      expect(list.covers).toContain(resource);
      expect(list.covers).toEqual(expect.arrayContaining([...list.exhaustive]));
      for (const covered of list.covers) expect(resources[covered]?.list).toBe(list);
    }
  });

  it('are read by ID some at a time', () => {
    for (const [, { getMany }] of entries) if (getMany !== undefined) expect(getMany.maxIds).toBeGreaterThan(0);
  });

  it('know what cannot be an ID', () => {
    for (const [, { canonicalRemoteId }] of entries) {
      for (const nonsense of ['', ' ', 'no such thing!']) expect(canonicalRemoteId?.(nonsense) ?? null).toBeNull();
    }
  });
}

function describeUnbuilt(adapter: VendorAdapter): void {
  it('offers no resource and no sandbox, and cannot be provisioned', () => {
    expect(adapter.resources).toEqual({});
    expect([adapter.check, adapter.createSandbox]).toEqual([undefined, undefined]);
  });
}

function describeAgent({ catalog, check, createSandbox }: VendorAdapter, agent: VendorAgent): void {
  it('is called, and calls nobody', () => {
    expect(catalog.authentication).toBe('AGENT');
    expect([check, createSandbox, catalog.baseUrl]).toEqual([undefined, undefined, undefined]);
  });

  it('has a path, a page for browsers, and a setting that says from where it is called', () => {
    expect(agent.path).toMatch(/^\/[a-z-]+$/);
    expect(agent.page.status).toBe(200);
    expect(catalog.configurationFields.map(({ key }) => key)).toContain(agent.callerKey);
    expect(agent.intervalSeconds({})).toBeGreaterThanOrEqual(60);
  });

  it('answers whatever is sent to it, and rejects nothing', async () => {
    for (const sent of ['', '{}', '<a/>', '<a', '\u0000']) {
      const call = await agent.readCall({}, Readable.from([Buffer.from(sent)]));
      expect(call.kind).toBe('ANSWERED');
      expect(agent.writeReply(call, { kind: 'BUSY' }).body).not.toBe('');
    }
  });
}

function describeReading(adapter: VendorAdapter, { connect }: ContractOptions): void {
  const clock = new TestClock(Date.UTC(2026, 7, 15, 12), true);
  const http = new PlainVendorHttp(() => clock.advance(MS_BETWEEN_REQUESTS));
  const lists = [...new Set(Object.values(adapter.resources).flatMap(({ list }) => list ?? []))];
  let sandbox: VendorSandbox;
  let server: Server;
  let good: VendorConnection;
  let bad: VendorConnection;

  beforeAll(async () => {
    sandbox = await adapter.createSandbox!({ clock, seed: 1, reports: 60 });
    server = createServer((request, response) => void sandbox.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const baseUrl = origin + adapter.catalog.baseUrl!.sandboxPath;
    const grant = await connect?.(sandbox, baseUrl);
    const configuration = { ...sandbox.configuration, ...grant, 'base.url': baseUrl };
    good = { configuration, http, clock };
    bad = { configuration: { ...configuration, ...wrongSecrets(adapter) }, http, clock };
  });

  afterAll(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await sandbox.close();
  });

  it('accepts the configuration that its sandbox names', async () => {
    const names = adapter.catalog.configurationFields.map((field) => field.key);
    expect(names).toEqual(expect.arrayContaining(Object.keys(sandbox.configuration)));
    await expect(adapter.check!(good)).resolves.toBeUndefined();
  });

  it('checks credentials in one call', async () => {
    const before = http.requests.length;
    await adapter.check!(good);
    expect(http.requests.length - before).toBe(1);
  });

  it('refuses wrong credentials, whatever it is asked for, without naming them', async () => {
    const attempts = [
      adapter.check!(bad),
      ...taxAttempts(adapter, bad),
      ...lists.map((list) => drain(list.list(bad, { historyFrom: HISTORY_FROM }))),
      ...(adapter.listCompanyCards === undefined ? [] : [adapter.listCompanyCards(bad, 'example.com')]),
    ];
    for (const attempt of attempts) {
      const error = await attempt.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(VendorAuthenticationError);
      expectNoSecrets(adapter, bad, error as VendorError);
    }
  });

  it('tells records of what it covers, each with a canonical ID', async () => {
    for (const list of lists) {
      const events = await drain(list.list(good, { historyFrom: HISTORY_FROM }));
      for (const [resource, remoteId] of idsIn(events)) {
        expect(list.covers).toContain(resource);
        expect(adapter.resources[resource]?.canonicalRemoteId?.(remoteId) ?? remoteId).toBe(remoteId);
      }
      expect(idsIn(events).length).toBeGreaterThan(0);
      expect(events.filter((event) => event.kind === 'rejected')).toEqual([]);
    }
  });

  it('goes on after each of its checkpoints to the same end', async () => {
    for (const list of lists) {
      const events = await drain(list.list(good, { historyFrom: HISTORY_FROM }));
      const place = events.findIndex((event) => event.kind === 'checkpoint');
      const checkpoint = events[place];
      if (checkpoint?.kind !== 'checkpoint') continue;
      const request = { historyFrom: HISTORY_FROM, checkpoint: checkpoint.checkpoint };
      const rest = await drain(list.list(good, request));
      expect(idsIn(rest).sort()).toEqual(idsIn(events.slice(place)).sort());
    }
  });

  it('reads by ID what it lists, and leaves out what there is not', async () => {
    for (const [resource, { list, getMany }] of Object.entries(adapter.resources)) {
      if (list === undefined || getMany === undefined) continue;
      const all = idsIn(await drain(list.list(good, { historyFrom: HISTORY_FROM })));
      const ids = all.flatMap(([of, id]) => (of === resource ? [id] : [])).slice(0, 3);
      if (ids.length === 0) continue;
      const unknown = ids[0]!.replace(/.$/, (last) => (last === '9' ? '8' : '9'));
      const found = idsIn(await drain(getMany.getMany(good, [...ids, unknown])));
      expect(found.flatMap(([of, id]) => (of === resource ? [id] : [])).sort()).toEqual([...ids].sort());
    }
  });

  it('calculates, makes final under another key, and takes back', async () => {
    const { tax } = adapter;
    if (tax === undefined) return;
    const keys = ['quote-1', 'order-1'].map((key) => tax.documentKey(good.configuration, key));
    const [documentKey, committedKey] = keys as [string, string];
    const calculated = await tax.calculate(good, taxDocument({ documentKey }));
    expect(calculated).toMatchObject({ documentKey, state: 'DRAFT', totalTax: { currency: 'USD' } });
    const committed = await tax.commit(good, { documentKey, committedKey });
    expect(committed).toMatchObject({ documentKey: committedKey, state: 'COMMITTED' });
    const cancelled = await tax.cancel(good, { documentKey: committedKey });
    expect(cancelled).toMatchObject({ documentKey: committedKey, state: 'CANCELLED' });
  });

  it('lists taxability codes of a kind in one call', async () => {
    for (const kind of adapter.tax === undefined ? [] : TAX_CODE_KINDS) {
      const before = http.requests.length;
      const codes = await adapter.tax!.listCodes(good, kind);
      expect(http.requests.length - before).toBe(1);
      expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
      expect(new Set(codes.map((code) => code.kind))).toEqual(new Set([kind]));
    }
  });

  it('shares limits between connections with the same credentials only', () => {
    const scope = adapter.budgetScope!;
    expect(scope(good.configuration)).toBe(
      scope({ ...good.configuration, 'base.url': 'https://elsewhere.example.com' }),
    );
    const other = Object.fromEntries(Object.keys(good.configuration).map((key) => [key, 'other']));
    expect(scope(other)).not.toBe(scope(good.configuration));
    expectNoSecretsIn(adapter, good, scope(good.configuration));
  });
}

function taxAttempts({ tax }: VendorAdapter, bad: VendorConnection): Promise<unknown>[] {
  if (tax === undefined) return [];
  return [
    tax.calculate(bad, taxDocument()),
    tax.calculate(bad, taxDocument({ commit: true })),
    tax.commit(bad, { documentKey: 'INV-1', committedKey: null }),
    tax.cancel(bad, { documentKey: 'INV-1' }),
    tax.verifyAddress(bad, BOULDER),
    tax.listCodes(bad, 'ITEM'),
  ];
}

function existing(
  adapter: VendorAdapter,
  resource: ElementResource,
  { list, getMany, details = [] }: ResourceOperations,
): ElementOperation[] {
  const kept = details.some(({ operation, delivery }) => operation === 'GET' && delivery === 'FROM_OUR_RECORDS');
  const read = getMany !== undefined || kept;
  const others = beyondRecords(adapter).flatMap(([of, operation]) => (of === resource ? [operation] : []));
  const all = [...(list === undefined ? [] : (['LIST'] as const)), ...(read ? (['GET'] as const) : []), ...others];
  return [...new Set<ElementOperation>(all)];
}

/** What an adapter does with a resource beside listing and reading its records. */
function beyondRecords({
  writes = {},
  exports,
  financialReports,
  inbound,
  listCompanyCards,
  tax,
}: VendorAdapter): [ElementResource, ElementOperation][] {
  const operations: [ElementResource, ElementOperation][] = Object.values(writes).map(({ resource, operation }) => {
    return [resource, operation];
  });
  if (listCompanyCards !== undefined) operations.push(['CARDS', 'LIST']);
  if (exports !== undefined) operations.push(['REPORTS', 'EXPORT']);
  if (exports?.cards !== undefined) operations.push(['CARDS', 'EXPORT']);
  for (const [resource, offered] of tax === undefined ? [] : Object.entries(TAX_OPERATIONS)) {
    operations.push(
      ...offered.map((operation): [ElementResource, ElementOperation] => [resource as ElementResource, operation]),
    );
  }
  if (financialReports !== undefined) operations.push(['FINANCIAL_REPORTS', 'LIST'], ['FINANCIAL_REPORTS', 'GET']);
  for (const resource of inbound?.resources ?? []) operations.push([resource, 'WATCH']);
  return operations;
}

function problemsOf(field: ConfigurationField, value: string): string[] {
  const problems: string[] = [];
  if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern})$`, 'u').test(value)) problems.push('pattern');
  if (field.options !== undefined && !field.options.some((option) => option.value === value)) problems.push('options');
  if ((field.type === 'SELECT') !== (field.options !== undefined)) problems.push('options without a SELECT');
  if (field.type === 'BOOLEAN' && value !== 'true' && value !== 'false') problems.push('boolean');
  if (field.type === 'URL' && !URL.canParse(value)) problems.push('url');
  if (field.type === 'INTEGER' && !isWithin(field, Number(value))) problems.push('bounds');
  return problems;
}

function isWithin({ minimum = -Infinity, maximum = Infinity }: ConfigurationField, value: number): boolean {
  return Number.isInteger(value) && value >= minimum && value <= maximum;
}

function inputName(key: string): string {
  return key.replace(/[._](\w)/g, (_separator, letter: string) => letter.toUpperCase());
}

function secretKeys({ catalog }: VendorAdapter): string[] {
  return catalog.configurationFields.filter((field) => field.secret).map((field) => field.key);
}

function wrongSecrets(adapter: VendorAdapter): Record<string, string> {
  return Object.fromEntries(secretKeys(adapter).map((key, i) => [key, `wrong-value-of-a-secret-${i}`]));
}

function expectNoSecrets(adapter: VendorAdapter, connection: VendorConnection, error: VendorError): void {
  const told = [error.message, error.vendorMessage, error.stack, JSON.stringify(error), String(error.cause)];
  expectNoSecretsIn(adapter, connection, told.join('\n'));
}

function expectNoSecretsIn(adapter: VendorAdapter, { configuration }: VendorConnection, text: string): void {
  for (const key of secretKeys(adapter)) expect(text).not.toContain(configuration[key] ?? key);
}

async function drain(events: AsyncIterable<ReadEvent>): Promise<ReadEvent[]> {
  const drained: ReadEvent[] = [];
  for await (const event of events) drained.push(event);
  return drained;
}

function idsIn(events: readonly ReadEvent[]): [ElementResource, string][] {
  return events.flatMap((event) => (event.kind === 'records' ? idsOf(event.batch) : []));
}

function idsOf(batch: RecordBatch): [ElementResource, string][] {
  const { reports = [], policies = [], employees = [], receipts = [], bookEntries = [] } = batch;
  const expenses = [...reports.flatMap((report) => report.expenses), ...(batch.expenses ?? [])];
  return [
    ...reports.map(({ remoteId }) => ['REPORTS', remoteId] as [ElementResource, string]),
    ...expenses.map(({ remoteId }) => ['EXPENSES', remoteId] as [ElementResource, string]),
    ...policies.map(({ remoteId }) => ['POLICIES', remoteId] as [ElementResource, string]),
    ...employees.map(({ remoteId }) => ['EMPLOYEES', remoteId] as [ElementResource, string]),
    ...receipts.map(({ remoteId }) => ['RECEIPTS', remoteId] as [ElementResource, string]),
    ...bookEntries.map(({ kind, remoteId }) => [RESOURCE_OF_BOOK_ENTRY[kind], remoteId] as [ElementResource, string]),
  ];
}
