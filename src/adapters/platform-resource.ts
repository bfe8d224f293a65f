import type { z } from 'zod';
import type { ElementResource } from './adapter';
import type { FinancialReportKind, FinancialReportQuestion } from './financial-reports';
import type { ExpenseKind } from './records';
import type { TaxDocumentRequest } from './tax';
import type { WriteName, WriteRequestOf, WriteResultOf } from './writes';

/*
 * Records under the platform's names and in its words: what `/hubs/{hub}/{name}` shows. They are made of the records that
 * we keep, whose vendor fields are the vendor's own words.
 */

/** What a stored condition can be made of: conditions on other fields are tried on the records themselves. */
export const PLATFORM_CONDITIONS = [
  'ID',
  'CREATED_ON',
  'SUBMITTED_ON',
  'APPROVED_ON',
  'REIMBURSED_ON',
  'DATE',
  'ACTIVE',
  'EMAIL',
] as const;
export type PlatformCondition = (typeof PLATFORM_CONDITIONS)[number];

/** One member of a record. */
export interface PlatformField {
  readonly name: string;
  readonly description?: string;
  /**
   * Of our record, what this field shows: a condition on it selects no more than the same condition on our column does. Of
   * days, the text has to begin with `yyyy-MM-dd`, and to end without an offset: it is taken to be in UTC.
   */
  readonly condition?: PlatformCondition;
  /** What our lists can be ordered by in the same way. */
  readonly sortedBy?: 'CREATED' | 'SUBMITTED' | 'APPROVED' | 'REIMBURSED' | 'DATE' | 'EMAIL';
  /** Records of another list, which are read with it: those that are on it. */
  readonly nested?: 'EXPENSES';
}

/** One of our records, as far as the platform's words are made of it. */
export interface PlatformSource {
  readonly remoteId: string;
  readonly vendorFields: Readonly<Record<string, unknown>>;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly employeeNumber?: string | null;
  readonly vendorKind?: string | null;
  /** Of a tax document. */
  readonly status?: string;
}

export type PlatformRecord = Readonly<Record<string, unknown>>;

/** A change that is asked for in the platform's words, as one of ours. */
export interface PlatformWrite<Name extends WriteName = WriteName> {
  readonly name: Name;
  readonly description: string;
  /** What is sent; also how it is documented. */
  readonly body: z.ZodType;
  /** Whether `toRequest` has to know the record as it is at the vendor. Absent: never. */
  needsRecord?(body: unknown): boolean;
  /**
   * Throws an `ElementsError` for what cannot be carried.
   *
   * @param remoteId of the record in the path; null where it is not there yet.
   * @param current the record, where it is needed; else null.
   */
  toRequest(body: unknown, remoteId: string | null, current: PlatformRecord | null): WriteRequestOf<Name>;
  /** Of a write of several items: the member that tells what became of each. */
  readonly itemsMember?: string;
  /** The record that it was about; null where the answer names none. Throws nothing. */
  remoteIdOf(result: WriteResultOf<Name>, remoteId: string | null): string | null;
}

/** A calculation that is asked for in the platform's words. */
export interface PlatformTax {
  readonly description: string;
  readonly body: z.ZodType;
  /** No tax day: today. */
  toCalculation(body: unknown): Omit<TaxDocumentRequest, 'taxDate'> & { readonly taxDate: string | null };
}

/** Keeps the types of one write together. */
export function platformWrite<Name extends WriteName>(write: PlatformWrite<Name>): PlatformWrite {
  return write as unknown as PlatformWrite;
}

/** Statements, asked for as a list of one by what a `where` says. */
export interface PlatformStatementList {
  /** The name under which it is listed what there is, and that list. */
  readonly types: { readonly name: string; readonly records: readonly Readonly<Record<string, string>>[] };
  /**
   * @param conditions values by field, each joined to the others by AND
   * @throws an `InvalidValueError` for values that mean nothing
   */
  toQuestion(
    conditions: ReadonlyMap<string, string>,
  ): { readonly id: string } & Pick<FinancialReportQuestion, 'from' | 'to' | 'basis'>;
}

export interface PlatformResource {
  /** Plural, lower case, dashes: its name in addresses. */
  readonly name: string;
  /** Other names that were in use. */
  readonly aliases?: readonly string[];
  /** What it is, for whoever reads the documentation. */
  readonly description: string;
  readonly resource: ElementResource;
  /** Of EXPENSES, those of this kind only. */
  readonly kind?: ExpenseKind;
  /** Whether one of our records is among them. Absent: each. */
  readonly includes?: (source: PlatformSource) => boolean;
  /** The members that a record may have, and that conditions, orders and selections may name. */
  readonly fields: readonly PlatformField[];
  /** A field that is no member of records: `field = 'yyyy-MM-dd'` selects those from that day on. */
  readonly sinceField?: string;
  /** There is one, and it has no id: it is answered as it is, not in a list. */
  readonly isSingle?: boolean;
  toRecord(source: PlatformSource): PlatformRecord;
  /** Our id of a record, from the one that the platform shows. Identity when absent. */
  readonly toRemoteId?: (id: string) => string | null;
  readonly create?: PlatformWrite;
  readonly update?: PlatformWrite;
  readonly remove?: PlatformWrite;
  /** Of FINANCIAL_REPORTS, which are no records: what each is called. */
  readonly statements?: readonly { readonly id: string; readonly kind: FinancialReportKind }[];
  /** Of statements: how a `where` names one; its fields are those of the resource. */
  readonly statementList?: PlatformStatementList;
  /** Of TAX_DOCUMENTS: a new one is calculated, and one that is removed is taken back. */
  readonly tax?: PlatformTax;
  /** Changes with a path of their own below a record, such as `status-reimbursed`. */
  readonly actions?: Readonly<Record<string, PlatformWrite>>;
}
