// What resolvers over SQL written by hand do, whichever server runs them.
import { decodeRecordId } from './record-id.mjs';
import { selectExpenses, selectReport, selectReports, toExpense, toReport } from './statements.mjs';

export const Query = {
  reports: async (_, { first }) => ({ nodes: (await selectReports(first)).map(withKey) }),
  report: async (_, { id }) => {
    const row = await selectReport(decodeRecordId(id));
    return row === undefined ? null : withKey(row);
  },
};

/** Those of each report, in the order of the reports. */
export async function listExpenses(reports, first) {
  const lists = reports.map(() => []);
  for (const row of await selectExpenses(reports, first)) lists[row.place].push(toExpense(row));
  return lists.map((nodes) => ({ nodes }));
}

/** A report that its expenses can be found by. */
function withKey(row) {
  const report = toReport(row);
  report.instance_id = row.instance_id;
  report.remote_id = row.remote_id;
  return report;
}
