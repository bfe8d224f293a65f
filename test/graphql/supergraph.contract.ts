import { encodeRecordId } from '../../src/record-id';
import type { RequestLine } from '../support/request-log';
import type { Tenant } from '../support/service-world';
import { startSupergraph, type StartGateway, type Supergraph } from '../support/supergraph';

interface ReportNode {
  readonly id: string;
  readonly name: string;
  readonly total: { readonly amount: string; readonly currency: string } | null;
  readonly submitter: { readonly id: string; readonly email: string; readonly remoteId: string; readonly name: string };
  readonly expenses: { readonly totalCount: number };
}

interface Posting {
  readonly number: number;
  readonly report: (Partial<ReportNode> & { readonly costCenter?: string | null }) | null;
}

const REPORTS = `query Reports($instanceId: ID!) {
  instance(id: $instanceId) {
    reports(first: 500) {
      freshness { state }
      nodes {
        id name total { amount currency } expenses { totalCount }
        submitter { id name email remoteId }
      }
    }
  }
}`;

const POSTINGS = `{
  postings {
    number
    report { id name costCenter budgetLeft { amount } total { amount currency } expenses(first: 2) { totalCount nodes { amount { amount } } } }
  }
}`;

/** Enough for 300 references to different ones. */
const REPORT_COUNT = 300;

/** The cases that a supergraph with the whole service in it must pass, whatever gateway serves it. */
export function describeSupergraph(gatewayName: string, startGateway: StartGateway): void {
  describe(`the service in a supergraph behind ${gatewayName}`, () => {
    let supergraph: Supergraph;
    let acme: Tenant;
    let acmeInstance: string;
    let reports: readonly ReportNode[];
    let other: Tenant;
    let foreignReports: readonly ReportNode[];
    let foreign: ReportNode;

    beforeAll(async () => {
      supergraph = await startSupergraph(startGateway, { reports: REPORT_COUNT });
      const { service } = supergraph;
      [acme, other] = [await service.createTenant('Acme'), await service.createTenant('Other')];
      acmeInstance = await service.provision(acme);
      const otherInstance = await service.provision(other);
      for (const resource of ['REPORTS', 'POLICIES', 'EMPLOYEES'] as const) {
        await service.read(acme, acmeInstance, resource);
        await service.read(other, otherInstance, resource);
      }
      await service.parts.tasks.idle();
      reports = await readReports(acme, acmeInstance);
      foreignReports = await readReports(other, otherInstance);
      foreign = foreignReports[0]!;
    });
    afterAll(() => supergraph.close());
    beforeEach(() => {
      supergraph.people.length = 0;
      supergraph.bookedReportIds.length = 0;
    });

    async function readReports(tenant: Tenant, instanceId: string): Promise<readonly ReportNode[]> {
      const { data } = await supergraph.service.query<{
        instance: { reports: { freshness: { state: string }; nodes: readonly ReportNode[] } };
      }>(tenant, REPORTS, { instanceId });
      if (!data) throw new Error('The reports could not be read.');
      expect(data.instance.reports.freshness).toEqual({ state: 'FRESH' });
      expect(data.instance.reports.nodes).toHaveLength(REPORT_COUNT);
      return data.instance.reports.nodes;
    }

    function hire({ submitter }: ReportNode): void {
      const { email, remoteId } = submitter;
      const accounts = [{ instanceId: acmeInstance, remoteId }];
      supergraph.people.push({ id: 'p1', fullName: 'Ada Example', costCenter: 'R&D', email, accounts });
    }

    async function askForPostings(
      reportIds: readonly string[],
      tenant = acme,
    ): Promise<{ readonly postings: readonly Posting[]; readonly lines: readonly RequestLine[] }> {
      supergraph.bookedReportIds.splice(0, Infinity, ...reportIds);
      let postings: readonly Posting[] = [];
      const lines = await supergraph.requests.during(async () => {
        const { data, errors } = await supergraph.ask(tenant, POSTINGS);
        postings = (data as { postings: readonly Posting[] }).postings;
        // Some gateways complain that a report which is not there has no name; none may complain of another.
        for (const { path } of errors ?? []) expect(postings[path?.[1] as number]?.report).toBeNull();
      });
      return { postings, lines };
    }

    test('a report leads to its submitter, and by what is required of ours to the person who that is', async () => {
      const [report] = reports;
      hire(report!);
      const query = `query ($id: ID!) {
        report(id: $id) { name costCenter submitter { name person { fullName costCenter } } }
      }`;
      expect(await supergraph.ask(acme, query, { id: report!.id })).toEqual({
        status: 200,
        data: {
          report: {
            name: report!.name,
            costCenter: `cc-${report!.submitter.email[0]}`,
            submitter: { name: report!.submitter.name, person: { fullName: 'Ada Example', costCenter: 'R&D' } },
          },
        },
      });
    });

    test('a list of reports is joined with what other subgraphs know, in one request to ours', async () => {
      hire(reports[0]!);
      const query =
        'query Joined { reports(first: 100) { nodes { costCenter submitter { email person { fullName } } } } }';
      let answer: Awaited<ReturnType<Supergraph['ask']>> | undefined;
      const lines = await supergraph.requests.during(async () => (answer = await supergraph.ask(acme, query)));
      const { nodes } = answer?.data?.['reports'] as {
        nodes: { costCenter: string; submitter: { email: string; person: { fullName: string } | null } }[];
      };
      expect(nodes).toHaveLength(100);
      for (const { costCenter, submitter } of nodes) {
        expect(costCenter).toBe(`cc-${submitter.email[0]}`);
        const isHired = submitter.email === reports[0]!.submitter.email;
        expect(submitter.person).toEqual(isHired ? { fullName: 'Ada Example' } : null);
      }
      expect(lines).toMatchObject([{ outcome: 'ok', vendorCalls: 0 }]);
    });

    test('a person leads to their accounts, named by instance and the id of the vendor', async () => {
      const [report] = reports;
      hire(report!);
      const { data } = await supergraph.ask(
        acme,
        '{ person(id: "p1") { accounts { id name email instance { id name } } } }',
      );
      const { id, name, email } = report!.submitter;
      expect(data).toEqual({
        person: { accounts: [{ id, name, email, instance: { id: acmeInstance, name: 'Acme Expensify' } }] },
      });
    });

    test('a posting of the ledger leads to the report that it books', async () => {
      const [first] = reports;
      const { postings } = await askForPostings([first!.id]);
      expect(postings).toMatchObject([
        {
          number: 1,
          report: {
            id: first!.id,
            name: first!.name,
            total: first!.total,
            costCenter: `cc-${first!.submitter.email[0]}`,
            expenses: { totalCount: first!.expenses.totalCount },
          },
        },
      ]);
    });

    test('a reference that is another organization’s, unknown or malformed is null, and its neighbours are not', async () => {
      const [first, second] = reports;
      const unknown = encodeRecordId('REPORT', acmeInstance, 'R00unknownRe');
      const { postings, lines } = await askForPostings([first!.id, foreign.id, unknown, 'nonsense', '', second!.id]);
      expect(postings.map(({ report }) => report?.name ?? null)).toEqual([
        first!.name,
        null,
        null,
        null,
        null,
        second!.name,
      ]);
      // The vendor is asked for the one that it could have: one export, made and then fetched.
      expect(lines).toMatchObject([{ outcome: 'ok', vendorCalls: 2 }]);
    });

    test('what is null to one organization is there for the one that owns it', async () => {
      const { postings } = await askForPostings([foreign.id, reports[0]!.id], other);
      expect(postings.map(({ report }) => report?.name ?? null)).toEqual([foreign.name, null]);
    });

    test('300 references are as many requests and statements as one', async () => {
      const one = await askForPostings([reports[0]!.id]);
      const many = await askForPostings(reports.map(({ id }) => id));
      expect(many.postings.map(({ report }) => report?.name)).toEqual(reports.map(({ name }) => name));
      assertSameWork(one.lines, many.lines);
    });

    test('so are 300 references to what is another organization’s', async () => {
      const one = await askForPostings([foreign.id]);
      const many = await askForPostings(foreignReports.map(({ id }) => id));
      expect(many.postings.map(({ report }) => report?.name ?? null)).toEqual(Array(REPORT_COUNT).fill(null));
      assertSameWork(one.lines, many.lines);
    });

    test('without credentials our errors come through with their code, and the catalogue needs none', async () => {
      const { data, errors } = await supergraph.ask(null, '{ elements { key } reports(first: 1) { nodes { id } } }');
      expect(data).toMatchObject({ elements: expect.arrayContaining([{ key: 'expensify' }]), reports: null });
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', retryable: false } }]);
    });

    test('a mutation of ours is answered as without a gateway', async () => {
      const query = `mutation ($input: ProvisionInstanceInput!) {
        provisionInstance(input: $input) {
          instance { id }
          errors { code ... on MissingConfigurationError { missingKeys } }
        }
      }`;
      const { data } = await supergraph.ask(acme, query, { input: { elementKey: 'expensify', name: 'Second' } });
      expect(data).toEqual({
        provisionInstance: {
          instance: null,
          errors: [{ code: 'MISSING_CONFIGURATION', missingKeys: ['partner.user.id', 'partner.user.secret'] }],
        },
      });
    });
  });
}

/** Beside the look-up of the caller, which is known for a while after each. */
function assertSameWork(one: readonly RequestLine[], many: readonly RequestLine[]): void {
  expect(one).toHaveLength(1);
  expect(many).toMatchObject([{ vendorCalls: 0 }]);
  expect(Math.abs(many[0]!.sqlStatements - one[0]!.sqlStatements)).toBeLessThanOrEqual(1);
}
