import type { Clock } from '../../clock';
import type { NotificationListener } from '../../persistence/notification-listener';
import { SYNC_RUNS_CHANNEL, type SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import { Progress } from '../progress';
import type { SyncRunService } from './sync-run.service';

/** Tells of syncs as they go on, whichever replica they run on. */
export class SyncProgress extends Progress<SyncRunRow> {
  constructor(
    listener: Pick<NotificationListener, 'on' | 'start'>,
    runs: Pick<SyncRunService, 'findByIds'>,
    clock: Clock,
  ) {
    const findByIds: SyncRunService['findByIds'] = (context, ids) => runs.findByIds(context, ids);
    super(listener, { channel: SYNC_RUNS_CHANNEL, typeName: 'SyncRun', findByIds }, clock);
  }
}
