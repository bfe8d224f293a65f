import { setMaxListeners } from 'node:events';
import type { ParsedCronItem, Runner, TaskList } from 'graphile-worker';
import { parseCronItems, run } from 'graphile-worker';
import type { Clock } from '../clock';
import type { Database, StatementRunner } from '../persistence/database';
import type { RequestContext } from '../request-context';
import { DeadWorkers } from './dead-workers';
import { jobLogger } from './job-logger';

/** Names a kind of job; the type is that of its payload, which is stored as JSON. */
export interface JobTask<Payload extends object> {
  readonly name: string;
  /** Never there: carries the type. */
  readonly payload?: Payload;
}

/** `const sendMail = jobTask<{ to: string }>('send-mail')`. The name is stored with each job: changing it loses those. */
export function jobTask<Payload extends object>(name: string): JobTask<Payload> {
  return { name };
}

/** What a task is told beside its payload. */
export interface JobRun {
  /** From 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
}

export interface JobOptions {
  /** By the service's clock; at once when absent. */
  readonly runAt?: Date;
  /** Of several jobs with the same key that wait, the last replaces the others; one that runs is left alone. */
  readonly key?: string;
  /** With a key: the last takes the time of the one that it replaces, so that many in a row do not put it off for ever. */
  readonly keepsTime?: boolean;
  /** The lower, the sooner; 0 by default. */
  readonly priority?: number;
  /** Tries in all, 25 by default; the wait between them grows from seconds to an hour and a half. */
  readonly maxAttempts?: number;
  /** Adds the job with a transaction: it is there if and only if that is committed. */
  readonly transaction?: StatementRunner;
}

type Work<Payload> = (payload: Payload, job: JobRun) => Promise<void>;

/** Jobs that one replica runs at a time. They mostly wait for a vendor's limit, so many more than there are processors. */
const CONCURRENCY = 16;
/** How often a worker looks for jobs that nobody notified it of, such as those whose time has come. */
const POLL_INTERVAL_MS = 1_000;

/** A runner that lost a worker is replaced so long after: what it was lost by, such as the database, may be back. */
const REPLACE_AFTER_MS = 1_000;

/** Jobs that have not ended so long after a stop count as failed: another replica tries them again. */
const LAST_WAIT_MS = 3_000;

/**
 * Work that is done later, or elsewhere, or again: at least once, by one of the replicas. Jobs are rows of Postgres.
 *
 * graphile-worker rather than pg-boss: a job is added by a function of the database, hence inside our transactions;
 * workers are woken by NOTIFY, where pg-boss polls every queue; cron ticks are recorded in a table, so that of several
 * replicas one runs each; its schema is plain SQL files that a migration of ours applies, where pg-boss makes a table for
 * each queue at run time. What it does worse is a worker that was killed: its jobs stay locked for four hours.
 * `DeadWorkers` frees them after a minute.
 */
export class JobQueue {
  private readonly work: Record<string, Work<never>> = {};
  private readonly cron: { readonly task: string; readonly match: string }[] = [];
  private runner: Runner | null = null;
  private replacing: Promise<void> | null = null;
  /** Runners that take no more jobs, until theirs have ended. */
  private readonly replaced: Promise<void>[] = [];
  private stopped: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private readonly deadWorkers: DeadWorkers;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly context: RequestContext,
  ) {
    this.deadWorkers = new DeadWorkers(database, context);
    // Each job that runs listens.
    setMaxListeners(CONCURRENCY, this.stopping.signal);
  }

  /** Says what a task does. A failure is logged, and the job is tried again. To be called before `start`. */
  register<Payload extends object>(task: JobTask<Payload>, work: Work<Payload>): void {
    if (this.work[task.name] !== undefined) throw new Error(`The task ${task.name} is registered twice.`);
    this.work[task.name] = work as Work<never>;
  }

  /** Says what is done again and again, once at a time over all replicas: `* * * * *` is every minute, in UTC. */
  registerCron(name: string, match: string, work: () => Promise<void>): void {
    this.register(jobTask(name), work);
    this.cron.push({ task: name, match });
  }

  /** Needs no `start`: any replica may run it. */
  async add<Payload extends object>(task: JobTask<Payload>, payload: Payload, options: JobOptions = {}): Promise<void> {
    const { runAt, key = null, keepsTime = false, priority = 0, maxAttempts = 25 } = options;
    const { transaction = this.database } = options;
    // The database's clock decides when a job is due, and ours need not agree with it.
    const delayMs = runAt === undefined ? 0 : Math.max(0, runAt.getTime() - this.clock.now().getTime());
    await transaction.query(this.context, {
      name: 'job-add',
      text: `SELECT FROM graphile_worker.add_job($1, payload => $2::json, job_key => $3, priority => $4::int,
               max_attempts => $5::int, run_at => now() + make_interval(secs => $6::float8 / 1000), job_key_mode => $7)`,
      values: [
        task.name,
        JSON.stringify(payload),
        key,
        priority,
        maxAttempts,
        delayMs,
        keepsTime ? 'preserve_run_at' : 'replace',
      ],
    });
  }

  /** A job that waits under the key runs now, and before others; one that runs is left alone. */
  async hasten(key: string, priority: number, runner: StatementRunner = this.database): Promise<void> {
    await runner.query(this.context, {
      text: `SELECT FROM graphile_worker.reschedule_jobs(
               ARRAY(SELECT id FROM graphile_worker.jobs WHERE key = $1 AND locked_at IS NULL),
               run_at => now(), priority => $2::int)`,
      values: [key, priority],
    });
  }

  /** Takes back jobs that wait under the key. */
  async remove(key: string, runner: StatementRunner = this.database): Promise<void> {
    await runner.query(this.context, { text: 'SELECT FROM graphile_worker.remove_job($1)', values: [key] });
  }

  /** Begins to run jobs in this process. */
  async start(): Promise<void> {
    this.deadWorkers.events.on('worker:fatalError', () => this.replaceRunner());
    this.runner = await this.startRunner();
    await this.deadWorkers.start();
  }

  private async startRunner(): Promise<Runner> {
    const runner = await run({
      pgPool: this.database.connectionPool,
      taskList: this.taskList(),
      parsedCronItems: this.cronItems(),
      concurrency: CONCURRENCY,
      pollInterval: POLL_INTERVAL_MS,
      noHandleSignals: true,
      logger: jobLogger(this.context.logger),
      events: this.deadWorkers.events,
    });
    runner.promise.catch(() => this.replaceRunner());
    return runner;
  }

  /** graphile-worker does not replace a worker that could not say how its job ended: another runner does. */
  private replaceRunner(): void {
    this.replacing ??= this.startAnother().finally(() => (this.replacing = null));
  }

  private async startAnother(): Promise<void> {
    const { logger } = this.context;
    for (let isDone = false; !isDone;) {
      await new Promise((resolve) => setTimeout(resolve, REPLACE_AFTER_MS));
      const before = this.runner;
      if (before === null || this.stopped !== null) return;
      try {
        this.runner = await this.startRunner();
        isDone = true;
        // Its jobs may go on for long; nobody waits for them but a stop.
        this.replaced.push(before.stop().catch((error: unknown) => logger.debug({ err: error }, 'it had stopped')));
      } catch (error) {
        logger.warn({ err: error }, 'jobs cannot be run yet');
      }
    }
  }

  /**
   * Takes no more jobs, and waits a little for those that run: whoever stops the service asks them to end. Called again,
   * it waits for the same.
   */
  async stop(): Promise<void> {
    if (this.runner !== null) this.stopped ??= this.stopRunners();
    await this.stopped;
  }

  private async stopRunners(): Promise<void> {
    const tooLong = setTimeout(() => this.stopping.abort(new Error('The service stopped meanwhile.')), LAST_WAIT_MS);
    try {
      // One that is being started is stopped as well.
      await this.replacing;
      await Promise.all([this.runner?.stop(), ...this.replaced]);
    } finally {
      clearTimeout(tooLong);
    }
    await this.deadWorkers.stop();
  }

  /** How long the job of this kind that is longest due has been waiting for somebody to run it; 0 when none is. */
  async lagSeconds({ name }: JobTask<object>): Promise<number> {
    const [row] = await this.database.query<{ lag: number | null }>(this.context, {
      text: `SELECT extract(epoch FROM now() - min(run_at))::float8 AS lag FROM graphile_worker.jobs
             WHERE task_identifier = $1 AND locked_at IS NULL AND attempts < max_attempts AND run_at <= now()`,
      values: [name],
    });
    return row?.lag ?? 0;
  }

  /** Jobs that could run now, and those that wait for their time. */
  async depth(): Promise<{ readonly ready: number; readonly waiting: number; readonly failed: number }> {
    const [row] = await this.database.query<{ ready: number; waiting: number; failed: number }>(this.context, {
      text: `SELECT count(*) FILTER (WHERE attempts < max_attempts AND run_at <= now())::int AS ready,
               count(*) FILTER (WHERE attempts < max_attempts AND run_at > now())::int AS waiting,
               count(*) FILTER (WHERE attempts >= max_attempts)::int AS failed
             FROM graphile_worker.jobs`,
    });
    return row ?? { ready: 0, waiting: 0, failed: 0 };
  }

  private taskList(): TaskList {
    return Object.fromEntries(
      Object.entries(this.work).map(([name, work]) => [
        name,
        (payload: unknown, { job }) =>
          this.untilStopped(work(payload as never, { attempt: job.attempts, maxAttempts: job.max_attempts })),
      ]),
    );
  }

  /** graphile-worker would wait for ever for a job that does not end. */
  private async untilStopped(work: Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    let onAbort = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
    });
    await Promise.race([work, stopped]).finally(() => signal.removeEventListener('abort', onAbort));
  }

  private cronItems(): ParsedCronItem[] {
    // A tick that comes before the last one was done waits for it; more than one do not queue up.
    return parseCronItems(
      this.cron.map(({ task, match }) => ({
        task,
        match,
        options: { backfillPeriod: 0, maxAttempts: 1, queueName: `cron:${task}`, jobKey: `cron:${task}` },
      })),
    );
  }
}
