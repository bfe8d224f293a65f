import type { ExpensifySandbox } from '../../src/adapters/expensify/sandbox';
import { Random } from '../../src/adapters/expensify/sandbox/data/random';
import type { StoredReport } from '../../src/adapters/expensify/sandbox/data/records';

export type ChangeKind = (typeof KINDS)[number];
export type ChangeCounts = Partial<Record<ChangeKind, number>>;

const KINDS = ['create', 'submit', 'approve', 'reimburse', 'rename', 'edit', 'add', 'remove', 'delete'] as const;
/** What is reimbursed or closed is final: an edit of it would not be seen before the weekly full pass. */
const UNFINISHED = ['OPEN', 'SUBMITTED', 'APPROVED'];
/** New ones come for those that end, so that there is always something left to change. */
const FEWEST_UNFINISHED = 20;

/** What people do at the customer, by numbers drawn from a seed. */
export class SandboxChanges {
  private readonly random = Random.at(7, 1);
  private number = 0;

  constructor(private readonly sandbox: ExpensifySandbox) {}

  make(count: number): ChangeCounts {
    const counts: ChangeCounts = {};
    let unfinished = this.unfinished();
    for (let made = 0; made < count; made += 1) {
      const kind = unfinished.length < FEWEST_UNFINISHED ? 'create' : this.random.pick(KINDS);
      this.apply(kind, unfinished);
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (kind === 'create' || kind === 'reimburse' || kind === 'delete') unfinished = this.unfinished();
    }
    return counts;
  }

  fill(expensesAReport: number): void {
    for (const { reportID } of this.sandbox.reports.all()) {
      const missing = expensesAReport - this.sandbox.reports.expensesOf(reportID).length;
      for (let added = 0; added < missing; added += 1) this.addExpense(reportID);
    }
  }

  private unfinished(): StoredReport[] {
    return [...this.sandbox.reports.all()].filter(({ state }) => UNFINISHED.includes(state));
  }

  private apply(kind: ChangeKind, unfinished: readonly StoredReport[]): void {
    const { reports } = this.sandbox;
    this.number += 1;
    if (kind === 'create') return this.create();
    const { reportID } = this.random.pick(unfinished);
    const [first] = reports.expensesOf(reportID);
    switch (kind) {
      case 'submit':
        return reports.submit(reportID);
      case 'approve':
        return reports.approve(reportID);
      case 'reimburse':
        return reports.reimburse(reportID);
      case 'rename':
        return reports.change(reportID, { name: `Renamed ${this.number}` });
      case 'add':
        return this.addExpense(reportID);
      case 'edit':
        if (first === undefined) return this.addExpense(reportID);
        return reports.editExpense(reportID, first.transactionID, { category: `Category ${this.number}` });
      case 'remove':
        if (first === undefined) return this.addExpense(reportID);
        return reports.removeExpense(reportID, first.transactionID);
      case 'delete':
        return reports.deleteReport(reportID);
    }
  }

  private create(): void {
    const { company, reports } = this.sandbox;
    const { employees } = this.random.pick(company.reporting);
    const { email } = this.random.pick(employees.slice(1));
    this.addExpense(reports.addReport({ name: `Trip ${this.number}`, accountEmail: email }).reportID);
  }

  private addExpense(reportID: string): void {
    const amount = this.random.integer(100, 50_000);
    this.sandbox.reports.addExpense(reportID, { merchant: `Shop ${this.number}`, amount, currency: 'USD' });
  }
}
