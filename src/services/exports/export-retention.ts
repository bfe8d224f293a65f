import type { Clock } from '../../clock';
import type { ReportExportFileRepository } from '../../persistence/repositories/report-export-file.repository';
import type { ReportExportRepository } from '../../persistence/repositories/report-export.repository';
import type { RequestContext } from '../../request-context';

const EXPORTS_A_ROUND = 50;
const EXPORTS_KEPT_MS = 30 * 24 * 60 * 60_000;

/** Removes the files of exports whose time is over, and forgets exports after a month. */
export class ExportRetention {
  constructor(
    private readonly exports: ReportExportRepository,
    private readonly files: ReportExportFileRepository,
    private readonly clock: Clock,
  ) {}

  async tidy(context: RequestContext): Promise<void> {
    const now = this.clock.now();
    const expired = await this.exports.listExpired(context, now, EXPORTS_A_ROUND);
    // Marked last: a round that is cut is done again.
    for (const one of expired) await this.files.remove(context, one);
    if (expired.length > 0)
      await this.exports.markExpired(
        context,
        expired.map(({ id }) => id),
      );
    await this.exports.prune(context, new Date(now.getTime() - EXPORTS_KEPT_MS));
  }
}
