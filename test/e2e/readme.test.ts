import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program';
import { composeWith } from '../support/composition';
import { FastClock } from '../support/fast-clock';
import { DOCUMENTATION, readmeBlock } from '../support/readme';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const ROOT = join(__dirname, '../..');

interface ReportsAnswer {
  readonly instance: { readonly reports: { readonly nodes: readonly object[]; readonly freshness: object } };
}

describe('the README', () => {
  let service: TestService;
  let tenant: Tenant;

  beforeAll(async () => {
    // Not so fast that the wait for a vendor, 30 s, is over before a busy machine has stored what came.
    service = await startTestService({ clock: new FastClock(20) });
    tenant = await service.createTenant();
  });
  afterAll(() => service.close());

  it('shows a first query and the answer that it gets', async () => {
    const answer = await service.query(null, readmeBlock('graphql', 'query Catalogue'));
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual(JSON.parse(readmeBlock('json', '"elementId"')));
  });

  it('shows how to provision an instance and read its reports', async () => {
    const variables = JSON.parse(readmeBlock('json', '"elementKey"')) as {
      input: { configuration: { key: string; value: string }[] };
    };
    for (const entry of variables.input.configuration) {
      entry.value = service.sandbox.configuration[entry.key] ?? entry.value;
    }
    const provisioned = await service.query<{
      provisionInstance: { instance: { id: string; status: string } | null; errors: unknown[] };
    }>(tenant, readmeBlock('graphql', 'mutation Provision'), variables);
    expect(provisioned.data?.provisionInstance).toMatchObject({ instance: { status: 'ACTIVE' }, errors: [] });

    const instanceId = provisioned.data?.provisionInstance.instance?.id;
    const query = readmeBlock('graphql', 'query Reports');
    const reports = await service.query<ReportsAnswer>(tenant, query, { instanceId });
    expect(reports.errors).toBeUndefined();
    expect(reports.data?.instance.reports.freshness).toMatchObject({ state: 'LOADING', error: null });
    expect(reports.data?.instance.reports.nodes).toHaveLength(3);
  });

  it('shows how to calculate sales tax and make it final', async () => {
    const variables = JSON.parse(readmeBlock('json', '"documentKey"')) as { input: { instanceId: string } };
    variables.input.instanceId = await service.provisionTaxify(tenant);
    const calculated = await service.query<{
      calculateTax: { taxDocument: { id: string; totalTax: object; lines: { tax: string }[] }; errors: unknown[] };
    }>(tenant, readmeBlock('graphql', 'mutation CalculateTax'), variables);
    const { taxDocument, errors } = calculated.data!.calculateTax;
    expect(errors).toEqual([]);
    expect(taxDocument.totalTax).toEqual({ amount: '9.73', currency: 'USD' });
    expect(taxDocument.lines.map(({ tax }) => tax)).toEqual(['8.845', '0.8845']);
    const committed = await service.query(tenant, readmeBlock('graphql', 'mutation CommitTax'), { id: taxDocument.id });
    expect(committed.data).toMatchObject({
      commitTax: { taxDocument: { id: taxDocument.id, remoteId: 'order-1001', status: 'COMMITTED' }, errors: [] },
    });
  });

  it('shows another subgraph that composes with this one', () => {
    const elements = readFileSync(join(ROOT, 'schema/elements.graphql'), 'utf8');
    const { supergraphSdl, hints } = composeWith(elements, [
      { name: 'costs', sdl: readmeBlock('graphql', 'extend schema') },
    ]);
    expect(supergraphSdl).toContain('costCenter');
    expect(hints).toEqual([]);
  });

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...DOCUMENTATION.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const commands = [...DOCUMENTATION.matchAll(/npm run elements -- ((?:[a-z][a-z-]* ?)*)/g)].map((match) =>
      (match[1] ?? '').trim(),
    );
    const known = createProgram().commands.flatMap(namesOf);
    expect(commands.filter((command) => command !== '' && !known.includes(command))).toEqual([]);
  });
});

/** Of a command, or of the commands that it consists of. */
function namesOf(command: Command): string[] {
  if (command.commands.length === 0) return [command.name()];
  return command.commands.flatMap(namesOf).map((name) => `${command.name()} ${name}`);
}
