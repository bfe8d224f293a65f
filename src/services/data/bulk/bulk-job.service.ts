import { v7 as uuidv7 } from 'uuid';
import type { PlatformResource } from '../../../adapters/platform-resource';
import type { Clock } from '../../../clock';
import { ElementsError, RecordConflictError, RecordNotFoundError } from '../../../errors';
import type { JobQueue } from '../../../jobs/job-queue';
import type { Database } from '../../../persistence/database';
import type { BulkJobRepository, BulkJobRow } from '../../../persistence/repositories/bulk-job.repository';
import type { InstanceRow } from '../../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../../request-context';
import { requireCaller } from '../../caller-scope';
import { csvLine, flatRecord } from '../csv';
import { requireReadable } from '../data-read.service';
import { readQuestion } from '../data-question';
import type { BulkQuery } from './bulk-query';
import { BULK_TASK, bulkJobKey } from './bulk-task';

/** Forms that what was found can be had in. */
export type BulkFormat = 'JSON' | 'LINES' | 'CSV';

/** Of one instance at a time: what is found takes room, and workers are there for everybody. */
export const MOST_UNDER_WAY = 20;

/** Queries that are answered in files, later. */
export class BulkJobService {
  constructor(
    private readonly jobs: JobQueue,
    private readonly rows: BulkJobRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Its id; it is begun behind. Throws for a question that records cannot be asked. */
  async create(
    context: RequestContext,
    instance: InstanceRow,
    resource: PlatformResource,
    { where, fields }: BulkQuery,
  ): Promise<string> {
    requireReadable(instance);
    readQuestion(resource, { where, fields });
    if ((await this.rows.countUnderWay(context, instance.id)) >= MOST_UNDER_WAY) throw tooMany();
    const { userId } = requireCaller(context);
    const { id: instanceId, organizationId } = instance;
    const id = uuidv7();
    const createdAt = this.clock.now();
    await this.database.transaction(async (transaction) => {
      const job = { id, organizationId, instanceId, userId, resource: resource.name, where, fields, createdAt };
      await this.rows.insert(context, transaction, job);
      await this.jobs.add(BULK_TASK, { jobId: id, look: 1 }, { key: bulkJobKey(id), transaction });
    });
    return id;
  }

  /** Throws a `RecordNotFoundError` for one of another instance, too. */
  async get(context: RequestContext, instance: InstanceRow, id: string): Promise<BulkJobRow> {
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const row = await this.rows.findOwn(context, scope, id);
    if (row === null) throw new RecordNotFoundError('bulk job', id);
    return row;
  }

  /** What was found until then is thrown away. */
  async cancel(context: RequestContext, instance: InstanceRow, id: string): Promise<BulkJobRow> {
    const { status } = await this.get(context, instance, id);
    if (status !== 'CANCELLED' && !(await this.rows.cancel(context, id, this.clock.now()))) {
      throw new RecordConflictError(`The bulk job has ended already: ${status}.`);
    }
    return this.get(context, instance, id);
  }

  /** Throws where there is nothing to be had. @param name the resource that the path says. */
  async openDownload(
    context: RequestContext,
    instance: InstanceRow,
    id: string,
    name: string,
    format: BulkFormat,
  ): Promise<AsyncGenerator<string>> {
    requireReadable(instance);
    const job = await this.get(context, instance, id);
    if (job.resource !== name) {
      throw new RecordNotFoundError('file', name, { namedBy: 'key', suggestions: [job.resource] });
    }
    if (job.status !== 'COMPLETED') {
      throw new RecordConflictError(`The bulk job is ${job.status}: only one that is COMPLETED has a file.`);
    }
    if (job.expiresAt !== null && job.expiresAt <= this.clock.now()) {
      throw goneFile(id);
    }
    if (format === 'LINES') return this.texts(context, job);
    return format === 'CSV' ? this.table(context, job) : this.array(context, job);
  }

  private async *array(context: RequestContext, job: BulkJobRow): AsyncGenerator<string> {
    let separator = '[\n';
    for await (const text of this.texts(context, job)) {
      yield separator + text.trimEnd().replaceAll('\n', ',\n');
      separator = ',\n';
    }
    yield separator === ',\n' ? '\n]\n' : '[]\n';
  }

  private async *table(context: RequestContext, job: BulkJobRow): AsyncGenerator<string> {
    if (job.columns.length > 0) yield csvLine(job.columns);
    for await (const text of this.texts(context, job)) {
      const rows = text.trimEnd().split('\n');
      const cells = rows.map((line) => flatRecord(JSON.parse(line) as object));
      yield cells.map((row) => csvLine(job.columns.map((column) => row.get(column) ?? ''))).join('');
    }
  }

  /** Whole lines, a record each. Throws where the file goes while it is read: half of it must not look like all. */
  private async *texts(context: RequestContext, job: BulkJobRow): AsyncGenerator<string> {
    let left = job.recordsCount;
    for (let number = 0; left > 0; number += 1) {
      const bytes = await this.rows.readChunk(context, job, number);
      if (bytes === null) throw goneFile(job.id);
      const text = bytes.toString('utf8');
      left -= text.split('\n').length - 1;
      yield text;
    }
  }
}

function tooMany(): ElementsError {
  const message = `${MOST_UNDER_WAY} bulk jobs of this instance are under way: wait for one to end, or cancel one.`;
  return new ElementsError('RATE_LIMITED', message, { retryable: true });
}

function goneFile(id: string): RecordNotFoundError {
  return new RecordNotFoundError('file any more: files are kept for three days; bulk job', id);
}
