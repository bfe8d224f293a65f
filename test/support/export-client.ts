import type { ServiceParts } from '../../src/compose/services';
import type { TestClock } from './clock';
import { passTimeDuring } from './pass-time';
import type { Tenant } from './service-world';
import type { TestService } from './test-service';

export const REPORT_EXPORT_FIELDS = `
  id kind status format template dryRun reportCount exportLabel createdAt startedAt finishedAt expiresAt
  instance { id }
  files { name contentType byteSize downloadUrl }
  actions { kind outcome }
  error { __typename code message retryable ... on VendorError { vendorCode vendorMessage requires } }`;

const ERRORS = `errors { __typename code message path retryable ... on InvalidValueError { expected } }`;

const EXPORT_REPORTS = `mutation ($input: ExportReportsInput!) {
  exportReports(input: $input) { reportExport { ${REPORT_EXPORT_FIELDS} } ${ERRORS} }
}`;
const EXPORT_CARDS = `mutation ($input: ExportCardReconciliationInput!) {
  exportCardReconciliation(input: $input) { reportExport { ${REPORT_EXPORT_FIELDS} } ${ERRORS} }
}`;
const FIND = `query ($id: ID!) { reportExport(id: $id) { ${REPORT_EXPORT_FIELDS} } }`;

export interface ToldExport {
  readonly id: string;
  readonly status: string;
  readonly reportCount: number | null;
  readonly exportLabel: string | null;
  readonly expiresAt: string | null;
  readonly files: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly byteSize: number;
    readonly downloadUrl: string;
  }[];
  readonly actions: readonly { readonly kind: string; readonly outcome: string }[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface ExportAnswer {
  readonly reportExport: ToldExport | null;
  readonly errors: readonly {
    readonly code: string;
    readonly message: string;
    readonly path: readonly string[] | null;
    readonly expected?: string | null;
  }[];
}

/** A caller who exports: orders through the graph, has the job done at once, and downloads by the links. */
export class ExportClient {
  constructor(
    private readonly service: TestService,
    private readonly clock: TestClock,
    readonly tenant: Tenant,
    readonly instanceId: string,
  ) {}

  /** The answer of `exportReports`. */
  async order(input: object): Promise<ExportAnswer> {
    const full = { instanceId: this.instanceId, selection: {}, ...input };
    const { data, errors } = await this.service.query<{ exportReports: ExportAnswer }>(this.tenant, EXPORT_REPORTS, {
      input: full,
    });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data!.exportReports;
  }

  async orderCards(input: object): Promise<ExportAnswer> {
    const { data, errors } = await this.service.query<{ exportCardReconciliation: ExportAnswer }>(
      this.tenant,
      EXPORT_CARDS,
      { input: { instanceId: this.instanceId, ...input } },
    );
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data!.exportCardReconciliation;
  }

  /** Ordered and made. */
  async export(input: object): Promise<ToldExport> {
    return this.make(accepted(await this.order(input)).id);
  }

  async exportCards(input: object): Promise<ToldExport> {
    return this.make(accepted(await this.orderCards(input)).id);
  }

  /** Has the export's job done by a replica; the export as it is then. */
  async make(id: string, parts: ServiceParts = this.service.parts, attempt = 1): Promise<ToldExport> {
    await this.passTimeDuring(parts.exportExecution.execute(parts.context, id, attempt));
    return (await this.find(id))!;
  }

  async find(id: string): Promise<ToldExport | null> {
    const { data, errors } = await this.service.query<{ reportExport: ToldExport | null }>(this.tenant, FIND, { id });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data!.reportExport;
  }

  /** By a link, without any header. */
  fetch(downloadUrl: string, init: RequestInit = {}): Promise<Response> {
    const { pathname, search } = new URL(downloadUrl);
    return fetch(`${this.service.url}${pathname}${search}`, init);
  }

  /** The texts of an export's files. */
  texts({ files }: ToldExport): Promise<string[]> {
    return Promise.all(files.map(async ({ downloadUrl }) => (await this.fetch(downloadUrl)).text()));
  }

  /** Time passes as long as something waits for it, such as for room in a vendor's limit. */
  passTimeDuring<T>(work: Promise<T>): Promise<T> {
    return passTimeDuring(this.clock, work);
  }
}

function accepted({ reportExport, errors }: ExportAnswer): ToldExport {
  if (reportExport === null) throw new Error(`Nothing was ordered: ${JSON.stringify(errors)}`);
  return reportExport;
}
