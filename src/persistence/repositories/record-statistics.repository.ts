import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

/** What the database knows of the records' distribution, which is what it chooses indexes by. */
export class RecordStatisticsRepository {
  constructor(private readonly runner: StatementRunner) {}

  /**
   * Gathers it anew, in well under a second. The database does so by itself, but only within minutes: worth a call after
   * a first load, before which lists may be read by a poor plan (half a second in place of some milliseconds).
   */
  async refresh(context: RequestContext): Promise<void> {
    await this.runner.query(context, {
      text: 'ANALYZE reports, expenses, policies, employees, policy_memberships, book_entries, expense_receipts',
    });
  }
}
