// The limit for anything on Node: the rows by prepared statements, put together and printed by `JSON.stringify`. It
// answers the queries of the benchmark, each at a path of its own, and knows no GraphQL.
import { createServer } from 'node:http';
import { listen, serveUntilLetGo } from './answer-parent.mjs';
import { decodeRecordId } from './record-id.mjs';
import {
  selectExpenses,
  selectReport,
  selectReports,
  selectReportsByKeys,
  toExpense,
  toReport,
} from './statements.mjs';

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
    const row = await selectReport(decodeRecordId(id));
    return { report: row === undefined ? null : toReport(row) };
  },
  async '/entities'({ representations }) {
    const rows = await selectReportsByKeys(representations.map(({ id }) => decodeRecordId(id)));
    const byId = new Map(rows.map((row) => [row.id, toReport(row)]));
    return { _entities: representations.map(({ id }) => byId.get(id) ?? null) };
  },
};

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    answer(request.url, Buffer.concat(chunks)).then(
      (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
});

async function answer(path, body) {
  const { variables } = JSON.parse(body);
  return JSON.stringify({ data: await ANSWERS[path](variables) });
}

serveUntilLetGo(await listen(server));
