import { v7 as uuidv7 } from 'uuid';
import {
  TaxDocumentStateError,
  type TaxDocumentChange,
  type TaxDocumentRequest,
  type TaxDocumentResult,
} from '../../adapters/tax';
import {
  VendorAuthenticationError,
  VendorOutcomeUnknownError,
  VendorPermissionError,
  VendorRateLimitError,
  VendorRejectedError,
} from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import { ElementsError, InvalidValueError, RecordConflictError } from '../../errors';
import type { Database, StatementRunner, Transaction } from '../../persistence/database';
import type { ChangeEventRepository } from '../../persistence/repositories/change-event.repository';
import type {
  TaxDocumentChangeEnd,
  TaxDocumentChangeRepository,
} from '../../persistence/repositories/tax-document-change.repository';
import type { TaxDocumentRepository } from '../../persistence/repositories/tax-document.repository';
import type { PendingTaxChange, TaxDocumentRow } from '../../persistence/repositories/tax-document-row';
import type { RequestContext } from '../../request-context';
import { requireCaller } from '../caller-scope';
import { toChangeEvent } from './tax-change-event';

/** What a vendor answered, and what it is stored with. */
export type TaxAnswer =
  | { readonly kind: 'CALCULATED'; readonly request: TaxDocumentRequest; readonly result: TaxDocumentResult }
  | { readonly kind: 'CHANGED'; readonly change: TaxDocumentChange };

/** A change that is about to be asked for. */
export interface PlannedTaxChange {
  readonly organizationId: string;
  readonly instanceId: string;
  /** Null: a new one. */
  readonly document: TaxDocumentRow | null;
  readonly pending: PendingTaxChange;
  /** What a calculation asks for. */
  readonly request: (TaxDocumentRequest & { readonly documentKey: string }) | null;
  readonly ask: () => Promise<TaxAnswer>;
  /** How many requests the vendor has got so far. */
  readonly callsMade: () => number;
}

/** A change that is written down as under way. */
interface BegunChange {
  readonly id: string;
  readonly planned: PlannedTaxChange;
  readonly document: TaxDocumentRow;
}

/**
 * One change of one document: written down, asked for, written down. Whoever dies in between leaves the document as one
 * that needs reconciliation. No transaction is open while the vendor is asked.
 */
export class TaxChangeRun {
  constructor(
    private readonly documents: TaxDocumentRepository,
    private readonly changes: TaxDocumentChangeRepository,
    private readonly events: ChangeEventRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** `settle` runs in the transaction that stores the answer. Throws what the vendor's failure was. */
  async run(
    context: RequestContext,
    planned: PlannedTaxChange,
    settle: (runner: StatementRunner, id: string) => Promise<void>,
  ): Promise<TaxDocumentRow> {
    const begun = await this.begin(context, planned);
    const answer = await planned.ask().catch(async (error: unknown) => {
      await this.noteFailure(context, begun, error);
      throw error;
    });
    return this.database
      .transaction(async (transaction) => {
        const document = await this.store(context, transaction, begun, answer);
        await this.finish(context, transaction, begun, { outcome: 'SUCCEEDED', document, error: null });
        await settle(transaction, document.id);
        return document;
      })
      .catch((error: unknown) => this.keepDoubt(context, begun, error));
  }

  private async begin(context: RequestContext, planned: PlannedTaxChange): Promise<BegunChange> {
    const { organizationId, instanceId, pending, request } = planned;
    const now = this.clock.now();
    const id = uuidv7();
    const { userId } = requireCaller(context);
    return this.database.transaction(async (transaction) => {
      const document =
        planned.document === null && request !== null
          ? await this.documents.insert(
              context,
              transaction,
              { id: uuidv7(), organizationId, instanceId, request, pending },
              now,
            )
          : await this.documents.setPending(context, transaction, planned.document!, pending, now);
      if (document === null) throw changedMeanwhile(planned.document);
      const { documentId } = document;
      const change = { id, organizationId, instanceId, documentId, change: pending.change, documentKey: pending.key };
      await this.changes.begin(context, transaction, { ...change, userId }, now);
      return { id, planned, document };
    });
  }

  private async store(
    context: RequestContext,
    transaction: Transaction,
    { document, planned }: BegunChange,
    answer: TaxAnswer,
  ): Promise<TaxDocumentRow> {
    const now = this.clock.now();
    const stored =
      answer.kind === 'CHANGED'
        ? await this.documents.storeState(context, transaction, document, answer.change, now)
        : await this.documents.storeCalculation(
            context,
            transaction,
            document,
            { ...answer, requestDigest: planned.pending.digest },
            now,
          );
    if (stored === null) throw changedMeanwhile(document);
    return stored;
  }

  /** What went wrong is what the caller is to hear of: where it cannot be noted, the document stays in doubt. */
  private async noteFailure(context: RequestContext, begun: BegunChange, error: unknown): Promise<void> {
    await this.database
      .transaction((transaction) => this.storeFailure(context, transaction, begun, error))
      .catch((failure: unknown) => {
        context.logger.error({ err: failure, taxDocument: begun.document.id }, 'a failed change could not be noted');
      });
  }

  private async storeFailure(
    context: RequestContext,
    transaction: Transaction,
    begun: BegunChange,
    error: unknown,
  ): Promise<void> {
    const { planned } = begun;
    const told = tellable(error);
    if (error instanceof TaxDocumentStateError && planned.request !== null) {
      const answer = { kind: 'CALCULATED', request: planned.request, result: error.answered } as const;
      const document = await this.store(context, transaction, begun, answer);
      return this.finish(context, transaction, begun, { outcome: 'FAILED', document, error: told });
    }
    if (leavesDoubt(planned, error)) {
      return this.finish(context, transaction, begun, { outcome: 'UNKNOWN', document: null, error: told });
    }
    if (planned.document === null) {
      await this.documents.delete(context, transaction, begun.document);
      return;
    }
    // A refusal of this change says nothing about one before it whose outcome is not known.
    const { pending } = planned.document;
    await this.documents.setPending(context, transaction, begun.document, pending, this.clock.now());
    // What the vendor was never asked is no part of the history.
    if (planned.callsMade() === 0)
      return this.changes.forget(context, transaction, { instanceId: planned.instanceId, id: begun.id });
    await this.finish(context, transaction, begun, { outcome: 'FAILED', document: null, error: told, isSilent: true });
  }

  private async finish(
    context: RequestContext,
    transaction: Transaction,
    { id, planned, document: asked }: BegunChange,
    end: Pick<TaxDocumentChangeEnd, 'outcome' | 'error'> & {
      /** As the vendor says that it is; null where it does not. */
      readonly document: TaxDocumentRow | null;
      readonly isSilent?: boolean;
    },
  ): Promise<void> {
    const { outcome, error, document, isSilent = false } = end;
    const { instanceId } = planned;
    const now = this.clock.now();
    const result = { state: document?.status ?? null, totalTax: document?.totalTax ?? null };
    await this.changes.finish(context, transaction, { instanceId, id }, { outcome, error, ...result }, now);
    if (isSilent) return;
    const event = toChangeEvent(planned.document, document ?? asked, now);
    if (event !== null) this.events.append(context, transaction, [event]);
  }

  /** The vendor has answered, and we could not store it: whatever else is stored of the document, it is in doubt. */
  private async keepDoubt(context: RequestContext, { document, planned }: BegunChange, error: unknown): Promise<never> {
    if (error instanceof RecordConflictError) {
      const key = { instanceId: planned.instanceId, remoteId: document.documentId };
      const [current] = await this.documents.findByIds(context, planned.organizationId, [key]);
      if (current) await this.documents.setPending(context, this.database, current, planned.pending, this.clock.now());
    }
    throw error;
  }
}

/** Whether the vendor may hold something else than before: see the rules at the head of the contract. */
function leavesDoubt({ pending, callsMade }: PlannedTaxChange, error: unknown): boolean {
  if (error instanceof VendorOutcomeUnknownError) return true;
  if (!(error instanceof ElementsError)) return callsMade() > 0;
  if (pending.change !== 'CALCULATE' || error instanceof InvalidValueError) return false;
  // Of a draft the way out tells the last try only: an earlier one may have been stored.
  const isAnswered = ANSWERS.some((kind) => error instanceof kind);
  return isAnswered ? callsMade() > 1 : callsMade() > 0;
}

const ANSWERS = [VendorAuthenticationError, VendorPermissionError, VendorRejectedError, VendorRateLimitError];

function tellable(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof ElementsError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL_SERVER_ERROR', message: 'A fault on our side.' };
}

function changedMeanwhile(document: TaxDocumentRow | null): RecordConflictError {
  return new RecordConflictError(
    'The document was changed at the same time. Look at it, and repeat the change if it still is what you want.',
    document?.id ?? null,
    { retryable: true },
  );
}
