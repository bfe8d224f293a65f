import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from '../../src/cli/program';
import { startTestService, type TestService } from '../support/test-service';
import type { Tenant } from '../support/service-world';
import { composeWith } from '../support/composition';

const ROOT = join(__dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The fenced blocks of a language, in their order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  );
}

function blockWith(language: string, text: string): string {
  const found = blocks(language).find((block) => block.includes(text));
  if (found === undefined) throw new Error(`The README has no ${language} block with ${text}.`);
  return found;
}

describe('the README', () => {
  let service: TestService;
  let tenant: Tenant;

  beforeAll(async () => {
    service = await startTestService();
    tenant = await service.createTenant();
  });
  afterAll(() => service.close());

  it('shows a first query and the answer that it gets', async () => {
    const answer = await service.query(null, blockWith('graphql', 'query Catalogue'));
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual(JSON.parse(blockWith('json', '"elementId"')));
  });

  it('shows how to provision an instance and read its reports', async () => {
    const variables = JSON.parse(blockWith('json', '"elementKey"')) as {
      input: { configuration: { key: string; value: string }[] };
    };
    for (const entry of variables.input.configuration) {
      entry.value = service.sandbox.configuration[entry.key] ?? entry.value;
    }
    const provisioned = await service.query<{
      provisionInstance: { instance: { id: string; status: string } | null; errors: unknown[] };
    }>(tenant, blockWith('graphql', 'mutation Provision'), variables);
    expect(provisioned.data?.provisionInstance).toMatchObject({ instance: { status: 'ACTIVE' }, errors: [] });

    const instanceId = provisioned.data?.provisionInstance.instance?.id;
    const reports = await service.query<{ instance: { reports: { nodes: unknown[]; freshness: object } } }>(
      tenant,
      blockWith('graphql', 'query Reports'),
      { instanceId },
    );
    expect(reports.errors).toBeUndefined();
    expect(reports.data?.instance.reports.freshness).toMatchObject({ state: 'LOADING', error: null });
    expect(reports.data?.instance.reports.nodes).toHaveLength(3);
  });

  it('shows another subgraph that composes with this one', () => {
    const elements = readFileSync(join(ROOT, 'schema/elements.graphql'), 'utf8');
    const composed = composeWith(elements, [{ name: 'costs', sdl: blockWith('graphql', 'extend schema') }]);
    expect(composed.supergraphSdl).toContain('costCenter');
  });

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const commands = [...readme.matchAll(/npm run elements -- ([a-z ]+)/g)].map((match) => (match[1] ?? '').trim());
    const known = createProgram().commands.flatMap((command) =>
      command.commands.length === 0
        ? [command.name()]
        : command.commands.map((sub) => `${command.name()} ${sub.name()}`),
    );
    expect(commands.filter((command) => command !== '' && !known.includes(command))).toEqual([]);
  });
});
