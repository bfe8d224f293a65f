// The limit for anything on Node: the rows by prepared statements, put together and printed by `JSON.stringify`. It
// answers the queries of the benchmark, each at a path of its own, and knows no GraphQL.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen, serveUntilLetGo } from './answer-parent.mjs';
import { decodeRecordId } from './record-id.mjs';
import { selectExpenses, selectReports, selectReportsByKeys, toExpense, toReport } from './statements.mjs';

const REPORTS = 100;
const EXPENSES = 10;

const ANSWERS = {
  async '/list'() {
    const rows = await selectReports(REPORTS);
    const expenses = rows.map(() => []);
    for (const row of await selectExpenses(rows, EXPENSES)) expenses[row.place].push(toExpense(row));
    const nodes = rows.map(toReport);
    nodes.forEach((report, place) => (report.expenses = { nodes: expenses[place] }));
    return { reports: { nodes } };
  },
  async '/report'({ id }) {
    const [row] = await selectReportsByKeys([decodeRecordId(id)]);
    return { report: row === undefined ? null : toReport(row) };
  },
  async '/entities'({ representations }) {
    const rows = await selectReportsByKeys(representations.map(({ id }) => decodeRecordId(id)));
    const byId = new Map(rows.map((row) => [row.id, toReport(row)]));
    return { _entities: representations.map(({ id }) => byId.get(id) ?? null) };
  },
};

const server = createServer(async (request, response) => {
  try {
    const { variables } = JSON.parse(await text(request));
    const data = await ANSWERS[request.url](variables);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data }));
  } catch {
    response.writeHead(500).end();
  }
});

serveUntilLetGo(await listen(server));
