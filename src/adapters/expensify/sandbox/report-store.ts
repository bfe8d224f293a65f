import type { CompanyStore } from './company-store';
import type { Policy } from './data/company';
import { OLDEST_EXPENSE_DAYS, toDateTime } from './data/expense-generator';
import { parseReportId, toReportId } from './data/identifiers';
import type { ReportGenerator } from './data/report-generator';
import type { FullReport, StoredExpense, StoredReport } from './data/records';
import type { KeptState } from './kept-state';
import type { ReportChange } from './sandbox-state';

export interface NewReport {
  readonly name: string;
  readonly accountEmail: string;
  /** Default: the first policy that the employee is in. */
  readonly policyID?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

export type NewExpense = Pick<StoredExpense, 'merchant' | 'amount' | 'currency'> &
  Partial<Omit<StoredExpense, 'transactionID'>>;

/** The reports: generated ones with what happened to them since, and added ones. */
export class ReportStore {
  private readonly exportedIds: Map<string, Set<string>>;

  constructor(
    private readonly company: CompanyStore,
    private readonly generator: ReportGenerator,
    private readonly kept: KeptState,
    private readonly now: () => number,
  ) {
    this.exportedIds = new Map(Object.entries(kept.data.exported).map(([label, ids]) => [label, new Set(ids)]));
  }

  /** Every report, newest first; made while it is walked over. */
  *all(): Generator<StoredReport> {
    for (const added of this.kept.data.added.toReversed()) yield* this.changed(added);
    for (let index = 0; index < this.generator.count; index++) yield* this.changed(this.generator.report(index));
  }

  /** By either form of its id. */
  find(id: string): StoredReport | undefined {
    const longId = parseReportId(id);
    if (longId === null) return undefined;
    const base = this.base(toReportId(longId));
    return base === undefined ? undefined : [...this.changed(base)][0];
  }

  get(id: string): StoredReport {
    const report = this.find(id);
    if (report === undefined) throw new Error(`The sandbox has no report ${id}.`);
    return report;
  }

  read(report: StoredReport): FullReport {
    const policy = this.company.policies.find(({ id }) => id === report.policyID) as Policy;
    const index = this.generator.indexOf(report.reportID);
    const generated = index === null ? [] : this.generator.expenses(index, this.generator.report(index));
    const change = this.kept.data.changes[report.reportID];
    const removed = new Set(change?.removedExpenses);
    const expenses = [...generated, ...(change?.addedExpenses ?? [])]
      .filter(({ transactionID }) => !removed.has(transactionID))
      .map((expense) => ({ ...expense, ...change?.editedExpenses?.[expense.transactionID] }));
    return { report, policy, expenses };
  }

  /**
   * False when no expense of the report can be of these days, both inclusive: then its expenses need not be made, which
   * is most of what a report costs.
   */
  mayHaveExpenses({ reportID, createdAt }: StoredReport, from: string, to: string): boolean {
    if (this.generator.indexOf(reportID) === null || this.kept.data.changes[reportID] !== undefined) return true;
    const oldest = createdAt - OLDEST_EXPENSE_DAYS * 86_400_000;
    return toDateTime(createdAt).slice(0, 10) >= from && toDateTime(oldest).slice(0, 10) <= to;
  }

  expensesOf(id: string): readonly StoredExpense[] {
    return this.read(this.get(id)).expenses;
  }

  isMarked(reportID: string, label: string): boolean {
    return this.exportedIds.get(label)?.has(reportID) ?? false;
  }

  /** There is no way to take a mark off again, here as there. */
  mark(reportIDs: Iterable<string>, label: string): void {
    const marked = this.exportedIds.get(label) ?? new Set();
    for (const reportID of reportIDs) marked.add(reportID);
    this.exportedIds.set(label, marked);
    this.kept.data.exported[label] = [...marked];
    this.kept.touch();
  }

  addReport(report: NewReport): StoredReport {
    const employee = this.company.findEmployee(report.accountEmail);
    const policy = this.company.policies.find(({ id, employees }) => {
      return report.policyID === undefined
        ? employees.some(({ email }) => email === employee?.email)
        : id === report.policyID;
    });
    if (policy === undefined) throw new Error(`The sandbox has no policy for ${report.accountEmail}.`);
    const longId = this.generator.addedReportId(this.kept.nextNumber());
    const added: StoredReport = {
      reportID: toReportId(longId),
      longID: longId.toString(),
      name: report.name,
      policyID: policy.id,
      accountEmail: report.accountEmail.toLowerCase(),
      state: 'OPEN',
      createdAt: this.now(),
      submittedAt: null,
      approvedAt: null,
      reimbursedAt: null,
      approverEmail: employee?.submitsTo ?? policy.owner,
      reimbursement: null,
      fields: report.fields ?? {},
    };
    this.kept.data.added.push(added);
    this.kept.touch();
    return added;
  }

  submit(id: string): void {
    this.change(id, {
      state: 'SUBMITTED',
      submittedAt: this.now(),
      approvedAt: null,
      reimbursedAt: null,
      reimbursement: null,
    });
  }

  approve(id: string): void {
    const submittedAt = this.get(id).submittedAt ?? this.now();
    this.change(id, {
      state: 'APPROVED',
      submittedAt,
      approvedAt: this.now(),
      reimbursedAt: null,
      reimbursement: null,
    });
  }

  /** `ach` false: someone marked it as paid outside. */
  reimburse(id: string, ach = true, paymentSource?: string): void {
    const { submittedAt, approvedAt } = this.get(id);
    const now = this.now();
    const source = paymentSource === undefined ? {} : { paymentSource };
    const reimbursement = { ach, ...source, entryID: String(200_000_000_000_000 + this.kept.nextNumber()) };
    const dates = { submittedAt: submittedAt ?? now, approvedAt: approvedAt ?? now, reimbursedAt: now };
    this.change(id, { state: 'REIMBURSED', ...dates, reimbursement });
  }

  /** Closes it: nothing to be paid. */
  archive(id: string): void {
    this.change(id, { state: 'ARCHIVED' });
  }

  reopen(id: string): void {
    this.change(id, { state: 'OPEN', submittedAt: null, approvedAt: null, reimbursedAt: null, reimbursement: null });
  }

  deleteReport(id: string): void {
    this.change(id, { deleted: true });
  }

  addExpense(id: string, expense: NewExpense): StoredExpense {
    const { reportID } = this.get(id);
    const added = this.completeExpense(expense);
    const addedExpenses = [...(this.kept.data.changes[reportID]?.addedExpenses ?? []), added];
    this.change(id, { addedExpenses });
    return added;
  }

  removeExpense(id: string, transactionID: string): void {
    const before = this.kept.data.changes[this.get(id).reportID]?.removedExpenses ?? [];
    this.change(id, { removedExpenses: [...before, transactionID] });
  }

  editExpense(id: string, transactionID: string, edit: Partial<Omit<StoredExpense, 'transactionID'>>): void {
    const before = this.kept.data.changes[this.get(id).reportID]?.editedExpenses ?? {};
    this.change(id, { editedExpenses: { ...before, [transactionID]: { ...before[transactionID], ...edit } } });
  }

  /** A number that no other record was made with. */
  nextNumber(): number {
    return this.kept.nextNumber();
  }

  change(id: string, change: ReportChange): void {
    const { reportID } = this.get(id);
    this.kept.data.changes[reportID] = { ...this.kept.data.changes[reportID], ...change };
    this.kept.touch();
  }

  private base(reportID: string): StoredReport | undefined {
    const index = this.generator.indexOf(reportID);
    return index === null
      ? this.kept.data.added.find((added) => added.reportID === reportID)
      : this.generator.report(index);
  }

  private *changed(base: StoredReport): Generator<StoredReport> {
    const change = this.kept.data.changes[base.reportID];
    if (change === undefined) yield this.withPresentAddresses(base);
    else if (change.deleted !== true) yield this.withPresentAddresses({ ...base, ...change });
  }

  private withPresentAddresses(report: StoredReport): StoredReport {
    const accountEmail = this.company.presentAddress(report.accountEmail);
    const approverEmail = this.company.presentAddress(report.approverEmail);
    if (accountEmail === report.accountEmail && approverEmail === report.approverEmail) return report;
    return { ...report, accountEmail, approverEmail };
  }

  private completeExpense(expense: NewExpense): StoredExpense {
    const now = this.now();
    return {
      created: toDateTime(now).slice(0, 10),
      modifiedCreated: null,
      inserted: toDateTime(now),
      modifiedMerchant: null,
      modifiedAmount: null,
      convertedAmount: expense.amount,
      currencyConversionRate: 1,
      category: 'Uncategorized',
      tags: [],
      comment: '',
      billable: false,
      reimbursable: true,
      tax: null,
      mcc: 0,
      card: null,
      receipt: null,
      attendees: [],
      distance: null,
      split: false,
      externalID: '',
      ...expense,
      transactionID: this.generator.addedTransactionId(this.kept.nextNumber()),
    };
  }
}
