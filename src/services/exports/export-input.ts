import type { ElementResource, VendorAdapter } from '../../adapters/adapter';
import type {
  CardReconciliationRequest,
  ExportAction,
  ExportFormat,
  ExportOffer,
  ExportReportsRequest,
  ExportTemplate,
  ExportTemplateName,
  ReportExports,
  ReportSelection,
} from '../../adapters/exports';
import type { ReportStatus } from '../../adapters/records';
import { InvalidValueError, RecordNotFoundError, type ElementsError } from '../../errors';
import { decodeRecordId, type RecordKind } from '../../record-id';

export interface DaysInput {
  readonly from?: string | null;
  readonly to?: string | null;
}

export interface ReportSelectionInput {
  /** Ids of the graph. */
  readonly reportIds?: readonly string[] | null;
  /** The vendor's ids, as people write them. */
  readonly remoteIds?: readonly string[] | null;
  /** Ids of the graph, the vendor's, or addresses of the policies' pages. */
  readonly policyIds?: readonly string[] | null;
  readonly statuses?: readonly ReportStatus[] | null;
  readonly submitterEmails?: readonly string[] | null;
  readonly createdOrSubmittedOn?: DaysInput | null;
  readonly approvedAfter?: string | null;
  readonly notExportedAs?: string | null;
  readonly limit?: number | null;
  readonly employeeEmail?: string | null;
}

export interface ExportTemplateInput {
  readonly name?: ExportTemplateName | null;
  readonly source?: string | null;
}

export interface EmailInput {
  readonly recipients: readonly string[];
  readonly message?: string | null;
}

export interface SftpUploadInput {
  readonly host: string;
  readonly port: number;
  readonly login: string;
  readonly password: string;
}

export interface ReportExportInput {
  readonly instanceId: string;
  readonly selection: ReportSelectionInput;
  readonly format: ExportFormat;
  readonly template?: ExportTemplateInput | null;
  readonly includeReceipts: boolean;
  readonly fileBaseName?: string | null;
  readonly email?: EmailInput | null;
  readonly sftpUpload?: SftpUploadInput | null;
  readonly exportLabel?: string | null;
  readonly dryRun: boolean;
}

export interface CardReconciliationInput {
  readonly instanceId: string;
  readonly domain: string;
  readonly transactedOn: { readonly from: string; readonly to: string };
  readonly scope: 'ALL' | 'UNREPORTED';
  readonly feed?: string | null;
  readonly format: ExportFormat;
  readonly template?: ExportTemplateInput | null;
  readonly email?: EmailInput | null;
}

/** What was ordered, as the adapter is asked for it. */
export interface ReportOrder {
  readonly request: ExportReportsRequest;
  readonly label: string | null;
}

const LONGEST_TEMPLATE = 200_000;
const LONGEST_LABEL = 100;
const LONGEST_TEXT = 5_000;
const MOST_PEOPLE = 50;
const DAY_MS = 86_400_000;
const EMAIL_ADDRESS = /^[^\s,@]+@[^\s,@]+$/;

type Path = readonly (string | number)[];

/** Finds everything that is wrong with an order, so that its caller learns of all at once. */
export class ExportInputCheck {
  readonly errors: ElementsError[] = [];

  constructor(
    private readonly adapter: VendorAdapter,
    private readonly instanceId: string,
    private readonly today: string,
  ) {}

  reportOrder(exports: ReportExports, input: ReportExportInput): ReportOrder {
    const offer = exports.reports;
    const template = this.template(offer, input);
    if (input.includeReceipts && input.format !== 'PDF') {
      this.add(['includeReceipts'], 'Receipts can be put into PDF files only.', 'false, or the format PDF');
    }
    const actions = [...this.email(['onFinish', 'email'], input.email), ...this.sftpUpload(input.sftpUpload)];
    const request: ExportReportsRequest = {
      selection: this.selection(exports, input.selection),
      format: input.format,
      template,
      includeReceipts: input.includeReceipts,
      fileBaseName: this.fileBaseName(offer.fileBaseNamePattern, input.fileBaseName ?? null),
      actions,
      isTest: input.dryRun,
    };
    return { request, label: this.label(['exportLabel'], input.exportLabel ?? null) };
  }

  cardRequest(offer: ExportOffer, input: CardReconciliationInput): CardReconciliationRequest {
    const { from, to } = input.transactedOn;
    if (to < from) this.add(['transactedOn', 'to'], 'The last day is before the first.', `${from} or later`);
    if (!/^[^\s@/]+\.[^\s@/]+$/.test(input.domain)) {
      this.add(['domain'], 'This is no domain.', 'a domain such as example.com');
    }
    return {
      domain: input.domain.toLowerCase(),
      days: { from, to },
      scope: input.scope,
      feed: input.feed ?? null,
      format: input.format,
      // A format that has no template is refused before it comes to that.
      template: this.template(offer, input) ?? { kind: 'OWN', source: '' },
      actions: this.email(['email'], input.email),
    };
  }

  private selection(exports: ReportExports, input: ReportSelectionInput): ReportSelection {
    const { maxReportIds, maxSpanDays } = exports.reports;
    const reportRemoteIds = this.reportIds(input, maxReportIds);
    const approvedAfter = input.approvedAfter ?? null;
    if (approvedAfter !== null && daysBetween(approvedAfter, this.today) > maxSpanDays - 2) {
      const expected = `${addDays(this.today, 2 - maxSpanDays)} or later`;
      this.add(['selection', 'approvedAfter'], `One export covers at most ${maxSpanDays} days.`, expected);
    }
    const { limit = null } = input;
    if (limit !== null && limit < 1) this.add(['selection', 'limit'], `"limit" is ${limit}.`, '1 or more');
    return {
      reportRemoteIds,
      policyRemoteIds: this.policyIds(input.policyIds ?? null),
      days: this.days(input.createdOrSubmittedOn ?? null, maxSpanDays),
      approvedAfter,
      statuses: this.statuses(input.statuses ?? null),
      submitterEmails: this.submitters(input.submitterEmails ?? null),
      notMarkedAs: this.label(['selection', 'notExportedAs'], input.notExportedAs ?? null),
      limit,
      actingEmail:
        input.employeeEmail == null ? null : this.emailAddress(['selection', 'employeeEmail'], input.employeeEmail),
    };
  }

  private reportIds({ reportIds, remoteIds }: ReportSelectionInput, most: number): string[] | null {
    if (reportIds == null && remoteIds == null) return null;
    const ids = [
      ...(reportIds ?? []).flatMap((id, index) =>
        this.graphId('REPORT', 'Report', id, ['selection', 'reportIds', index]),
      ),
      ...(remoteIds ?? []).flatMap((id, index) => this.vendorId('REPORTS', id, ['selection', 'remoteIds', index])),
    ];
    const place = reportIds == null ? 'remoteIds' : 'reportIds';
    this.notEmpty(['selection', place], [...(reportIds ?? []), ...(remoteIds ?? [])]);
    if (ids.length > most) this.tooMany(['selection', place], `One export takes ${most} reports by id.`, most);
    return [...new Set(ids)];
  }

  private policyIds(ids: readonly string[] | null): string[] | null {
    if (ids === null) return null;
    this.notEmpty(['selection', 'policyIds'], ids);
    const canonical = ids.flatMap((id, index) => {
      const path = ['selection', 'policyIds', index];
      return decodeRecordId(id) === null
        ? this.vendorId('POLICIES', id, path)
        : this.graphId('POLICY', 'Policy', id, path);
    });
    return [...new Set(canonical)];
  }

  /** Another instance's record is none of this one. */
  private graphId(kind: RecordKind, typeName: string, id: string, path: Path): string[] {
    const reference = decodeRecordId(id);
    if (reference?.kind === kind && reference.instanceId === this.instanceId) return [reference.remoteId];
    this.errors.push(new RecordNotFoundError(typeName, id, { path: ['input', ...path.map(String)] }));
    return [];
  }

  private vendorId(resource: ElementResource, id: string, path: Path): string[] {
    const canonicalRemoteId = this.adapter.resources[resource]?.canonicalRemoteId;
    const canonical = canonicalRemoteId === undefined ? id : canonicalRemoteId(id);
    if (canonical !== null) return [canonical];
    this.add(path, `This cannot be an id of ${this.adapter.catalog.name}.`, 'an id as the vendor shows it');
    return [];
  }

  private days(input: DaysInput | null, most: number): ReportSelection['days'] {
    if (input?.from == null && input?.to == null) return null;
    const { from = null, to = null } = input;
    const first = from ?? addDays(to as string, 1 - most);
    // A day ahead: it is tomorrow already in some time zones.
    const last = to ?? addDays(this.today, 1);
    const path = ['selection', 'createdOrSubmittedOn', 'to'];
    if (last < first) this.add(path, 'The last day is before the first.', `${first} or later`);
    if (daysBetween(first, last) >= most) {
      this.add(
        path,
        `One export covers at most ${most} days: ask for them in parts.`,
        `${addDays(first, most - 1)} or earlier`,
      );
    }
    return { from: first, to: last };
  }

  private statuses(statuses: readonly ReportStatus[] | null): readonly ReportStatus[] {
    this.notEmpty(['selection', 'statuses'], statuses);
    if (statuses?.includes('UNKNOWN')) {
      this.add(['selection', 'statuses'], 'Nobody can be asked for reports in an unknown state.', 'any other status');
    }
    return statuses ?? [];
  }

  private submitters(addresses: readonly string[] | null): string[] | null {
    this.notEmpty(['selection', 'submitterEmails'], addresses);
    return addresses && this.emails(['selection', 'submitterEmails'], addresses);
  }

  private notEmpty(path: Path, list: readonly unknown[] | null): void {
    if (list?.length === 0) this.add(path, 'An empty list selects nothing.', 'at least one, or no list');
  }

  private template(
    offer: ExportOffer,
    { format, template: given }: { readonly format: ExportFormat; readonly template?: ExportTemplateInput | null },
  ): ExportTemplate | null {
    const { name = null, source = null } = given ?? {};
    if (!offer.formats.includes(format)) {
      this.add(['format'], `${this.adapter.catalog.name} makes no such files of this.`, offer.formats.join(', '));
      return null;
    }
    if (offer.withoutTemplate.includes(format)) {
      if (given != null) this.add(['template'], `${format} files are not made by a template.`, 'none');
      return null;
    }
    if (name !== null && source !== null) {
      this.add(['template'], 'There is a name and a source.', 'one of the two');
      return null;
    }
    if (source !== null) return this.ownTemplate(source);
    return this.namedTemplate(offer, format, name);
  }

  private ownTemplate(source: string): ExportTemplate {
    if (source.trim() === '') this.add(['template', 'source'], 'The template is empty.', 'a template');
    if (source.length > LONGEST_TEMPLATE) {
      this.tooMany(['template', 'source'], 'The template is too long.', LONGEST_TEMPLATE, 'characters');
    }
    return { kind: 'OWN', source };
  }

  private namedTemplate(
    offer: ExportOffer,
    format: ExportFormat,
    name: ExportTemplateName | null,
  ): ExportTemplate | null {
    const known = offer.templates[format] ?? [];
    const chosen = name ?? known[0];
    if (chosen !== undefined && known.includes(chosen)) return { kind: 'NAMED', name: chosen };
    const own = `a source in ${offer.templateLanguage}`;
    const expected = known.length === 0 ? own : `${known.join(', ')}, or ${own}`;
    const problem =
      name === null ? `No template of ours makes ${format} files.` : `${name} does not make ${format} files of this.`;
    this.add(name === null ? ['template'] : ['template', 'name'], problem, expected);
    return null;
  }

  private fileBaseName(pattern: string, name: string | null): string | null {
    if (name !== null && !new RegExp(`^(?:${pattern})$`).test(name)) {
      this.add(['fileBaseName'], 'The vendor takes no such name for a file.', `a name that matches ${pattern}`);
    }
    return name;
  }

  private label(path: Path, label: string | null): string | null {
    if (label !== null && !new RegExp(`^\\P{Cc}{1,${LONGEST_LABEL}}$`, 'u').test(label.trim())) {
      this.add(path, 'This is no label.', `1 to ${LONGEST_LABEL} characters`);
    }
    return label?.trim() ?? null;
  }

  private email(path: Path, input: EmailInput | null | undefined): ExportAction[] {
    if (input == null) return [];
    if (input.recipients.length === 0) this.add([...path, 'recipients'], 'There is no recipient.', 'at least one');
    if ((input.message?.length ?? 0) > LONGEST_TEXT) {
      this.tooMany([...path, 'message'], 'The message is too long.', LONGEST_TEXT, 'characters');
    }
    const recipients = this.emails([...path, 'recipients'], input.recipients);
    return [{ kind: 'EMAIL', recipients, message: input.message ?? null }];
  }

  private sftpUpload(input: SftpUploadInput | null | undefined): ExportAction[] {
    if (input == null) return [];
    const path = ['onFinish', 'sftpUpload'];
    const { host, port, login, password } = input;
    if (!/^[^\s/:@]+$/.test(host)) this.add([...path, 'host'], 'This is no host.', 'a host such as sftp.example.com');
    if (port < 1 || port > 65_535) this.add([...path, 'port'], `"port" is ${port}.`, '1 to 65535');
    if (login === '') this.add([...path, 'login'], 'The login is empty.', 'a login');
    return [{ kind: 'SFTP_UPLOAD', host, port, login, password }];
  }

  private emails(path: Path, addresses: readonly string[]): string[] {
    if (addresses.length > MOST_PEOPLE) this.tooMany(path, 'These are too many addresses.', MOST_PEOPLE, 'addresses');
    return [...new Set(addresses.map((address, index) => this.emailAddress([...path, index], address)))];
  }

  private emailAddress(path: Path, address: string): string {
    const trimmed = address.trim().toLowerCase();
    if (!EMAIL_ADDRESS.test(trimmed))
      this.add(path, 'This is no e-mail address.', 'an address such as ann@example.com');
    return trimmed;
  }

  private add(path: Path, message: string, expected: string): void {
    const options = { path: ['input', ...path.map(String)], expected };
    this.errors.push(new InvalidValueError('INVALID_INPUT', message, options));
  }

  private tooMany(path: Path, message: string, most: number, of = 'ids'): void {
    const options = { path: ['input', ...path.map(String)], expected: `at most ${most} ${of}` };
    this.errors.push(new InvalidValueError('LIMIT_EXCEEDED', message, options));
  }
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
