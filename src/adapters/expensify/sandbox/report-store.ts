import type { Company, Policy } from './data/company';
import { toDateTime } from './data/expense-generator';
import { parseReportId, toReportId } from './data/identifiers';
import type { ReportGenerator } from './data/report-generator';
import type { FullReport, StoredExpense, StoredReport } from './data/records';
import type { ReportChange, SandboxState } from './sandbox-state';

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
  /** Set when something changed; whoever writes the state clears it. */
  dirty = false;

  constructor(
    private readonly company: Company,
    private readonly generator: ReportGenerator,
    private readonly state: SandboxState,
    private readonly now: () => number,
  ) {
    this.exportedIds = new Map(Object.entries(state.exported).map(([label, ids]) => [label, new Set(ids)]));
  }

  /** Every report, newest first; made while it is walked over. */
  *all(): Generator<StoredReport> {
    for (const added of this.state.added.toReversed()) yield* this.changed(added);
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
    const change = this.state.changes[report.reportID];
    const removed = new Set(change?.removedExpenses);
    const expenses = [...generated, ...(change?.addedExpenses ?? [])]
      .filter(({ transactionID }) => !removed.has(transactionID))
      .map((expense) => ({ ...expense, ...change?.editedExpenses?.[expense.transactionID] }));
    return { report, policy, expenses };
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
    this.state.exported[label] = [...marked];
    this.dirty = true;
  }

  addReport(report: NewReport): StoredReport {
    const employee = this.company.findEmployee(report.accountEmail);
    const policy = this.company.policies.find(({ id, employees }) => {
      return report.policyID === undefined
        ? employee !== undefined && employees.includes(employee)
        : id === report.policyID;
    });
    if (policy === undefined) throw new Error(`The sandbox has no policy for ${report.accountEmail}.`);
    const longId = this.generator.addedReportId(this.state.sequence++);
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
    this.state.added.push(added);
    this.dirty = true;
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
  reimburse(id: string, ach = true): void {
    const { submittedAt, approvedAt } = this.get(id);
    const now = this.now();
    const reimbursement = { ach, entryID: String(200_000_000_000_000 + this.state.sequence++) };
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
    const addedExpenses = [...(this.state.changes[reportID]?.addedExpenses ?? []), added];
    this.change(id, { addedExpenses });
    return added;
  }

  removeExpense(id: string, transactionID: string): void {
    const before = this.state.changes[this.get(id).reportID]?.removedExpenses ?? [];
    this.change(id, { removedExpenses: [...before, transactionID] });
  }

  editExpense(id: string, transactionID: string, edit: Partial<Omit<StoredExpense, 'transactionID'>>): void {
    const before = this.state.changes[this.get(id).reportID]?.editedExpenses ?? {};
    this.change(id, { editedExpenses: { ...before, [transactionID]: { ...before[transactionID], ...edit } } });
  }

  change(id: string, change: ReportChange): void {
    const { reportID } = this.get(id);
    this.state.changes[reportID] = { ...this.state.changes[reportID], ...change };
    this.dirty = true;
  }

  private base(reportID: string): StoredReport | undefined {
    const index = this.generator.indexOf(reportID);
    return index === null
      ? this.state.added.find((added) => added.reportID === reportID)
      : this.generator.report(index);
  }

  private *changed(base: StoredReport): Generator<StoredReport> {
    const change = this.state.changes[base.reportID];
    if (change === undefined) yield base;
    else if (change.deleted !== true) yield { ...base, ...change };
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
      transactionID: this.generator.addedTransactionId(this.state.sequence++),
    };
  }
}
