import { composeSubgraphs } from '../support/composition';
import { serveExpenseSubgraph } from '../support/expense-subgraph';
import { requestGraphql } from '../support/graphql-request';
import { HR_SDL, serveHrSubgraph } from '../support/hr-subgraph';
import { LEDGER_SDL, serveLedgerSubgraph } from '../support/ledger-subgraph';
import type { ServedGraphql } from '../support/served-graphql';
import { startHiveGateway } from './hive-gateway';

const ADA = {
  id: 'p1',
  fullName: 'Ada Example',
  costCenter: 'R&D',
  email: 'person1@acme.example',
  accounts: [{ instanceId: 'ins1', remoteId: 'person1@acme.example' }],
};

describe('a supergraph behind @graphql-hive/gateway', () => {
  const served: ServedGraphql[] = [];
  let gateway: ServedGraphql;

  beforeAll(async () => {
    const elements = await serveExpenseSubgraph();
    const hr = await serveHrSubgraph([ADA]);
    const ledger = await serveLedgerSubgraph(['rpt1', 'rptNone']);
    served.push(elements, hr, ledger);
    const { supergraphSdl } = composeSubgraphs([
      { name: 'elements', sdl: elements.sdl, url: elements.url },
      { name: 'hr', sdl: HR_SDL, url: hr.url },
      { name: 'ledger', sdl: LEDGER_SDL, url: ledger.url },
    ]);
    gateway = await startHiveGateway(supergraphSdl);
    served.push(gateway);
  });

  afterAll(async () => {
    for (const each of served.reverse()) await each.close();
  });

  test('joins our records with what other subgraphs know, in both directions', async () => {
    const query = `{
      reports(first: 2) { nodes { name costCenter submitter { name person { fullName } } } }
      person(id: "p1") { accounts { id name instance { name } } }
    }`;
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
        person: { accounts: [{ id: 'emp1', name: 'Person 1', instance: { name: 'Acme' } }] },
      },
    });
  });

  test('shows a reference to a record of ours that is gone as the null that it is', async () => {
    const query = '{ postings { number report { id submitter { name } } } }';
    expect((await requestGraphql(gateway.url, { query })).data).toEqual({
      postings: [
        { number: 1, report: { id: 'rpt1', submitter: { name: 'Person 1' } } },
        { number: 2, report: { id: 'rptNone', submitter: null } },
      ],
    });
  });

  test('passes our errors on with their code', async () => {
    const answer = await requestGraphql(gateway.url, { query: '{ report(id: "none") { id } }' });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', retryable: false });
  });
});
