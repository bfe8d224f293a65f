import type { TaxDocumentRequest, TaxDocumentResult } from '../../adapters/tax';
import type { Clock } from '../../clock';
import { RecordNotFoundError } from '../../errors';
import type { Database, StatementRunner } from '../../persistence/database';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { TaxDocumentRepository } from '../../persistence/repositories/tax-document.repository';
import {
  withPrintedMoney,
  type PendingTaxChange,
  type TaxDocumentRow,
} from '../../persistence/repositories/tax-document-row';
import { decodeRecordId } from '../../record-id';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import type { IdempotencyService } from '../idempotency.service';
import { countingCalls } from '../sync/sync-run-log';
import type { TaxAccess, TaxConnection } from './tax-access';
import { cancelUnderEveryKey } from './tax-cancellation';
import {
  digestOf,
  permitCalculation,
  permitCancel,
  permitCommit,
  possibleKeysOf,
  type Permission,
} from './tax-change-rules';
import type { TaxAnswer, TaxChangeRun } from './tax-change-run';
import {
  assertCalculation,
  assertKey,
  toTaxRequest,
  type CalculateTaxCommand,
  type Calculation,
  type CancelTaxCommand,
  type CommitTaxCommand,
} from './tax-commands';
import type { TaxDocumentReadService } from './tax-document-read.service';
import { busy, type TaxDocumentTurns } from './tax-document-turns';

/** One of the two: the document's id, or what was calculated without one. */
export interface Calculated {
  readonly id: string | null;
  readonly estimate: TaxDocumentResult | null;
}

/** Longer than the vendor's own time-out, so that a change whose answer is lost can be sent again. */
const PATIENCE_MS = 90_000;
const CHANGE = 'change of a tax document';

/** What is to be asked for, once it is known what stands under the key. */
interface Plan {
  readonly permission: Permission;
  readonly pending: PendingTaxChange;
  readonly request: (TaxDocumentRequest & { readonly documentKey: string }) | null;
  readonly ask: () => Promise<TaxAnswer>;
}

/** Tells the idempotency key what came of it. */
type Told = (runner: StatementRunner, id: string) => Promise<void>;

/** One connection for one change; it counts what the vendor is sent. */
interface Opened extends TaxConnection {
  readonly callsMade: () => number;
}

/**
 * Calculates, commits and cancels tax documents at their vendors, and keeps the only record of them. The key of a
 * document is its idempotency key: a change whose answer was lost leaves it in need of reconciliation, and the same
 * change once more settles it. Changes of one document take turns, over all replicas, and a shutdown waits for them.
 */
export class TaxDocumentService {
  constructor(
    private readonly access: TaxAccess,
    private readonly reads: TaxDocumentReadService,
    private readonly documents: TaxDocumentRepository,
    private readonly runs: TaxChangeRun,
    private readonly turns: TaxDocumentTurns,
    private readonly idempotency: IdempotencyService,
    private readonly tasks: BackgroundTasks,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async calculate(context: RequestContext, command: CalculateTaxCommand): Promise<Calculated> {
    const work = (): Promise<Calculated> => this.calculateOnce(context, command);
    return command.documentKey === null ? work() : this.tasks.seeThrough(CHANGE, work);
  }

  /** Makes a draft final, under another key if one is given. One that is final under that key already stays so. */
  async commit(context: RequestContext, command: CommitTaxCommand): Promise<string> {
    return this.tasks.seeThrough(CHANGE, () => this.commitOnce(context, command));
  }

  /** Takes a document back, so that it is not filed. One that was taken back stays so. */
  async cancel(context: RequestContext, command: CancelTaxCommand): Promise<string> {
    return this.tasks.seeThrough(CHANGE, () => this.cancelOnce(context, command));
  }

  /** Throws an `UnsupportedOperationError` for an instance that can have none. */
  requireListed(instance: InstanceRow): void {
    this.access.requireVendor(instance, 'TAX_DOCUMENTS', 'LIST');
  }

  private async calculateOnce(
    context: RequestContext,
    { idempotencyKey, ...command }: CalculateTaxCommand,
  ): Promise<Calculated> {
    const options = { key: idempotencyKey, operation: 'calculateTax', request: command };
    return this.idempotency.once<Calculated>(context, options, async (settle) => {
      const instance = await this.access.requireInstance(context, command.instanceId);
      this.access.requireVendor(instance, 'TAX_DOCUMENTS', 'CALCULATE');
      assertCalculation(command);
      if (command.documentKey === null) {
        const calculated = { id: null, estimate: await this.estimate(context, instance, command) };
        await settle(this.database, calculated);
        return calculated;
      }
      const opened = await this.open(context, instance, 'CALCULATE');
      const key = opened.vendor.documentKey(opened.connection.configuration, command.documentKey);
      const planning = (): Promise<Plan> => this.planCalculation(context, opened, key, command);
      const told: Told = (runner, id) => settle(runner, { id, estimate: null });
      const { id } = await this.turns.take(context, instance.id, [key], () =>
        this.change(context, opened, planning, told),
      );
      return { id, estimate: null };
    });
  }

  private async commitOnce(context: RequestContext, { idempotencyKey, ...command }: CommitTaxCommand): Promise<string> {
    const options = { key: idempotencyKey, operation: 'commitTax', request: command };
    return this.idempotency.once<string>(context, options, async (settle) => {
      const { document, opened } = await this.openOwn(context, command.id, 'COMMIT');
      const { committedKey } = command;
      if (committedKey !== null) assertKey(committedKey, 'committedKey');
      const { vendor, connection } = opened;
      const newKey =
        committedKey === null ? document.remoteId : vendor.documentKey(connection.configuration, committedKey);
      const keys = [...possibleKeysOf(document), newKey];
      const planning = (): Promise<Plan> => this.planCommit(context, opened, command.id, keys, newKey);
      const { id } = await this.turns.take(context, document.instanceId, keys, () =>
        this.change(context, opened, planning, settle),
      );
      return id;
    });
  }

  private async cancelOnce(context: RequestContext, { idempotencyKey, ...command }: CancelTaxCommand): Promise<string> {
    const options = { key: idempotencyKey, operation: 'cancelTax', request: command };
    return this.idempotency.once<string>(context, options, async (settle) => {
      const { document, opened } = await this.openOwn(context, command.id, 'CANCEL');
      const keys = possibleKeysOf(document);
      const planning = (): Promise<Plan> => this.planCancel(context, opened, command.id, keys);
      const { id } = await this.turns.take(context, document.instanceId, keys, () =>
        this.change(context, opened, planning, settle),
      );
      return id;
    });
  }

  private async estimate(
    context: RequestContext,
    instance: InstanceRow,
    command: Calculation,
  ): Promise<TaxDocumentResult> {
    const opened = await this.open(context, instance, 'CALCULATE', 'interactive');
    const request = { ...toTaxRequest(command, this.clock.now()), documentKey: null };
    const asked = opened.vendor.calculate(opened.connection, request);
    return withPrintedMoney(await this.orCallersError(context, opened, ['input'], asked));
  }

  private async planCalculation(
    context: RequestContext,
    { instance, vendor, connection }: Opened,
    key: string,
    command: Calculation,
  ): Promise<Plan> {
    const change = command.commit ? 'CALCULATE_AND_COMMIT' : 'CALCULATE';
    // As it was asked for: the same request tomorrow is the same, also where it left the day to us.
    const digest = digestOf({ ...command, documentKey: key });
    const found = await this.documents.findUnderKey(context, instance.id, key);
    const request = { ...toTaxRequest(command, this.clock.now()), documentKey: key };
    return {
      permission: permitCalculation(found, key, { change, digest }),
      pending: { change, key, digest },
      request,
      ask: async () => ({ kind: 'CALCULATED', request, result: await vendor.calculate(connection, request) }),
    };
  }

  private async planCommit(
    context: RequestContext,
    { instance, vendor, connection }: Opened,
    id: string,
    keys: readonly string[],
    newKey: string,
  ): Promise<Plan> {
    const document = await this.findInTurn(context, id, keys);
    const permission = permitCommit(document, newKey, await this.documents.findUnderKey(context, instance.id, newKey));
    const { remoteId: documentKey } = document;
    const request = { documentKey, committedKey: newKey === documentKey ? null : newKey };
    const answerWasLost = document.pending !== null;
    return {
      permission,
      pending: { change: 'COMMIT', key: newKey, digest: digestOf(request) },
      request: null,
      ask: async () => ({
        kind: 'CHANGED',
        change: await vendor.commit(connection, { ...request, ...(answerWasLost && { answerWasLost }) }),
      }),
    };
  }

  private async planCancel(
    context: RequestContext,
    { vendor, connection }: Opened,
    id: string,
    keys: readonly string[],
  ): Promise<Plan> {
    const document = await this.findInTurn(context, id, keys);
    const documentKeys = possibleKeysOf(document);
    return {
      permission: permitCancel(document),
      // While nobody knows which of its keys it has, the last of them stays noted.
      pending: { change: 'CANCEL', key: documentKeys.at(-1)!, digest: digestOf(documentKeys) },
      request: null,
      ask: async () => {
        const change = await cancelUnderEveryKey(vendor, connection, documentKeys);
        return { kind: 'CHANGED', change: { ...change, documentKey: document.remoteId } };
      },
    };
  }

  private async change(
    context: RequestContext,
    opened: Opened,
    planning: () => Promise<Plan>,
    told: Told,
  ): Promise<TaxDocumentRow> {
    const { permission, ...plan } = await planning();
    const { document, isDone } = permission;
    if (document !== null && isDone) {
      await told(this.database, document.id);
      return document;
    }
    const { id: instanceId, organizationId } = opened.instance;
    const planned = { ...plan, document, instanceId, organizationId, callsMade: opened.callsMade };
    return this.orCallersError(context, opened, ['input'], this.runs.run(context, planned, told));
  }

  private async openOwn(
    context: RequestContext,
    id: string,
    operation: 'COMMIT' | 'CANCEL',
  ): Promise<{ readonly document: TaxDocumentRow; readonly opened: Opened }> {
    const document = await this.requireOwn(context, id);
    const instance = await this.access.requireInstance(context, document.instanceId);
    return { document, opened: await this.open(context, instance, operation) };
  }

  private async open(
    context: RequestContext,
    instance: InstanceRow,
    operation: 'CALCULATE' | 'COMMIT' | 'CANCEL',
    priority: 'write' | 'interactive' = 'write',
  ): Promise<Opened> {
    const counting = countingCalls(context);
    const deadline = new Date(this.clock.now().getTime() + PATIENCE_MS);
    const urgency = { priority, deadline };
    const opened = await this.access.open(counting, instance, 'TAX_DOCUMENTS', operation, urgency);
    return { ...opened, callsMade: () => counting.stats.vendorCalls };
  }

  private async requireOwn(context: RequestContext, id: string): Promise<TaxDocumentRow> {
    const key = decodeRecordId(id);
    const [document] = key?.kind === 'TAX_DOCUMENT' ? await this.reads.findByIds(context, [key]) : [];
    if (document) return document;
    throw new RecordNotFoundError('TaxDocument', id, { path: ['input', 'id'] });
  }

  /** The document as it is now that it is its turn. */
  private async findInTurn(context: RequestContext, id: string, keys: readonly string[]): Promise<TaxDocumentRow> {
    const document = await this.requireOwn(context, id);
    // Renamed while we waited: our turn is that of other keys.
    if (!possibleKeysOf(document).every((key) => keys.includes(key))) throw busy(document.id);
    return document;
  }

  private async orCallersError<T>(
    context: RequestContext,
    opened: Opened,
    at: readonly string[],
    asked: Promise<T>,
  ): Promise<T> {
    return asked.catch(async (error: unknown) => {
      throw await this.access.toCallersError(context, opened, at, error);
    });
  }
}
