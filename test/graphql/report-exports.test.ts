import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredReport } from '../../src/adapters/expensify/sandbox/data/records';
import { encodeRecordId } from '../../src/record-id';
import { TestClock } from '../support/clock';
import { ExportClient, REPORT_EXPORT_FIELDS, type ToldExport } from '../support/export-client';
import { createSubscriptionClient, Listening } from '../support/subscription-client';
import { startTestService, type TestService } from '../support/test-service';

const HELP_PAGE_TEMPLATE = readFileSync(join(__dirname, '../fixtures/expensify/help-page.ftl'), 'utf8');
const UNKNOWN_INSTANCE = '0198c0de-0000-7000-8000-000000000000';

describe('exports in the graph', () => {
  const clock = new TestClock();
  let service: TestService;
  let client: ExportClient;

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 60 });
    const tenant = await service.createTenant('Acme');
    client = new ExportClient(service, clock, tenant, await service.provision(tenant));
  });
  afterAll(() => service.close());
  // Each test begins with all of the vendor's limit.
  beforeEach(() => {
    clock.advance(70_000);
    service.sandbox.forgetJobs();
    service.sandbox.setFaults({});
  });

  const reports = (count: number, matches: (report: StoredReport) => boolean = () => true): StoredReport[] =>
    [...service.sandbox.reports.all()].filter(matches).slice(0, count);
  const idsOf = (some: readonly StoredReport[]): string[] => some.map(({ reportID }) => reportID);
  const these = (some: readonly StoredReport[]): object => ({ remoteIds: idsOf(some) });
  const rowsOf = async (made: ToldExport): Promise<Record<string, string>[]> => {
    expect(made).toMatchObject({ status: 'READY', error: null });
    const [text] = await client.texts(made);
    return parse(text!, { columns: true, relax_quotes: false }) as Record<string, string>[];
  };
  /** The reports in a JSON export. */
  const exported = async (input: object): Promise<{ reportID: string; [name: string]: unknown }[]> => {
    const made = await client.export({ format: 'JSON', ...input });
    expect(made).toMatchObject({ status: 'READY', error: null });
    return JSON.parse((await client.texts(made))[0]!);
  };
  const jobs = (): (string | null)[] => service.sandbox.jobs().map(({ type }) => type);

  describe('make files', () => {
    it('of expenses as CSV, with what counts, booleans in words, and ids that spreadsheets leave alone', async () => {
      const [report] = reports(1, ({ state }) => state === 'REIMBURSED');
      const made = await client.export({ format: 'CSV', selection: these([report!]) });
      const [text] = await client.texts(made);
      expect(text).toMatch(/^Merchant,Amount,Transaction Date,Currency,/);
      const rows = await rowsOf(made);
      const expenses = service.sandbox.reports.expensesOf(report!.reportID);
      expect(rows.map((row) => row['Expense ID'])).toEqual(expenses.map(({ transactionID }) => `'${transactionID}`));
      expect(rows.map((row) => row['Merchant'])).toEqual(
        expenses.map(({ merchant, modifiedMerchant }) => modifiedMerchant ?? merchant),
      );
      for (const [index, row] of rows.entries()) {
        const { convertedAmount, modifiedAmount, amount, billable } = expenses[index]!;
        const cents = convertedAmount ?? (modifiedAmount || null) ?? amount ?? 0;
        expect(row['Amount']).toBe((cents / 100).toFixed(2));
        expect(row['Billable']).toBe(billable ? 'Yes' : 'No');
        expect(row).toMatchObject({ 'Report ID': `'${report!.reportID}`, Submitter: report!.accountEmail });
      }
      expect(jobs()).toEqual(['file', 'download']);
    });

    it('for a ledger, with codes, approver and days', async () => {
      const [report] = reports(1, ({ state }) => state === 'APPROVED');
      const made = await client.export({
        format: 'CSV',
        template: { name: 'ACCOUNTING_CSV' },
        selection: these([report!]),
      });
      const rows = await rowsOf(made);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(row).toMatchObject({
          'Report Status': 'Approved',
          'Policy ID': `'${report!.policyID}`,
          Approver: report!.approverEmail,
        });
        expect(row['Approved']).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(row['Amount']).toMatch(/^-?\d+\.\d\d$/);
      }
      expect(rows.some((row) => /^\d/.test(row['Category GL Code']!))).toBe(true);
    });

    it('that no spreadsheet takes for formulas', async () => {
      const { accountEmail } = reports(1)[0]!;
      const added = service.sandbox.reports.addReport({ name: '=1+1', accountEmail });
      service.sandbox.reports.addExpense(added.reportID, {
        merchant: '=HYPERLINK("https://example.com","pay, now")',
        amount: -1234,
        currency: 'USD',
        comment: '@line\nand another',
      });
      const [row] = await rowsOf(await client.export({ format: 'CSV', selection: these([added]) }));
      expect(row).toMatchObject({
        Merchant: `'=HYPERLINK("https://example.com","pay, now")`,
        Amount: '-12.34',
        Report: "'=1+1",
        Description: "'@line\nand another",
      });
    });

    it('as JSON: one list, also of several renderings, and names as people wrote them', async () => {
      service.sandbox.setFaults({ 'two-renderings': true });
      const some = reports(5);
      const list = await exported({ selection: these(some) });
      expect(list.map(({ reportID }) => reportID).sort()).toEqual(idsOf(some).sort());
      expect(JSON.stringify(list)).not.toContain('&amp;');
      expect(list[0]).not.toHaveProperty('kind');
      service.sandbox.reports.mark(idsOf(some), 'all of these');
      expect(await exported({ selection: { ...these(some), notExportedAs: 'all of these' } })).toEqual([]);
    });

    it.each([
      ['XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', /^PK/],
      ['XLS', 'application/vnd.ms-excel', /./s],
      ['TXT', 'text/plain; charset=utf-8', /^Merchant,/],
      ['PDF', 'application/pdf', /^%PDF-/],
    ])('in the format %s', async (format, contentType, beginning) => {
      const made = await client.export({ format, selection: these(reports(1)) });
      expect(made).toMatchObject({ status: 'READY', error: null });
      expect(made.files).toHaveLength(1);
      const [file] = made.files;
      expect(file).toMatchObject({
        contentType,
        name: expect.stringMatching(new RegExp(`^export[0-9a-f-]{36}\\.${format.toLowerCase()}$`)),
      });
      const response = await client.fetch(file!.downloadUrl);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(contentType);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes).toHaveLength(file!.byteSize);
      expect(bytes.toString('latin1')).toMatch(beginning);
    });

    it("by the caller's own template, in XML too", async () => {
      const source = '<reports><#list reports as report><r id="${report.reportID}"/></#list></reports>';
      const [report] = reports(1);
      const made = await client.export({ format: 'XML', template: { source }, selection: these([report!]) });
      expect(made.files[0]).toMatchObject({ contentType: 'application/xml; charset=utf-8' });
      expect(await client.texts(made)).toEqual([`<reports><r id="${report!.reportID}"/></reports>`]);
    });

    it("by the template of Expensify's help page as printed: its first recipe", async () => {
      const [report] = reports(1, ({ state }) => state === 'APPROVED');
      const made = await client.export({
        format: 'CSV',
        template: { source: HELP_PAGE_TEMPLATE },
        selection: { remoteIds: [report!.longID] },
      });
      expect(made).toMatchObject({ status: 'READY', error: null, template: null });
      const [header, ...lines] = (await client.texts(made))[0]!.trimEnd().split('\n');
      expect(header).toBe('Merchant,Amount,Transaction Date');
      expect(lines).toHaveLength(service.sandbox.reports.expensesOf(report!.reportID).length);
      for (const line of lines) expect(line).toMatch(/,-?[\d,.]+,\d{4}-\d\d-\d\d$/);
    });

    it('of PDFs, one a report, named as was asked, with receipts', async () => {
      const some = reports(3);
      const input = { format: 'PDF', selection: these(some), fileBaseName: 'July', includeReceipts: true };
      const made = await client.export(input);
      expect(made).toMatchObject({ status: 'READY', reportCount: 3 });
      expect(made.files.map(({ name }) => name)).toEqual(['July-1.pdf', 'July-2.pdf', 'July-3.pdf']);
      const texts = await client.texts(made);
      for (const [index, text] of texts.entries()) expect(text).toContain(some[index]!.reportID);
    });

    it('that the vendor is not ready with at once', async () => {
      service.sandbox.setFaults({ 'not-ready': 2 });
      const made = await client.export({ format: 'CSV', selection: these(reports(1)) });
      expect(made.status).toBe('READY');
      expect(jobs()).toEqual(['file', 'download', 'download', 'download']);
    });
  });

  describe('select reports', () => {
    it('by policy: by its id here, by that of the vendor, and by the address of its page', async () => {
      const [{ policyID }] = reports(1) as [StoredReport];
      const wanted = idsOf(reports(100, (report) => report.policyID === policyID)).sort();
      const forms = [
        encodeRecordId('POLICY', client.instanceId, policyID),
        policyID.toLowerCase(),
        `https://www.expensify.com/policy?param={"policyID":"${policyID}"}`,
      ];
      for (const policyId of forms) {
        clock.advance(70_000);
        const found = (await exported({ selection: { policyIds: [policyId] } })).map((one) => one.reportID).sort();
        expect(found.every((id) => wanted.includes(id))).toBe(true);
        expect(found.length).toBeGreaterThan(1);
      }
    });

    it('by state, days and number', async () => {
      const from = '2026-03-01';
      const found = await exported({
        selection: {
          statuses: ['APPROVED', 'CLOSED'],
          createdOrSubmittedOn: { from, to: '2026-08-15' },
          limit: 2,
        },
      });
      expect(found.length).toBeLessThanOrEqual(2);
      for (const { status } of found) expect(['Approved', 'Closed']).toContain(status);
    });

    it('by the day of approval, without those that nobody has approved', async () => {
      const found = await exported({ selection: { approvedAfter: '2026-01-01' } });
      expect(found.length).toBeGreaterThan(0);
      for (const { status } of found) expect(['Approved', 'Reimbursed', 'Closed']).toContain(status);
    });

    it('of one person, which the vendor cannot', async () => {
      const [{ accountEmail }] = reports(1) as [StoredReport];
      const made = await client.export({
        format: 'JSON',
        selection: { submitterEmails: [accountEmail.toUpperCase()] },
      });
      const found: { accountEmail: string }[] = JSON.parse((await client.texts(made))[0]!);
      expect(made.reportCount).toBe(found.length);
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found.map((one) => one.accountEmail))).toEqual(new Set([accountEmail]));
    });

    it('that are not marked yet', async () => {
      const [marked, other] = reports(2) as [StoredReport, StoredReport];
      service.sandbox.reports.mark([marked.reportID], 'booked');
      const found = await exported({ selection: { ...these([marked, other]), notExportedAs: 'booked' } });
      expect(found.map(({ reportID }) => reportID)).toEqual([other.reportID]);
    });

    it('of nobody: then there is no file, and nothing is marked', async () => {
      const made = await client.export({
        format: 'CSV',
        selection: { submitterEmails: ['nobody@aurora.example.com'] },
        exportLabel: 'never',
      });
      expect(made).toMatchObject({
        status: 'READY',
        reportCount: 0,
        files: [],
        exportLabel: null,
        actions: [{ kind: 'MARK_AS_EXPORTED', outcome: 'SKIPPED' }],
      });
    });

    it('as another account sees them, where the vendor lets us', async () => {
      service.sandbox.setFaults({ 'no-grant': true });
      const made = await client.export({
        format: 'CSV',
        selection: { ...these(reports(1)), employeeEmail: reports(1)[0]!.accountEmail },
      });
      expect(made).toMatchObject({
        status: 'FAILED',
        files: [],
        error: {
          code: 'PERMISSION_DENIED',
          message: expect.stringContaining('Not authorized to authenticate as user'),
        },
      });
    });
  });

  describe('mark reports', () => {
    it('only once their bytes are held, and exactly those that are in the file', async () => {
      const approved = reports(100, ({ state }) => state === 'APPROVED');
      const made = await client.export({
        format: 'JSON',
        selection: { ...these(reports(100)), statuses: ['APPROVED'] },
        exportLabel: 'ledger 2026-08',
      });
      expect(made).toMatchObject({
        status: 'READY',
        reportCount: approved.length,
        exportLabel: 'ledger 2026-08',
        actions: [{ kind: 'MARK_AS_EXPORTED', outcome: 'TAKEN' }],
      });
      // Found, made, fetched, and only then marked.
      expect(jobs()).toEqual(['file', 'download', 'file', 'download', 'file']);
      const list: { reportID: string }[] = JSON.parse((await client.texts(made))[0]!);
      const inFile = new Set(list.map(({ reportID }) => reportID));
      expect([...inFile].sort()).toEqual(idsOf(approved).sort());
      for (const { reportID } of service.sandbox.reports.all()) {
        expect(service.sandbox.reports.isMarked(reportID, 'ledger 2026-08')).toBe(inFile.has(reportID));
      }
    });

    it('not when a file could not be had', async () => {
      service.sandbox.setFaults({ empty: true });
      const { reportExport } = await client.order({ format: 'CSV', selection: these(reports(1)), exportLabel: 'lost' });
      const made = await client.make(reportExport!.id, service.parts, 99);
      expect(made).toMatchObject({
        status: 'FAILED',
        files: [],
        exportLabel: null,
        error: { code: 'VENDOR_UNAVAILABLE' },
        actions: [{ outcome: 'NOT_DONE' }],
      });
      expect(service.sandbox.reports.isMarked(reports(1)[0]!.reportID, 'lost')).toBe(false);
    });

    it('never twice: an unclear answer is told, and the files are there all the same', async () => {
      const [report] = reports(1);
      // The third `file` job is the one that marks.
      const { reportExport } = await client.order({
        format: 'CSV',
        selection: these([report!]),
        exportLabel: 'unclear',
      });
      const made = client.make(reportExport!.id);
      while (jobs().filter((type) => type === 'download').length < 2) await new Promise(setImmediate);
      service.sandbox.setFaults({ 'drop-after': { job: 'file', value: true } });
      const told = await made;
      expect(told).toMatchObject({
        status: 'FAILED',
        exportLabel: null,
        error: { code: 'OUTCOME_UNKNOWN', retryable: false },
        actions: [{ kind: 'MARK_AS_EXPORTED', outcome: 'UNKNOWN' }],
      });
      expect(jobs()).toEqual(['file', 'download', 'file', 'download', 'file']);
      expect((await client.texts(told))[0]).toContain(report!.reportID);
    });
  });

  describe('ask the vendor for more', () => {
    const onFinish = {
      email: { recipients: ['Books@example.com'], message: 'Here it is' },
      sftpUpload: { host: 'sftp.example.com', login: 'acme', password: 'correct horse battery' },
    };

    it('once, with the files', async () => {
      const before = service.sandbox.deliveries().length;
      const made = await client.export({ format: 'CSV', selection: these(reports(1)), onFinish });
      expect(made.actions).toEqual([
        { kind: 'EMAIL', outcome: 'TAKEN' },
        { kind: 'SFTP_UPLOAD', outcome: 'TAKEN' },
      ]);
      expect(service.sandbox.deliveries().slice(before)).toMatchObject([
        { kind: 'email', recipients: ['books@example.com'], message: 'Here it is' },
        { kind: 'sftp', host: 'sftp.example.com', port: 22, login: 'acme' },
      ]);
    });

    it('never twice: after an unclear answer it fails, and says so', async () => {
      service.sandbox.setFaults({ 'drop-after': { job: 'file', value: true } });
      const made = await client.export({ format: 'CSV', selection: these(reports(1)), onFinish });
      expect(made).toMatchObject({
        status: 'FAILED',
        error: { code: 'OUTCOME_UNKNOWN', retryable: false },
        actions: [{ outcome: 'UNKNOWN' }, { outcome: 'UNKNOWN' }],
      });
      expect(jobs()).toEqual(['file']);
    });

    it('and keep none of it: not in the clear, and not once it has ended', async () => {
      const { reportExport } = await client.order({ format: 'CSV', selection: these(reports(1)), onFinish });
      const stored = async (): Promise<string> =>
        JSON.stringify(
          await service.database.query(service.parts.context, {
            text: 'SELECT e.*, j.* FROM report_exports e LEFT JOIN graphile_worker.jobs j ON true WHERE e.id = $1',
            values: [reportExport!.id],
          }),
        );
      for (const word of ['correct horse', 'example.com']) expect(await stored()).not.toContain(word);
      expect(await stored()).toContain('"encrypted_request":"v1.');
      await client.make(reportExport!.id);
      expect(await stored()).toContain('"encrypted_request":null');
      expect(service.logged()).not.toContain('correct horse');
    });

    it('not in a dry run, which tells what it finds and what would be made', async () => {
      const before = service.sandbox.deliveries().length;
      const made = await client.export({
        format: 'CSV',
        selection: these(reports(2)),
        onFinish,
        exportLabel: 'dry',
        dryRun: true,
      });
      expect(made).toMatchObject({
        status: 'READY',
        dryRun: true,
        reportCount: 2,
        exportLabel: null,
        actions: [{ outcome: 'SKIPPED' }, { outcome: 'SKIPPED' }, { outcome: 'SKIPPED' }],
      });
      expect(made.files).toHaveLength(1);
      expect(service.sandbox.deliveries()).toHaveLength(before);
      expect(service.sandbox.reports.isMarked(reports(1)[0]!.reportID, 'dry')).toBe(false);
    });
  });

  describe('say what is wrong', () => {
    it('with a template: in what, and on which line', async () => {
      const source = '<#list reports as report>\n${report.reportID}\n<#if report.total>\n</#list>';
      const made = await client.export({ format: 'TXT', template: { source }, selection: these(reports(1)) });
      expect(made).toMatchObject({
        status: 'FAILED',
        error: {
          __typename: 'VendorError',
          code: 'VENDOR_REJECTED',
          retryable: false,
          vendorMessage: expect.stringMatching(/<\/#if>.*line 4/),
        },
      });
      // Sending it again would be no use.
      expect(jobs()).toEqual(['file']);
    });

    it('with an order: everything at once, and each with its place', async () => {
      const { reportExport, errors } = await client.order({
        format: 'PDF',
        template: { name: 'JSON' },
        fileBaseName: 'a/b',
        exportLabel: ' ',
        onFinish: {
          email: { recipients: ['ann'], message: null },
          sftpUpload: { host: 'http://x', port: 0, login: '', password: 'p' },
        },
        selection: {
          reportIds: [encodeRecordId('REPORT', UNKNOWN_INSTANCE, 'R00000000001'), 'nonsense'],
          remoteIds: ['?'],
          policyIds: ['a b'],
          statuses: ['UNKNOWN'],
          submitterEmails: ['nobody'],
          createdOrSubmittedOn: { from: '2024-01-01', to: '2025-06-01' },
          approvedAfter: '2020-01-01',
          limit: 0,
          employeeEmail: 'x',
        },
      });
      expect(reportExport).toBeNull();
      const places = errors.map(({ code, path }) => `${code} ${path?.slice(1).join('.')}`);
      expect(places.sort()).toEqual(
        [
          'INVALID_INPUT template',
          'INVALID_INPUT fileBaseName',
          'INVALID_INPUT exportLabel',
          'INVALID_INPUT onFinish.email.recipients.0',
          'INVALID_INPUT onFinish.sftpUpload.host',
          'INVALID_INPUT onFinish.sftpUpload.port',
          'INVALID_INPUT onFinish.sftpUpload.login',
          'NOT_FOUND selection.reportIds.0',
          'NOT_FOUND selection.reportIds.1',
          'INVALID_INPUT selection.remoteIds.0',
          'INVALID_INPUT selection.policyIds.0',
          'INVALID_INPUT selection.statuses',
          'INVALID_INPUT selection.submitterEmails.0',
          'INVALID_INPUT selection.createdOrSubmittedOn.to',
          'INVALID_INPUT selection.approvedAfter',
          'INVALID_INPUT selection.limit',
          'INVALID_INPUT selection.employeeEmail',
        ].sort(),
      );
      expect(jobs()).toEqual([]);
    });

    it.each([
      [{ format: 'XML' }, ['template'], /FreeMarker/],
      [
        { format: 'CSV', template: { name: 'CARD_TRANSACTIONS_CSV' } },
        ['template', 'name'],
        /EXPENSES_CSV, ACCOUNTING_CSV/,
      ],
      [{ format: 'CSV', template: { name: 'EXPENSES_CSV', source: 'x' } }, ['template'], /one of the two/],
      [{ format: 'CSV', template: { source: ' ' } }, ['template', 'source'], /a template/],
      [{ format: 'CSV', includeReceipts: true }, ['includeReceipts'], /PDF/],
      [
        { format: 'CSV', selection: { createdOrSubmittedOn: { from: '2025-01-01' } } },
        ['selection', 'createdOrSubmittedOn', 'to'],
        /2025-12-31/,
      ],
      [{ format: 'CSV', selection: { remoteIds: [] } }, ['selection', 'remoteIds'], /at least one/],
    ])('with %j', async (input, path, expected) => {
      const { errors } = await client.order(input);
      expect(errors).toMatchObject([{ path: ['input', ...path], expected: expect.stringMatching(expected) }]);
    });

    it('with an instance that is unknown, or switched off', async () => {
      const answer = await client.order({ instanceId: UNKNOWN_INSTANCE, format: 'CSV' });
      expect(answer).toMatchObject({
        reportExport: null,
        errors: [{ code: 'NOT_FOUND', path: ['input', 'instanceId'] }],
      });
    });
  });

  it('answer a repeat with the same key with the same export, and refuse another order under it', async () => {
    const input = { format: 'CSV', selection: these(reports(1)), idempotencyKey: 'once' };
    const first = await client.order(input);
    const [second, other] = [await client.order(input), await client.order({ ...input, format: 'TXT' })];
    expect(second.reportExport!.id).toBe(first.reportExport!.id);
    expect(other).toMatchObject({ reportExport: null, errors: [{ code: 'IDEMPOTENCY_CONFLICT' }] });
  });

  it('are listed latest first, and followed until they have ended', async () => {
    const { reportExport } = await client.order({ format: 'CSV', selection: these(reports(1)) });
    expect(reportExport).toMatchObject({ status: 'QUEUED', files: [], startedAt: null });
    const { data } = await service.query<{ instance: { reportExports: { nodes: ToldExport[]; totalCount: number } } }>(
      client.tenant,
      `query ($id: ID!) { instance(id: $id) { reportExports(first: 2) { totalCount nodes { ${REPORT_EXPORT_FIELDS} } } } }`,
      { id: client.instanceId },
    );
    expect(data!.instance.reportExports.nodes[0]).toEqual(reportExport);
    expect(data!.instance.reportExports.totalCount).toBeGreaterThan(2);

    const { authorization } = client.tenant;
    const socket = createSubscriptionClient({ url: service.url, payload: { authorization } });
    const query = `subscription ($id: ID!) { reportExportUpdated(id: $id) { status files { name } } }`;
    const listening = new Listening(socket, query, { id: reportExport!.id });
    const [before] = await listening.take(1);
    expect(before!.data).toEqual({ reportExportUpdated: { status: 'QUEUED', files: [] } });
    await client.make(reportExport!.id);
    expect(await listening.ended).toBeNull();
    expect(listening.rest.at(-1)!.data).toMatchObject({
      reportExportUpdated: { status: 'READY', files: [{ name: expect.stringMatching(/\.csv$/) }] },
    });
    await socket.dispose();
  });

  describe('of company cards', () => {
    const input = { domain: 'aurora.example.com', transactedOn: { from: '2026-06-01', to: '2026-08-15' } };

    it('make a CSV file of transactions, spending positive', async () => {
      const made = await client.exportCards({ ...input, format: 'CSV' });
      expect(made).toMatchObject({ status: 'READY', kind: 'CARDS', template: 'CARD_TRANSACTIONS_CSV' });
      expect(jobs()).toEqual(['reconciliation', 'download']);
      const rows = await rowsOf(made);
      expect(rows.length).toBeGreaterThan(5);
      expect(rows.some((row) => row['Report ID'] === '')).toBe(true);
      expect(rows.some((row) => /^'\d+$/.test(row['Report ID']!))).toBe(true);
      for (const row of rows) {
        expect(row['Amount']).toMatch(/^\d+\.\d\d$/);
        expect(row['Transaction Date']! >= '2026-06-01' && row['Transaction Date']! <= '2026-08-15').toBe(true);
        expect(row['Expense ID']).toMatch(/^'\d+$/);
      }
    });

    it('of unreported transactions only, as JSON', async () => {
      const made = await client.exportCards({ ...input, scope: 'UNREPORTED', format: 'JSON' });
      const list: { reportID: string }[] = JSON.parse((await client.texts(made))[0]!);
      expect(list.length).toBeGreaterThan(0);
      expect(new Set(list.map(({ reportID }) => reportID))).toEqual(new Set(['0']));
    });

    it("by the caller's own template", async () => {
      const source = '<#list cards as card, reports>${card.name}\n</#list>';
      const made = await client.exportCards({ ...input, format: 'TXT', template: { source } });
      expect((await client.texts(made))[0]!.trim().split('\n').length).toBeGreaterThan(0);
    });

    it('say which role it takes, and what is wrong', async () => {
      const made = await client.exportCards({ ...input, domain: 'other.example.com', format: 'CSV' });
      expect(made).toMatchObject({ status: 'FAILED', error: { code: 'PERMISSION_DENIED' } });
      const { errors } = await client.orderCards({
        domain: 'x@y',
        transactedOn: { from: '2026-08-02', to: '2026-08-01' },
        format: 'XLSX',
        email: { recipients: [] },
      });
      expect(errors.map(({ path }) => path!.slice(1).join('.')).sort()).toEqual([
        'domain',
        'email.recipients',
        'format',
        'transactedOn.to',
      ]);
    });
  });
});
