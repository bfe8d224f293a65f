import { composeWith, composeSubgraphs } from '../support/composition';
import { serveExpenseSubgraph } from '../support/expense-subgraph';
import { startGateway } from '../support/gateway';
import { requestGraphql } from '../support/graphql-request';
import { HR_SDL, serveHrSubgraph } from '../support/hr-subgraph';
import { LEDGER_SDL, serveLedgerSubgraph } from '../support/ledger-subgraph';
import type { ServedGraphql } from '../support/served-graphql';
import { buildExpenseGraph } from '../support/expense-graph';

const PEOPLE = [
  {
    id: 'p1',
    fullName: 'Ada Example',
    costCenter: 'R&D',
    email: 'person1@acme.example',
    accounts: [
      { instanceId: 'ins1', remoteId: 'person1@acme.example' },
      { instanceId: 'ins1', remoteId: 'person3@acme.example' },
    ],
  },
];

describe('composition', () => {
  test.each(['2.3', '2.9'])('succeeds in both libraries with @link v%s', async (federationVersion) => {
    const { sdl } = await buildExpenseGraph({ federationVersion });
    const { supergraphSdl } = composeWith(sdl, [
      { name: 'hr', sdl: HR_SDL },
      { name: 'ledger', sdl: LEDGER_SDL },
    ]);
    expect(supergraphSdl).toContain('join__Graph');
  });

  test('fails with every error when a subgraph does not fit', async () => {
    const { sdl } = await buildExpenseGraph();
    const other = 'type Query { report: Int } type Money { amount: Int }';
    expect(() => composeWith(sdl, [{ name: 'other', sdl: other }])).toThrow(/@apollo\/composition:[^]*@theguild/);
  });
});

describe.each(['compiled', 'graphql-js'] as const)('a supergraph of three subgraphs, ours run by %s', (executor) => {
  const served: ServedGraphql[] = [];
  let elements: Awaited<ReturnType<typeof serveExpenseSubgraph>>;
  let gateway: ServedGraphql;

  beforeAll(async () => {
    elements = await serveExpenseSubgraph({ executor });
    const hr = await serveHrSubgraph(PEOPLE);
    const ledger = await serveLedgerSubgraph(['rpt1', 'rpt2', 'rptNone']);
    served.push(elements, hr, ledger);
    const { supergraphSdl } = composeSubgraphs([
      { name: 'elements', sdl: elements.sdl, url: elements.url },
      { name: 'hr', sdl: HR_SDL, url: hr.url },
      { name: 'ledger', sdl: LEDGER_SDL, url: ledger.url },
    ]);
    gateway = await startGateway(supergraphSdl);
    served.push(gateway);
  });

  afterAll(async () => {
    for (const each of served.reverse()) await each.close();
  });

  test('gives an employee the person that another subgraph knows, by what it requires of ours', async () => {
    const query = '{ reports(first: 2) { nodes { name costCenter submitter { name person { fullName } } } } }';
    expect(await requestGraphql(gateway.url, { query })).toEqual({
      status: 200,
      data: {
        reports: {
          nodes: [
            { name: 'Report 0', costCenter: 'cc-p', submitter: { name: 'Person 0', person: null } },
            {
              name: 'Report 1',
              costCenter: 'cc-p',
              submitter: { name: 'Person 1', person: { fullName: 'Ada Example' } },
            },
          ],
        },
      },
    });
  });

  test('finds our entities by the key that the other subgraph knows', async () => {
    const query = '{ person(id: "p1") { accounts { id name instance { id name } } } }';
    expect((await requestGraphql(gateway.url, { query })).data).toEqual({
      person: {
        accounts: [
          { id: 'emp1', name: 'Person 1', instance: { id: 'ins1', name: 'Acme' } },
          { id: 'emp3', name: 'Person 3', instance: { id: 'ins1', name: 'Acme' } },
        ],
      },
    });
  });

  test('shows a reference to a record of ours that is gone as the null that it is', async () => {
    const query = '{ postings { number report { id budgetLeft { amount } submitter { name } } } }';
    expect((await requestGraphql(gateway.url, { query })).data).toMatchObject({
      postings: [
        { number: 1, report: { id: 'rpt1', submitter: { name: 'Person 1' } } },
        { number: 2, report: { id: 'rpt2', submitter: { name: 'Person 2' } } },
        { number: 3, report: { id: 'rptNone', budgetLeft: { amount: '100.00' }, submitter: null } },
      ],
    });
  });

  test('passes our errors on with their code', async () => {
    const answer = await requestGraphql(gateway.url, { query: '{ report(id: "none") { id } }' });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', retryable: false });
  });
});
