import { EventEmitter } from 'node:events';
import type { WorkerEvents } from 'graphile-worker';
import type { Database } from '../persistence/database';
import type { RequestContext } from '../request-context';

/** A worker that is not heard of for so long has died. */
const DEAD_AFTER_SECONDS = 60;
const HEARTBEAT_MS = 15_000;

/**
 * Gives jobs of workers that died back to the others. Every replica says that its workers live; time is the database's,
 * as it is for jobs. A replica that was merely late may then do a job that another does too, as ever with "at least once".
 */
export class DeadWorkers {
  /** Where graphile-worker tells of its workers. */
  readonly events = new EventEmitter() as WorkerEvents;
  private readonly alive = new Set<string>();
  private heartbeat: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly context: RequestContext,
  ) {
    this.events.on('worker:create', ({ worker }) => this.alive.add(worker.workerId));
    // It could not say how its job ended, and takes no more: the job is freed once nobody says that this worker lives.
    this.events.on('worker:fatalError', ({ worker }) => this.alive.delete(worker.workerId));
  }

  async start(): Promise<void> {
    await this.tell();
    this.heartbeat = setInterval(() => {
      void this.beat().catch((error: unknown) => this.context.logger.warn({ err: error }, 'no heartbeat of workers'));
    }, HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  async stop(): Promise<void> {
    if (this.heartbeat !== null) clearInterval(this.heartbeat);
    await this.database.query(this.context, {
      text: 'DELETE FROM job_workers WHERE id = ANY($1::text[])',
      values: [[...this.alive]],
    });
    this.alive.clear();
  }

  /** By every replica, with its heartbeat: a job that did this could itself be locked by a worker that died. */
  async free(): Promise<void> {
    await this.database.query(this.context, {
      text: `DELETE FROM job_workers WHERE seen_at < now() - make_interval(secs => $1)`,
      values: [DEAD_AFTER_SECONDS],
    });
    // A worker takes its first job before it has said that it lives: hence the look at when the job was taken.
    await this.database.query(this.context, {
      text: `SELECT FROM graphile_worker.force_unlock_workers(ARRAY(
               SELECT DISTINCT locked_by FROM graphile_worker.jobs
               WHERE locked_by IS NOT NULL AND locked_at < now() - make_interval(secs => $1)
                 AND locked_by NOT IN (SELECT id FROM job_workers)))`,
      values: [DEAD_AFTER_SECONDS],
    });
  }

  private async beat(): Promise<void> {
    await this.tell();
    await this.free();
  }

  private async tell(): Promise<void> {
    await this.database.query(this.context, {
      text: `INSERT INTO job_workers (id, seen_at) SELECT id, now() FROM unnest($1::text[]) AS w(id)
             ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
      values: [[...this.alive]],
    });
  }
}
