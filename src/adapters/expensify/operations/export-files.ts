import type { VendorConnection } from '../../adapter';
import type {
  ExportedFile,
  ExportReportsRequest,
  ExportTemplate,
  ExportTemplateName,
  MarkExportedRequest,
  ReportExports,
  ReportSelection,
} from '../../exports';
import { VendorProtocolError } from '../../vendor-error';
import { downloadReports, type FileSystem } from '../client';
import { downloadWhenReady } from '../download-when-ready';
import { downloadBytes, exportReportsCall, markExportedCall, reconciliationCall, runExportJob } from '../export-jobs';
import { MAX_SPAN_DAYS, toInputSettings } from '../export-selection';
import { foundReportsTemplate, shortestTemplate } from '../export-templates';
import { decodeHtmlEntities } from '../html-entities';
import { isRawRecord, readEmail, readToken, type RawRecord } from '../raw-record';
import { canonicalReportId } from '../report-id';
import type { JobCall } from '../job-transport';

const SHEETS: readonly ExportTemplateName[] = ['EXPENSES_CSV', 'ACCOUNTING_CSV'];
const EVERYWHERE: ReportSelection = {
  reportRemoteIds: null,
  policyRemoteIds: null,
  days: null,
  approvedAfter: null,
  statuses: [],
  submitterEmails: null,
  notMarkedAs: null,
  limit: null,
  actingEmail: null,
};

/** Files of reports, and of company cards, made by Expensify. */
export const exportFiles: ReportExports = {
  reports: {
    formats: ['CSV', 'XLS', 'XLSX', 'TXT', 'PDF', 'JSON', 'XML'],
    templates: { CSV: SHEETS, XLS: SHEETS, XLSX: SHEETS, TXT: SHEETS, JSON: ['JSON'] },
    withoutTemplate: ['PDF'],
    templateLanguage: 'FreeMarker',
    maxSpanDays: MAX_SPAN_DAYS,
    maxReportIds: 1_000,
    fileBaseNamePattern: '[A-Za-z0-9_-]{1,100}',
  },
  // There is no clean export of one person's reports: everybody's are looked at.
  needsLookup: ({ submitterEmails }) => submitterEmails !== null,
  findReports,
  async exportReports(connection: VendorConnection, request: ExportReportsRequest): Promise<ExportedFile[]> {
    const call = exportReportsCall('reports.export', request, connection.clock.now());
    return toFiles(await runExportJob(connection, call), 'integrationServer');
  },
  async markExported(connection: VendorConnection, request: MarkExportedRequest): Promise<void> {
    const { reportRemoteIds, actingEmail, label } = request;
    const selection = { ...EVERYWHERE, reportRemoteIds, actingEmail };
    const inputSettings = toInputSettings(selection, connection.clock.now());
    await runExportJob(
      connection,
      markExportedCall('reports.mark', { inputSettings, label, template: shortestTemplate }),
    );
  },
  download(connection: VendorConnection, { name, place }: ExportedFile, template: ExportTemplate | null) {
    const fileSystem = toFileSystem(place);
    const purpose = 'exports.download';
    if (template?.kind === 'NAMED' && template.name === 'JSON') {
      return toJsonList(downloadWhenReady(connection, () => downloadReports(connection, purpose, name, fileSystem)));
    }
    return downloadWhenReady(connection, () => downloadBytes(connection, purpose, name, fileSystem));
  },
  cards: {
    formats: ['CSV', 'TXT', 'JSON', 'XML'],
    templates: { CSV: ['CARD_TRANSACTIONS_CSV'], TXT: ['CARD_TRANSACTIONS_CSV'], JSON: ['JSON'] },
    withoutTemplate: [],
    templateLanguage: 'FreeMarker',
    async export(connection, request) {
      const call = reconciliationCall('cards.export', request);
      return toFiles(await runExportJob(connection, call), 'reconciliation');
    },
  },
};

async function findReports(connection: VendorConnection, selection: ReportSelection): Promise<string[]> {
  const { submitterEmails, limit } = selection;
  const wanted = submitterEmails && new Set(submitterEmails);
  const found: string[] = [];
  for await (const raw of readFound(connection, { ...selection, limit: wanted === null ? limit : null })) {
    if (wanted !== null && !wanted.has(readEmail(raw.accountEmail) ?? '')) continue;
    found.push(toReportId(raw));
    if (found.length === limit) break;
  }
  return found;
}

async function* readFound(connection: VendorConnection, selection: ReportSelection): AsyncGenerator<RawRecord> {
  const job = exportReportsCall('reports.find', toSearch(selection), connection.clock.now());
  const call: JobCall = { ...job, formFields: { template: foundReportsTemplate } };
  for (const name of await runExportJob(connection, call)) {
    yield* downloadWhenReady(connection, () => downloadReports(connection, 'reports.find.download', name));
  }
}

function toSearch(selection: ReportSelection): ExportReportsRequest {
  return {
    selection,
    format: 'JSON',
    template: null,
    includeReceipts: false,
    fileBaseName: null,
    actions: [],
    isTest: false,
  };
}

function toReportId({ reportID, oldReportID }: RawRecord): string {
  const id = canonicalReportId(readToken(reportID) ?? '') ?? canonicalReportId(readToken(oldReportID) ?? '');
  if (id === null) throw new VendorProtocolError('Expensify names a report without its ID.');
  return id;
}

function toFiles(names: readonly string[], place: FileSystem): ExportedFile[] {
  return names.map((name) => ({ name, place }));
}

function toFileSystem(place: string): FileSystem {
  return place === 'reconciliation' ? 'reconciliation' : 'integrationServer';
}

/** One JSON list of the lines: a file that several renderings were appended to would be none. */
async function* toJsonList(records: AsyncIterable<RawRecord>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const { kind: _line, ...record } of records) {
    yield Buffer.from(`${isFirst ? '[\n' : ',\n'}${JSON.stringify(decoded(record))}`);
    isFirst = false;
  }
  yield Buffer.from(isFirst ? '[]\n' : '\n]\n');
}

function decoded(value: unknown): unknown {
  if (typeof value === 'string') return decodeHtmlEntities(value);
  if (Array.isArray(value)) return value.map(decoded);
  if (!isRawRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decoded(member)]));
}
