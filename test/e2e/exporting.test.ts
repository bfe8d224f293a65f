import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestClock } from '../support/clock';
import { ExportClient } from '../support/export-client';
import { readmeBlock } from '../support/readme';
import { startTestService, type TestService } from '../support/test-service';

const TEMPLATE = readFileSync(join(__dirname, '../fixtures/expensify/help-page.ftl'), 'utf8');

interface Ordered {
  readonly reportExport: { readonly id: string } | null;
  readonly errors: readonly object[];
}

describe('the examples of exports in the README', () => {
  const clock = new TestClock();
  let service: TestService;
  let client: ExportClient;

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 20 });
    const tenant = await service.createTenant();
    client = new ExportClient(service, clock, tenant, await service.provision(tenant));
    clock.advance(60_000);
  });
  afterAll(() => service.close());

  const order = async (name: string, variables: object): Promise<string> => {
    const document = readmeBlock('graphql', `mutation ${name}(`);
    const { data } = await service.query<Record<string, Ordered>>(client.tenant, document, {
      instanceId: client.instanceId,
      ...variables,
    });
    const [{ reportExport, errors }] = Object.values(data!) as [Ordered];
    expect(errors).toEqual([]);
    return reportExport!.id;
  };

  it("make a CSV file of a report's expenses by the template of the vendor's guide, to be downloaded by a link", async () => {
    const [report] = [...service.sandbox.reports.all()];
    const id = await order('ExportExpenses', { reportId: report!.longID, template: TEMPLATE });
    await client.make(id);
    const { data } = await service.query<{ reportExport: { files: { downloadUrl: string }[] } }>(
      client.tenant,
      readmeBlock('graphql', 'query Export('),
      { id },
    );
    expect(data!.reportExport).toMatchObject({
      status: 'READY',
      files: [{ name: 'expenses.csv', contentType: 'text/csv; charset=utf-8' }],
      exportLabel: null,
      actions: [],
      error: null,
    });
    const response = await client.fetch(data!.reportExport.files[0]!.downloadUrl);
    const [header, ...lines] = (await response.text()).trimEnd().split('\n');
    expect(header).toBe('Merchant,Amount,Transaction Date');
    expect(lines).toHaveLength(service.sandbox.reports.expensesOf(report!.reportID).length);
  });

  it('make a CSV file of the transactions of company cards', async () => {
    const id = await order('ReconcileCards', {});
    expect(await client.make(id)).toMatchObject({
      status: 'READY',
      files: [{ contentType: 'text/csv; charset=utf-8' }],
    });
  });
});
