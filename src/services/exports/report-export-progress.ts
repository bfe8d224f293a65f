import type { Clock } from '../../clock';
import type { NotificationListener } from '../../persistence/notification-listener';
import { REPORT_EXPORTS_CHANNEL, type ReportExportRow } from '../../persistence/repositories/report-export.repository';
import { Progress } from '../progress';
import type { ReportExportService } from './report-export.service';

/** Tells of exports as they go on, whichever replica makes them. */
export class ReportExportProgress extends Progress<ReportExportRow> {
  constructor(
    listener: Pick<NotificationListener, 'on' | 'start'>,
    exports: Pick<ReportExportService, 'findByIds'>,
    clock: Clock,
  ) {
    const findByIds: ReportExportService['findByIds'] = (context, ids) => exports.findByIds(context, ids);
    super(listener, { channel: REPORT_EXPORTS_CHANNEL, typeName: 'ReportExport', findByIds }, clock);
  }
}
