import { InvalidValueError } from '../../errors';
import type { Database, Transaction } from '../../persistence/database';
import type { Lease, LeaseRepository } from '../../persistence/repositories/lease.repository';
import type {
  ExportKey,
  ReportExportFileRepository,
} from '../../persistence/repositories/report-export-file.repository';
import type { ReportExportRepository } from '../../persistence/repositories/report-export.repository';
import type { RequestContext } from '../../request-context';

/** Of one file; all that is in memory of it, a few times over. */
const CHUNK_BYTES = 256 * 1024;
/** Of all files of one export. */
const MOST_EXPORT_BYTES = 512 * 1024 * 1024;

/** The export ended while it was being made, as by its instance's deletion: nothing more is stored. */
export class ExportEndedError extends Error {
  constructor() {
    super('The export ended meanwhile.');
    this.name = new.target.name;
  }
}

/** Whoever makes an export, and the export. */
export interface ExportTicket extends ExportKey {
  readonly lease: Lease;
}

/** Keeps files of exports in Postgres, in pieces, so that any replica can serve them. */
export class ExportFileStore {
  constructor(
    private readonly database: Database,
    private readonly exports: ReportExportRepository,
    private readonly files: ReportExportFileRepository,
    private readonly leases: LeaseRepository,
    private readonly mostBytes: number = MOST_EXPORT_BYTES,
  ) {}

  /**
   * Stores a file as it arrives; what was held of it before is replaced. Answers its size.
   * @param heldBytes of the export's other files.
   * @throws {InvalidValueError} of code LIMIT_EXCEEDED when the export would be too large.
   */
  async store(
    context: RequestContext,
    ticket: ExportTicket,
    number: number,
    bytes: AsyncIterable<Buffer>,
    heldBytes: number,
  ): Promise<number> {
    await this.write(context, ticket, (transaction) => this.files.clear(context, transaction, ticket, number));
    let size = 0;
    for await (const chunk of inChunks(bytes, CHUNK_BYTES)) {
      if (heldBytes + size + chunk.length > this.mostBytes) throw this.tooLarge();
      const piece = { number, firstByte: size, bytes: chunk };
      await this.write(context, ticket, (transaction) => this.files.addChunk(context, transaction, ticket, piece));
      size += chunk.length;
    }
    await this.write(context, ticket, (transaction) =>
      this.files.complete(context, transaction, ticket, { number, byteSize: size }),
    );
    return size;
  }

  /** A transaction of whoever makes the export: of a late holder, and after the export's end, nothing stays. */
  async write<T>(
    context: RequestContext,
    { exportId, lease }: ExportTicket,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (transaction) => {
      await this.leases.assertHeld(context, transaction, lease);
      if (!(await this.exports.isUnderWay(context, transaction, exportId))) throw new ExportEndedError();
      return work(transaction);
    });
  }

  private tooLarge(): InvalidValueError {
    const most = `${this.mostBytes / (1024 * 1024)} MiB`;
    return new InvalidValueError('LIMIT_EXCEEDED', `The files of one export may have ${most} in all. Select less.`, {
      expected: `at most ${most}`,
    });
  }
}

/** The same bytes in pieces of this size, the last one smaller. */
async function* inChunks(bytes: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let length = 0;
  for await (const piece of bytes) {
    pending.push(piece);
    length += piece.length;
    if (length < size) continue;
    const whole = Buffer.concat(pending, length);
    const rest = length % size;
    for (let at = 0; at < length - rest; at += size) yield whole.subarray(at, at + size);
    pending = rest === 0 ? [] : [Buffer.from(whole.subarray(length - rest))];
    length = rest;
  }
  if (length > 0) yield Buffer.concat(pending, length);
}
