import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import { TestClock } from '../support/clock';
import { IntegrationServerClient, type Job } from '../support/integration-server-client';

const WINDOW = { startDate: '2026-07-01', endDate: '2026-07-31' };

/** One line a transaction: the card, the report, and what makes them up. */
const TEMPLATE = `<!-- use reportPolicyData -->
<!-- use categoryGLCodeMap -->
<!-- use repordFieldData[Cost Center] -->
<!-- use cardOwnerData -->
<#list cards as card, reports>
<#list reports as report>
<#list report.transactionList as transaction>
\${card.owner}|\${card.ID?c}|\${report.ID?c}|\${(report.ID == 0)?then("unreported", report.status)}|<#t>
\${transaction.ID}|\${transaction.created}|\${(-transaction.originalAmount/100)?string("0.00")} \${transaction.currency}|<#t>
\${transaction.amountModified?c}\${transaction.isAmountModified()?c}|\${report.getSubmitted()!"-"}|\${report.isReimbursed()?c}|<#t>
\${(reportPolicyData[report.policyID].outputCurrency)!"none"}|\${(categoryGLCodeMap[transaction.category])!"none"}|<#t>
\${(reportFieldData.Cost_Center[report.ID?c])!"none"}|\${(cardOwnerData[card.owner].firstName)!"none"}|\${transaction.maskedPAN}<#lt>
</#list>
</#list>
</#list>
`;

describe('cards in the Expensify sandbox', () => {
  let running: RunningSandbox;
  let client: IntegrationServerClient;
  let domain: string;

  beforeAll(async () => {
    running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 480 });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    client = new IntegrationServerClient(running);
    domain = running.sandbox.company.domain;
  });

  afterAll(() => running.close());

  const listCards = (settings: Job): Promise<Record<string, unknown>> =>
    client.envelope({ type: 'get', inputSettings: { type: 'domainCardList', ...settings } });

  test('are listed by domain', async () => {
    const answer = await listCards({ domain });
    const cards = answer['domainCardList'] as Record<string, unknown>[];
    expect(answer['responseCode']).toBe(200);
    expect(cards).toHaveLength(40);
    expect(new Set(cards.map(({ email }) => email)).size).toBe(40);
    for (const card of cards) {
      expect(card).toEqual({
        bank: 'vcf',
        cardID: expect.any(Number),
        cardName: expect.any(String),
        cardNumber: expect.stringMatching(/^\d{4}XXXXXXXX\d{4}$/),
        email: expect.stringMatching(new RegExp(`@${domain}$`)),
        externalEmployeeID: expect.any(String),
        created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
        lastImport: expect.stringMatching(/^$|^2026-08-15 04:00:00$/),
        lastImportResult: expect.any(Number),
        reimbursable: false,
        scrapeMinDate: expect.stringMatching(/^$|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      });
    }
    expect(cards.some(({ lastImport }) => lastImport === '')).toBe(true);
    expect(cards.some(({ lastImportResult }) => lastImportResult !== 200)).toBe(true);
  });

  test('of other domains are for their admins', async () => {
    expect(await listCards({ domain: 'elsewhere.org' })).toMatchObject({ responseCode: 403 });
    expect(await listCards({})).toMatchObject({ responseCode: 410 });
  });

  describe('are reconciled', () => {
    function job(settings: Job = {}, change: Job = {}): Job {
      return {
        type: 'reconciliation',
        inputSettings: { type: 'All', domain, feed: 'export_all_feeds', async: false, ...WINDOW, ...settings },
        outputSettings: { fileExtension: 'csv' },
        ...change,
      };
    }

    async function reconcile(settings: Job = {}): Promise<string[][]> {
      const answer = await client.envelope(job(settings), { template: TEMPLATE });
      expect(answer).toEqual({
        filename: expect.stringMatching(/^is_reconciliation_\d{19}\.csv$/),
        responseMessage: 'OK',
        responseCode: 200,
      });
      const download = { type: 'download', fileName: answer['filename'], fileSystem: 'reconciliation' };
      const { text } = await client.post(download);
      return text.split('\n').filter(Boolean).map((line) => line.trim().split('|')); // prettier-ignore
    }

    test('with all transactions of the window, reported or not', async () => {
      const lines = await reconcile();
      const { reports } = running.sandbox;
      const reported = [...reports.all()].flatMap((report) =>
        reports
          .expensesOf(report.reportID)
          .filter(({ card, created }) => card !== null && created >= WINDOW.startDate && created <= WINDOW.endDate)
          .map(({ transactionID }) => ({ transactionID, longID: report.longID })),
      );
      expect(reported.length).toBeGreaterThan(5);
      const byId = new Map(lines.map((line) => [line[4], line]));
      for (const { transactionID, longID } of reported) expect(byId.get(transactionID)?.[2]).toBe(longID);
      expect(byId.size).toBe(lines.length);
      expect(lines.length).toBeGreaterThan(reported.length);
      expect(lines.every(([, , , , , day]) => day! >= WINDOW.startDate && day! <= WINDOW.endDate)).toBe(true);
    });

    test('with methods, maps and imports in reach of the template', async () => {
      const line = (await reconcile()).find((one) => one[3] === 'Reimbursed' && one[12] !== 'none' && one[12] !== '')!;
      const [owner, , reportID, , transactionID, , amount, modified, submitted, reimbursed, currency] = line;
      const report = running.sandbox.reports.get(reportID!);
      const expense = running.sandbox.reports.expensesOf(reportID!).find((one) => one.transactionID === transactionID)!;
      expect(report.accountEmail).toBe(owner);
      expect(amount).toBe(`${(expense.amount! / 100).toFixed(2)} ${expense.currency}`);
      expect(modified).toBe(expense.modifiedAmount === null ? 'falsefalse' : 'truetrue');
      expect(submitted).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect([reimbursed, currency, line[12]]).toEqual([
        'true',
        expect.stringMatching(/^[A-Z]{3}$/),
        report.fields['Cost Center']?.replace('&', '&amp;'),
      ]);
      expect(line[13]).toBe(running.sandbox.company.findEmployee(owner!)!.firstName);
    });

    test('with unreported ones alone', async () => {
      const lines = await reconcile({ type: 'Unreported' });
      expect(lines.length).toBeGreaterThan(5);
      expect(new Set(lines.map((line) => `${line[2]} ${line[3]}`))).toEqual(new Set(['0 unreported']));
      expect(await reconcile({ type: 'Unreported', feed: 'another_bank' })).toEqual([]);
    });

    test('into the file system of reconciliations', async () => {
      const { filename } = await client.envelope(job(), { template: 'x' });
      const fileSystem = 'integrationServer';
      const elsewhere = await client.envelope({ type: 'download', fileName: filename, fileSystem });
      expect(elsewhere).toEqual({ responseMessage: 'File not found', responseCode: 404 });
    });

    test('and mailed', async () => {
      const onFinish = [{ actionName: 'email', recipients: 'a@b.org' }];
      const { filename } = await client.envelope(job({}, { onFinish }), { template: 'x' });
      expect(running.sandbox.deliveries().at(-1)).toMatchObject({ recipients: ['a@b.org'], fileNames: [filename] });
    });

    test.each<[string, Job, Job, number]>([
      ['of another domain', { domain: 'elsewhere.org' }, {}, 403],
      ['without a domain', { domain: undefined }, {}, 410],
      ['without a start', { startDate: undefined }, {}, 410],
      ['without an end', { endDate: undefined }, {}, 410],
      ['with a malformed day', { endDate: '2026-7-31' }, {}, 410],
      ['in the background', { async: true }, {}, 410],
      ['of some scope', { type: 'Some' }, {}, 410],
      ['as a workbook', {}, { outputSettings: { fileExtension: 'xlsx' } }, 410],
      ['with marks', {}, { onFinish: [{ actionName: 'markAsExported', label: 'x' }] }, 410],
    ])('%s is refused', async (_name, settings, change, responseCode) => {
      expect(await client.envelope(job(settings, change), { template: 'x' })).toMatchObject({ responseCode });
    });

    test('with a template that fails names the line of the given one', async () => {
      expect(await client.envelope(job())).toMatchObject({ responseCode: 410 });
      const template = '<!-- use reportPolicyData -->\n\n<#list reports as report></#list>';
      expect(await client.envelope(job(), { template })).toEqual({
        responseMessage: expect.stringMatching(/reports.*line 3/),
        responseCode: 500,
      });
    });
  });
});
