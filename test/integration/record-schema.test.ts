import { buildBookEntry, buildReport } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, type RecordDatabase } from '../support/record-database';
import { listSchemaChanges } from '../support/schema-changes';

const TABLES = /reports|expenses|policies|employees|policy_memberships|book_entries|expense_receipts/;

describe('the tables of vendor records', () => {
  let database: RecordDatabase;
  beforeAll(async () => {
    database = await createRecordDatabase();
  });
  afterAll(() => database.drop());

  it('are what the entities say', async () => {
    const changes = await listSchemaChanges(database.dataSource);

    expect(changes.filter((query) => TABLES.test(query))).toEqual([]);
  });

  it.each([
    ['half an amount', `total_amount = 5`],
    ['a currency without an amount', `total_currency = 'USD'`],
    ['an unknown status', `status = 'PAID'`],
    ['an unknown way of reimbursement', `reimbursement_method = 'CASH'`],
    ['an instance that does not exist', `instance_id = gen_random_uuid()`],
  ])('refuse %s', async (_name, assignment) => {
    const target = await database.createInstance();
    await database.reports.storeReports(database.context, database.database, target, [buildReport('R1')], FETCHED_AT);
    const update = database.dataSource.query(`UPDATE reports SET ${assignment} WHERE instance_id = $1`, [
      target.instanceId,
    ]);

    await expect(update).rejects.toThrow(/violates (check|foreign key) constraint "reports_/);
  });

  it.each([
    ['half a balance', `balance = 5`],
    ['an unknown kind', `kind = 'ROBOT'`],
    ['an account that is for nothing', `account_kind = NULL`],
    ['something that is no account, and for something', `kind = 'SUPPLIER'`],
  ])('refuse, of an entry of books, %s', async (_name, assignment) => {
    const target = await database.createInstance();
    const entries = [buildBookEntry('LEDGER_ACCOUNT', '41')];
    await database.books.storeBookEntries(database.context, database.database, target, entries, FETCHED_AT);
    const update = database.dataSource.query(`UPDATE book_entries SET ${assignment} WHERE instance_id = $1`, [
      target.instanceId,
    ]);

    await expect(update).rejects.toThrow(/violates check constraint "book_entries_/);
  });
});
