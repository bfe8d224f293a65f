import type { MigrationInterface, QueryRunner } from 'typeorm';

const ORDERS = {
  created: 'created_sort',
  submitted: 'submitted_sort',
  approved: 'approved_sort',
  reimbursed: 'reimbursed_sort',
  name: 'name_sort',
  changed: 'changed_at',
};

/**
 * Lists of the reports of one state to which something may still happen, in every order. They are few, and mostly new: in
 * an order that has them last, such as by the day of the submission that open ones do not have, an index of all reports was
 * read nearly whole for a page. Of a million reports, 66,000 of them unfinished, each of these indexes takes 6 MB, and a
 * finished report is in none of them.
 */
export class UnfinishedReports1764300000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [order, column] of Object.entries(ORDERS)) {
      await runner.query(`
        CREATE INDEX reports_unfinished_by_${order} ON reports (instance_id, status, ${column}, remote_id)
          WHERE status NOT IN ('REIMBURSED','CLOSED');
        CREATE INDEX reports_unfinished_of_organization_by_${order}
          ON reports (organization_id, status, ${column}, instance_id, remote_id)
          WHERE status NOT IN ('REIMBURSED','CLOSED');
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const order of Object.keys(ORDERS)) {
      await runner.query(`DROP INDEX reports_unfinished_by_${order}, reports_unfinished_of_organization_by_${order}`);
    }
  }
}
