import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { reportTemplate } from '../../src/adapters/expensify/template';

export const EXPENSES_A_REPORT = 10;
/** As many as the vendor lets one export cover, nearly. */
const DAYS = 360;
const REPORTS_A_BLOCK = 100;
/** Stands in ids for the number of their block. */
const BLOCK = '@@@@@@';

/** Lines of an export as the vendor writes them, of which one of any size can be made. */
export class ExportRendering {
  private constructor(private readonly block: string) {}

  /** Has the sandbox render some reports by our own template, as it does for the service. */
  static async fromSandbox(address: string, credentials: Readonly<Record<string, string>>): Promise<ExportRendering> {
    const [startDate, endDate] = [DAYS, 0].map((ago) =>
      new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10),
    );
    const fileName = await runJob(address, credentials, {
      type: 'file',
      onReceive: { immediateResponse: ['returnRandomFileName'] },
      inputSettings: { type: 'combinedReportData', filters: { startDate, endDate } },
      outputSettings: { fileExtension: 'json' },
    });
    const lines = await runJob(address, credentials, { type: 'download', fileName, fileSystem: 'integrationServer' });
    return new ExportRendering(toBlock(lines));
  }

  /** Writes a whole export file. */
  async write(path: string, expenses: number): Promise<void> {
    await pipeline(
      Readable.from(this.lines(Math.ceil(expenses / EXPENSES_A_REPORT / REPORTS_A_BLOCK))),
      createWriteStream(path),
    );
  }

  private *lines(blocks: number): Generator<string> {
    yield '{"kind":"header","schema":1}\n';
    for (let number = 0; number < blocks; number += 1) {
      yield this.block.replaceAll(BLOCK, String(number).padStart(BLOCK.length, '0'));
    }
    yield '{"kind":"end"}\n';
  }
}

async function runJob(
  address: string,
  {
    'partner.user.id': partnerUserID = '',
    'partner.user.secret': partnerUserSecret = '',
  }: Readonly<Record<string, string>>,
  job: object,
): Promise<string> {
  const requestJobDescription = JSON.stringify({ ...job, credentials: { partnerUserID, partnerUserSecret } });
  const body = new URLSearchParams({ requestJobDescription, template: reportTemplate });
  const answer = await (await fetch(address, { method: 'POST', body })).text();
  if (answer.startsWith('{"responseMessage')) throw new Error(`The sandbox refused a job: ${answer}`);
  return answer;
}

type Rendered = Record<string, unknown> & { readonly kind: string; readonly transactionList: readonly object[] };

/** A hundred reports with ten expenses each, whose ids have a place for the number of the block. */
function toBlock(lines: string): string {
  const rendered = lines
    .split('\n')
    .filter((line) => line.startsWith('{"kind":"report"'))
    .map((line) => JSON.parse(line) as Rendered);
  const expenses = rendered.flatMap(({ transactionList }) => transactionList);
  if (expenses.length === 0) throw new Error('The sandbox rendered no expenses.');
  return Array.from({ length: REPORTS_A_BLOCK }, (_, place) => {
    const number = String(place).padStart(5, '0');
    const transactionList = Array.from({ length: EXPENSES_A_REPORT }, (_unused, index) => ({
      ...expenses[(place * EXPENSES_A_REPORT + index) % expenses.length],
      transactionID: `1${BLOCK}${number}${index}`,
    }));
    const report = rendered[place % rendered.length]!;
    return `${JSON.stringify({ ...report, reportID: `R${BLOCK}${number}`, transactionList })}\n`;
  }).join('');
}
