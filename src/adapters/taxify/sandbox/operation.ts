import type { Account } from './accounts';
import type { OperationResult } from './answer-envelope';
import type { ServiceVersion } from './aspnet';
import type { DocumentStore, LifeCycleRules } from './document-store';
import type { TaxifyFaults } from './faults';
import type { RequestReader } from './request-reader';

/** What an operation works with. */
export interface OperationContext {
  /** The members beside `Security`. */
  readonly request: RequestReader;
  readonly version: ServiceVersion;
  readonly account: Account;
  readonly documents: DocumentStore;
  readonly rules: LifeCycleRules;
  readonly faults: TaxifyFaults;
  readonly now: Date;
}

export interface Operation {
  /** Throws a `Refusal` or an `AspNetError`. */
  run(context: OperationContext): OperationResult;
  /** What a refusal has in place of a result. */
  readonly refused: OperationResult;
}

/** Both spellings of a name, of which the misspelt one is the better attested; it wins. */
export function eitherSpelling<T>(faults: TaxifyFaults, misspelt: T | null, corrected: T | null): T | null {
  return misspelt ?? (faults.has('commit-spelling') ? null : corrected);
}
