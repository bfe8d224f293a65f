import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { isDatabaseBusy } from './database-activity';

/** What is told of one look at most: where the machine is busy, a look comes late. */
const LONGEST_QUIET_MS = 5;

/**
 * Tells when everybody waits for time to pass: nothing has happened in this process, and no statement is under way. What is
 * on its way between two parts of this process has happened by the next look, however slow the machine is.
 */
export class QuietWatch {
  private events = countEvents();
  private utilization: EventLoopUtilization = performance.eventLoopUtilization();

  /** For how much of the time since the last look there was nothing to do, in milliseconds; to be asked every few of them. */
  look(): number {
    const before = { events: this.events, utilization: this.utilization };
    this.restart();
    if (this.events !== before.events || isDatabaseBusy()) return 0;
    const { idle } = performance.eventLoopUtilization(this.utilization, before.utilization);
    return Math.min(idle, LONGEST_QUIET_MS);
  }

  /** Forgets what was before. */
  restart(): void {
    this.events = countEvents();
    this.utilization = performance.eventLoopUtilization();
  }
}

/** How often the event loop was told of something: a request, an answer, a connection. Timers do not count. */
function countEvents(): number {
  return performance.nodeTiming.uvMetricsInfo.events;
}
