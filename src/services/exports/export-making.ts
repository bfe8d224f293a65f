import type { VendorConnection } from '../../adapters/adapter';
import type { ExportedFile, ReportExports, ReportSelection } from '../../adapters/exports';
import { VendorOutcomeUnknownError } from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import { ElementsError, InvalidValueError } from '../../errors';
import type { ReportExportFileRepository } from '../../persistence/repositories/report-export-file.repository';
import type {
  ExportStep,
  ReportExportRepository,
  ReportExportRow,
} from '../../persistence/repositories/report-export.repository';
import type { RequestContext } from '../../request-context';
import type { CallUrgency } from '../vendor-connection.service';
import type { ExportFileStore, ExportTicket } from './export-file-store';
import { isOnceOnly, templateOf, type ExportOrder } from './export-order';

const INTERRUPTED =
  'Our side ended while the vendor was at it. What is to be done with the file once it is made may have been done: ' +
  'look there before you order it again.';
const MARK_INTERRUPTED =
  'Our side ended while the vendor was marking the reports: they may be marked. The files are here all the same.';

/** How urgent the calls are is set from one to the next. */
export type ChangingUrgency = { -readonly [Name in keyof CallUrgency]: CallUrgency[Name] };

export interface MakingParts {
  readonly context: RequestContext;
  readonly row: ReportExportRow;
  readonly order: ExportOrder;
  readonly ticket: ExportTicket;
  readonly adapter: ReportExports;
  readonly connection: VendorConnection;
  readonly urgency: ChangingUrgency;
  /** Throws when the instance may not be asked for any more. */
  readonly assertAskable: () => Promise<void>;
  readonly exports: ReportExportRepository;
  readonly files: ReportExportFileRepository;
  readonly store: ExportFileStore;
  readonly clock: Clock;
}

/**
 * Makes the files of one export, or goes on where somebody was cut. Each step is written down before the next, and what
 * cannot be taken back is announced before it is sent: whoever finds it announced, and no answer, does not send it again.
 */
export class ExportMaking {
  constructor(private readonly parts: MakingParts) {}

  async run(): Promise<void> {
    const { row, order } = this.parts;
    if (row.submitStartedAt !== null && row.submittedAt === null) throw new VendorOutcomeUnknownError(INTERRUPTED);
    if (row.markStartedAt !== null && row.markedAt === null) throw new VendorOutcomeUnknownError(MARK_INTERRUPTED);
    const found = await this.lookUp();
    if (found?.length === 0) return;
    if (row.submittedAt === null) await this.submit(found);
    await this.fetchFiles();
    if (order.kind === 'REPORTS' && order.label !== null && !order.request.isTest && row.markedAt === null) {
      await this.mark(found ?? [], order.label, order.request.selection.actingEmail);
    }
  }

  /** The reports that are meant, where they have to be known; null where the vendor is asked with the conditions alone. */
  private async lookUp(): Promise<readonly string[] | null> {
    const { context, row, order, adapter, connection, exports } = this.parts;
    if (order.kind !== 'REPORTS' || !this.isLookedUp(order)) return null;
    const stored = await exports.findOrder(context, row.id);
    if (stored?.reportRemoteIds != null) return stored.reportRemoteIds;
    await this.parts.assertAskable();
    const found = await adapter.findReports(connection, order.request.selection);
    if (found.length > adapter.reports.maxReportIds && this.isNamedById(order)) {
      throw this.tooMany(found.length);
    }
    await this.step({
      reportRemoteIds: this.isNamedById(order) ? found : found.slice(0, 1),
      reportCount: found.length,
    });
    return found;
  }

  private isLookedUp(order: ExportOrder & { kind: 'REPORTS' }): boolean {
    return order.request.isTest || this.isNamedById(order);
  }

  /** What is marked afterwards must be what is in the files, whatever happens to the reports meanwhile. */
  private isNamedById({ request, label }: ExportOrder & { kind: 'REPORTS' }): boolean {
    const { adapter } = this.parts;
    const isOneFileAReport = adapter.reports.withoutTemplate.includes(request.format);
    return label !== null || isOneFileAReport || adapter.needsLookup(request.selection);
  }

  private tooMany(count: number): InvalidValueError {
    const most = this.parts.adapter.reports.maxReportIds;
    const message = `The selection finds ${count} reports, and one export of this kind takes ${most}. Select fewer.`;
    return new InvalidValueError('LIMIT_EXCEEDED', message, { expected: `at most ${most} reports` });
  }

  private async submit(found: readonly string[] | null): Promise<void> {
    const { context, order, ticket, urgency, files, exports, store, clock } = this.parts;
    await this.parts.assertAskable();
    if (isOnceOnly(order)) {
      await this.step({ submitStartedAt: clock.now() });
      urgency.priority = 'write';
    }
    const made = await this.askForFiles(found);
    urgency.priority = 'interactive';
    await store.write(context, ticket, async (transaction) => {
      await files.insert(context, transaction, ticket, made.map(this.named(made.length)));
      await exports.step(context, transaction, ticket.exportId, { submittedAt: clock.now() });
    });
  }

  private async askForFiles(found: readonly string[] | null): Promise<readonly ExportedFile[]> {
    const { order, adapter, connection } = this.parts;
    if (order.kind === 'REPORTS') {
      const { selection } = order.request;
      const isNamed = found !== null && this.isNamedById(order);
      const exact = isNamed ? onlyThese(found, selection) : selection;
      return adapter.exportReports(connection, { ...order.request, selection: exact });
    }
    if (adapter.cards === undefined) throw new ElementsError('UNSUPPORTED_OPERATION', 'There are no cards any more.');
    return adapter.cards.export(connection, order.request);
  }

  /** What whoever downloads a file calls it: as was asked for, else as the vendor does. */
  private named(count: number): (file: ExportedFile, index: number) => ExportedFile & { readonly ourName: string } {
    const { order } = this.parts;
    const base = order.kind === 'REPORTS' ? order.request.fileBaseName : null;
    return (file, index) => {
      const extension = /\.(\w+)$/.exec(file.name)?.[1] ?? order.request.format;
      const ourName = `${base}${count > 1 ? `-${index + 1}` : ''}.${extension.toLowerCase()}`;
      return { ...file, ourName: base === null ? file.name.replace(/[^\w.-]/g, '_') : ourName };
    };
  }

  private async fetchFiles(): Promise<void> {
    const { context, ticket, files, store, adapter, connection, order } = this.parts;
    let heldBytes = 0;
    for (const { number, vendorName, vendorPlace, byteSize } of await files.list(context, ticket)) {
      if (byteSize !== null) {
        heldBytes += byteSize;
        continue;
      }
      await this.parts.assertAskable();
      const bytes = adapter.download(connection, { name: vendorName, place: vendorPlace }, templateOf(order));
      heldBytes += await store.store(context, ticket, number, bytes, heldBytes);
    }
  }

  /** Last of all, with all bytes held: the vendor takes no mark off again. */
  private async mark(reportRemoteIds: readonly string[], label: string, actingEmail: string | null): Promise<void> {
    const { adapter, connection, urgency, clock } = this.parts;
    await this.parts.assertAskable();
    await this.step({ markStartedAt: clock.now() });
    urgency.priority = 'write';
    await adapter.markExported(connection, { reportRemoteIds, label, actingEmail });
    await this.step({ markedAt: clock.now() });
  }

  private async step(step: ExportStep): Promise<void> {
    const { context, ticket, store, exports } = this.parts;
    await store.write(context, ticket, (transaction) => exports.step(context, transaction, ticket.exportId, step));
  }
}

function onlyThese(reportRemoteIds: readonly string[], { actingEmail }: ReportSelection): ReportSelection {
  return {
    reportRemoteIds,
    policyRemoteIds: null,
    days: null,
    approvedAfter: null,
    statuses: [],
    submitterEmails: null,
    notMarkedAs: null,
    limit: null,
    actingEmail,
  };
}
