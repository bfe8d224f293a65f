import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VendorAdapter } from './adapters/adapter';
import type { ServiceParts } from './compose/services';
import { ElementsError } from './errors';
import type { RequestContext } from './request-context';

/** How the working copy of an agent is started for an instance of the demo organization. */
export interface DemoAgent {
  readonly product: string;
  readonly command: string;
}

const EVERY_SECONDS = 60;

/**
 * For each vendor that calls us, an instance of the demo organization and what sets its agent up, in files: whoever starts
 * the working copy of the agent with them sees the instance come alive. Made once; who deletes the instance, or the files, is
 * left alone.
 */
export async function ensureDemoAgents(
  { services, agents }: Pick<ServiceParts, 'services' | 'agents'>,
  context: RequestContext,
  options: { readonly dataDir: string; readonly adapters: readonly VendorAdapter[]; readonly isNew: boolean },
): Promise<DemoAgent[]> {
  const shown: DemoAgent[] = [];
  for (const adapter of options.adapters) {
    if (adapter.agent === undefined || adapter.sandboxAgent === undefined) continue;
    const folder = join(options.dataDir, 'demo-agents');
    const setupFile = join(folder, `${adapter.catalog.key}.${adapter.agent.setupExtension}`);
    const passwordFile = join(folder, `${adapter.catalog.key}.password`);
    if (options.isNew || !(await exists(setupFile))) {
      await mkdir(folder, { recursive: true });
      const isMade = await makeFiles(services, agents, context, adapter, setupFile, passwordFile);
      if (!isMade) continue;
    }
    const { name } = adapter.sandboxAgent;
    const command = `npm run elements -- sandbox ${name} ${setupFile} --every ${EVERY_SECONDS} --password-stdin < ${passwordFile}`;
    shown.push({ product: adapter.catalog.name, command });
  }
  return shown;
}

/** False when it cannot be made here: agents do not call every address that a service may have. */
async function makeFiles(...parts: Parameters<typeof provision>): Promise<boolean> {
  try {
    await provision(...parts);
    return true;
  } catch (error) {
    if (!(error instanceof ElementsError)) throw error;
    const [, , context, { catalog }] = parts;
    context.logger.warn({ err: error, element: catalog.key }, 'there is no demo instance of this element');
    return false;
  }
}

async function provision(
  services: ServiceParts['services'],
  agents: ServiceParts['agents'],
  context: RequestContext,
  { catalog }: VendorAdapter,
  setupFile: string,
  passwordFile: string,
): Promise<void> {
  const required = catalog.configurationFields.filter((field) => field.required);
  const { instanceId, agentSetup } = await services.provisioning.provision(context, {
    elementKey: catalog.key,
    name: `Demo ${catalog.name}`,
    tags: ['demo'],
    configuration: required.map(({ key, example }) => ({ key, value: example ?? 'demo', path: [key] })),
    externalAuthentication: 'NONE',
  });
  const instance = await services.instances.getOwn(context, instanceId);
  const file = await agents.setups.setupFile(context, instance);
  await writeFile(passwordFile, `${agentSetup?.password ?? ''}\n`, { mode: 0o600 });
  await writeFile(setupFile, file?.content ?? '', { mode: 0o600 });
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
