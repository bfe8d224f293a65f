import type { Clock } from '../../clock';
import type {
  DownloadableFile,
  ReportExportFileRepository,
} from '../../persistence/repositories/report-export-file.repository';
import type { RequestContext } from '../../request-context';
import type { LinkSigner } from '../../security/link-signature';

/** How long a link is good. */
const LINK_TTL_MS = 10 * 60_000;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  pdf: 'application/pdf',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** By the name's extension. */
export function contentTypeOf(name: string): string {
  return CONTENT_TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

/** What a link says; each part is as it came. */
export interface DownloadLink {
  readonly exportId: string;
  readonly file: string;
  readonly expires: string;
  readonly signature: string;
}

export interface OpenedDownload {
  readonly name: string;
  readonly contentType: string;
  readonly byteSize: number;
  /** The bytes from `first` to `last`, both included. */
  read(first: number, last: number): AsyncIterable<Buffer>;
}

/** Why a link opens nothing. */
export type RefusedDownload = 'FORGED' | 'LINK_EXPIRED' | 'FILE_EXPIRED' | 'NOT_FOUND';

/** Links to files of exports, and what is behind them. Whoever has a link needs nothing else. */
export class ExportDownloadService {
  constructor(
    private readonly files: ReportExportFileRepository,
    private readonly signer: LinkSigner,
    private readonly publicUrl: string,
    private readonly clock: Clock,
  ) {}

  /** Good for ten minutes. */
  linkTo(exportId: string, fileNumber: number): string {
    const file = String(fileNumber);
    const expires = String(Math.floor((this.clock.now().getTime() + LINK_TTL_MS) / 1_000));
    const signature = this.signer.sign([exportId, file, expires]);
    const query = new URLSearchParams({ file, expires, signature });
    return `${this.publicUrl}/exports/${exportId}?${query}`;
  }

  async open(context: RequestContext, link: DownloadLink): Promise<OpenedDownload | RefusedDownload> {
    const { exportId, file, expires, signature } = link;
    // First: nobody learns what there is from a link that we did not make.
    if (!this.signer.isGenuine([exportId, file, expires], signature)) return 'FORGED';
    const now = this.clock.now();
    if (now.getTime() >= Number(expires) * 1_000) return 'LINK_EXPIRED';
    const found = await this.files.findDownloadable(context, exportId, Number(file));
    if (found === null) return 'NOT_FOUND';
    if (found.expiresAt !== null && found.expiresAt <= now) return 'FILE_EXPIRED';
    return found.file === null ? 'NOT_FOUND' : this.toDownload(context, found.file);
  }

  private toDownload(context: RequestContext, file: DownloadableFile): OpenedDownload {
    const { name, byteSize } = file;
    const read = (first: number, last: number) => this.read(context, file, first, last);
    return { name, byteSize, contentType: contentTypeOf(name), read };
  }

  /** One piece at a time; ends with an error when the file is removed meanwhile, so that nobody takes it for whole. */
  private async *read(
    context: RequestContext,
    file: DownloadableFile,
    first: number,
    last: number,
  ): AsyncGenerator<Buffer> {
    for (let at = first; at <= last;) {
      const chunk = await this.files.readChunk(context, file, at);
      const bytes = chunk?.bytes.subarray(at - chunk.firstByte, last + 1 - chunk.firstByte) ?? Buffer.alloc(0);
      if (bytes.length === 0) throw new Error(`The file ${file.number} of the export ${file.exportId} is gone.`);
      yield bytes;
      at += bytes.length;
    }
  }
}
