import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import { strFromU8, unzipSync } from 'fflate';
import { TestClock } from '../support/clock';
import { exportJob, IntegrationServerClient, type Job } from '../support/integration-server-client';

const FILTERS = { startDate: '2026-01-01', endDate: '2026-08-15' };
const CSV = `Id,Merchant,Amount
<#list reports as report><#list report.transactionList as expense>
"\${expense.transactionID}","\${expense.merchant?replace('"', '""')}",\${(expense.amount/100)?string("0.00")}
</#list></#list>`;

describe('export files of the Expensify sandbox', () => {
  let running: RunningSandbox;
  let client: IntegrationServerClient;

  beforeEach(async () => {
    running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 60 });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    client = new IntegrationServerClient(running);
  });

  afterEach(() => running.close());

  async function names(job: Job, fields: Readonly<Record<string, string>> = {}): Promise<string[]> {
    return (await client.post(job, fields)).text.split(',');
  }

  async function bytes(fileName: string): Promise<Buffer> {
    const job = { type: 'download', credentials: client.credentials, fileName, fileSystem: 'integrationServer' };
    const body = new URLSearchParams({ requestJobDescription: JSON.stringify(job) });
    return Buffer.from(await (await fetch(running.baseUrl, { method: 'POST', body })).arrayBuffer());
  }

  describe('as workbooks', () => {
    async function sheetOf(fileName: string): Promise<string> {
      const parts = unzipSync(await bytes(fileName));
      const texts = Object.entries(parts).filter(([name]) => /sheet1|sharedStrings/.test(name));
      return texts.map(([, part]) => strFromU8(part)).join('\n');
    }

    test('hold what the template prints, and long ids whole', async () => {
      const [report] = running.sandbox.reports.all();
      const filters = { reportIDList: report!.reportID };
      const [name] = await names(exportJob({ filters }, 'xlsx'), { template: CSV });
      expect(name).toMatch(/^export[0-9a-f-]{36}\.xlsx$/);
      const sheet = await sheetOf(name!);
      expect(sheet).toContain('Merchant');
      for (const { transactionID } of running.sandbox.reports.expensesOf(report!.reportID)) {
        expect(sheet).toContain(transactionID);
      }
    });

    test.each<Record<string, string>>([{}, { template: 'default' }])(
      'need no template of one’s own: %j',
      async (fields) => {
        const [name] = await names(exportJob({ filters: FILTERS }, 'xlsx'), fields);
        expect(await sheetOf(name!)).toContain('Timestamp');
      },
    );

    test('come in the older form, too', async () => {
      const [report] = running.sandbox.reports.all();
      const [name] = await names(exportJob({ filters: { reportIDList: report!.reportID } }, 'xls'), { template: CSV });
      const xml = (await bytes(name!)).toString('utf8');
      expect(xml).toMatch(/^<\?xml version="1.0"/);
      expect(xml).toContain('<Cell><Data ss:Type="String">Merchant</Data></Cell>');
      const rows = xml.match(/<Row>/g)!;
      expect(rows).toHaveLength(1 + running.sandbox.reports.expensesOf(report!.reportID).length);
    });

    test('are all there is with a workbook kept at Expensify', async () => {
      const job = exportJob({ filters: FILTERS });
      const outputSettings = { fileExtension: 'csv,pdf', spreadsheetFilename: 'testWorkbook.xlsx' };
      expect(await names({ ...job, outputSettings })).toEqual([expect.stringMatching(/\.xlsx$/)]);
    });

    test('of a template that fails get an envelope', async () => {
      const job = exportJob({ filters: FILTERS }, 'xlsx');
      const answer = await client.envelope(job, { template: '${reports[0].colour}' });
      expect(answer).toEqual({ responseMessage: expect.stringMatching(/colour.*line 1/), responseCode: 500 });
    });
  });

  describe('as PDF', () => {
    const pagesOf = (pdf: string): number => pdf.match(/\/Type \/Page /g)!.length;

    test('tell a report on pages, with full-page receipts when asked for', async () => {
      const report = [...running.sandbox.reports.all()].find(({ reportID }) => {
        return running.sandbox.reports.expensesOf(reportID).filter(({ receipt }) => receipt !== null).length > 2;
      })!;
      const receipts = running.sandbox.reports.expensesOf(report.reportID).flatMap(({ receipt }) => receipt ?? []);
      const job = exportJob({ filters: { reportIDList: report.reportID } }, 'pdf');
      const outputSettings = { fileExtension: 'pdf', includeFullPageReceiptsPdf: true };
      const [plain] = await names(job);
      const [full] = await names({ ...job, outputSettings });
      const [short, long] = [await bytes(plain!), await bytes(full!)].map((file) => file.toString('latin1'));
      expect(pagesOf(short!)).toBe(1);
      expect(pagesOf(long!)).toBe(1 + receipts.length);
      expect(short).toContain(report.reportID);
      for (const { filename } of receipts) expect(long).toContain(filename);
    });

    test('put every object where the table of contents says', async () => {
      const [name] = await names(exportJob({ filters: FILTERS, limit: '1' }, 'pdf'));
      const pdf = (await bytes(name!)).toString('latin1');
      const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
      expect(offsets.length).toBeGreaterThan(4);
      offsets.forEach((offset, index) => {
        expect(pdf.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\\n`));
      });
      expect(pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)![1]))).toMatch(/^xref\n/);
    });

    test('stand among files of other forms, in the order asked for', async () => {
      const job = exportJob({ filters: FILTERS, limit: '2' }, ['csv', 'pdf', 'xlsx']);
      const extensions = (await names(job, { template: CSV })).map((name) => name.split('.').at(-1));
      expect(extensions).toEqual(['csv', 'pdf', 'pdf', 'xlsx']);
    });
  });

  describe('once finished', () => {
    const email = { actionName: 'email', recipients: 'a@b.org, c@d.org' };
    const sftpData = { host: 'sftp.example.org', login: 'files', password: 'very secret', port: 22 };
    const sftpUpload = { actionName: 'sftpUpload', sftpData };
    const mark = { actionName: 'markAsExported', label: 'Elements' };
    const job = (...onFinish: Job[]): Job => ({ ...exportJob({ filters: FILTERS, limit: '2' }), onFinish });
    const isMarked = (): boolean => {
      const { reports } = running.sandbox;
      return Array.from(reports.all(), ({ reportID }) => reports.isMarked(reportID, 'Elements')).includes(true);
    };

    test('are mailed, with a message that is a template, and uploaded: the sandbox keeps what it would have sent', async () => {
      const message = 'Ready: <#list filenames as name>${name}<#sep>, </#list>';
      const fileNames = await names(job({ ...email, message }, mark, sftpUpload), { template: 'x' });
      const at = Date.UTC(2026, 7, 15, 12);
      expect(running.sandbox.deliveries()).toEqual([
        { kind: 'email', at, recipients: ['a@b.org', 'c@d.org'], message: `Ready: ${fileNames[0]}`, fileNames },
        { kind: 'sftp', at, host: 'sftp.example.org', port: 22, login: 'files', fileNames },
      ]);
      expect(isMarked()).toBe(true);
    });

    test('are not in a test', async () => {
      await names({ ...job(email, mark, sftpUpload), test: 'true' }, { template: 'x' });
      expect(running.sandbox.deliveries()).toEqual([]);
      expect(isMarked()).toBe(false);
    });

    test.each<[string, Job]>([
      ['an unknown action', { actionName: 'fax' }],
      ['a mail to nobody', { actionName: 'email' }],
      ['a mark without a label', { actionName: 'markAsExported' }],
      ['an upload to nowhere', { actionName: 'sftpUpload' }],
      ['an upload without a password', { actionName: 'sftpUpload', sftpData: { ...sftpData, password: '' } }],
      ['an upload to a port that is none', { actionName: 'sftpUpload', sftpData: { ...sftpData, port: 70000 } }],
    ])('are refused with %s', async (_name, action) => {
      expect(await client.envelope(job(mark, action), { template: 'x' })).toMatchObject({ responseCode: 410 });
      expect(isMarked()).toBe(false);
    });

    test('leave no marks when the message cannot be read', async () => {
      const answer = await client.envelope(job(mark, { ...email, message: '<#if>' }), { template: 'x' });
      expect(answer).toMatchObject({ responseCode: 500 });
      expect(isMarked()).toBe(false);
    });
  });
});
