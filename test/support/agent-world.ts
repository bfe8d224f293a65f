import pino from 'pino';
import { type AgentParts, composeAgents } from '../../src/compose/agents';
import { Metrics } from '../../src/metrics';
import { CallerRepository } from '../../src/persistence/repositories/caller.repository';
import { ChangeEventRepository } from '../../src/persistence/repositories/change-event.repository';
import { InstanceConfigurationRepository } from '../../src/persistence/repositories/instance-configuration.repository';
import { InstanceRepository, type InstanceRow } from '../../src/persistence/repositories/instance.repository';
import { Encryption } from '../../src/security/encryption';
import { createHttpServer, type HttpServer } from '../../src/server/http-server';
import { agentRoutes } from '../../src/server/routes/agents';
import type { AgentSetupDetails } from '../../src/services/agents/agent-setup.service';
import { Authentication } from '../../src/services/authentication.service';
import { InstanceStatusService } from '../../src/services/instance-status.service';
import { TestClock } from './clock';
import { SCRIPTED_KEY, SCRIPTED_PATH, ScriptedClient, scriptedAgentAdapter } from './scripted-agent';
import { ScriptedWork } from './scripted-work';
import { createServiceWorld, ENCRYPTION_KEY, toInputs, type ServiceWorld, type Tenant } from './service-world';

/** One process that serves agents. */
export interface AgentReplica extends AgentParts {
  readonly url: string;
  readonly metrics: Metrics;
}

export interface ProvisionedAgent {
  readonly id: string;
  readonly setup: AgentSetupDetails;
  /** As the setup file has it. */
  readonly accountMark: string;
  readonly client: ScriptedClient;
}

/** Agents of a scripted vendor, over real HTTP and Postgres, and work that is written down. */
export interface AgentWorld extends ServiceWorld, AgentReplica {
  readonly clock: TestClock;
  readonly tenant: Tenant;
  readonly work: ScriptedWork;
  /** What was logged by the servers of agents, as one text. */
  agentLog(): string;
  addAgentReplica(): Promise<AgentReplica>;
  provisionAgent(configuration?: Readonly<Record<string, string>>): Promise<ProvisionedAgent>;
  /** The instance as it is. */
  instanceOf(id: string): Promise<InstanceRow>;
  /** A column of an instance's agent. */
  agentColumn(id: string, column: string): Promise<unknown>;
  /** Sessions of an instance: their states and outcomes, oldest first. */
  sessionsOf(id: string): Promise<{ readonly state: string; readonly outcome: string | null }[]>;
}

export async function createAgentWorld(): Promise<AgentWorld> {
  const clock = new TestClock();
  const world = await createServiceWorld({ clock, reports: 1, adapters: [scriptedAgentAdapter] });
  const { database, parts } = world;
  const tenant = await world.createTenant();
  const work = new ScriptedWork(database);
  const servers: HttpServer[] = [];
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });

  const addAgentReplica = async (): Promise<AgentReplica> => {
    const instances = new InstanceRepository(database);
    const metrics = new Metrics({ processMetrics: false });
    const agents = composeAgents({
      catalog: parts.services.catalog,
      instances,
      configuration: new InstanceConfigurationRepository(database),
      statuses: new InstanceStatusService(instances, new ChangeEventRepository(database), clock),
      authentication: new Authentication(new CallerRepository(database), () => clock.now()),
      encryption: new Encryption([ENCRYPTION_KEY]),
      work,
      database,
      publicUrl: 'http://localhost:4000',
      metrics,
      clock,
    });
    const routes = agentRoutes({ gateway: agents.gateway, setupFiles: agents.setupFiles, logger });
    const server = createHttpServer({ host: '127.0.0.1', port: 0, logger, routes, trustedProxies: ['127.0.0.1'] });
    servers.push(server);
    const { url } = await server.listen();
    return { ...agents, url, metrics };
  };
  const first = await addAgentReplica();

  return {
    ...world,
    ...first,
    clock,
    tenant,
    work,
    agentLog: () => lines.join(''),
    addAgentReplica,
    async provisionAgent(configuration = { 'app.name': 'Elements', 'host.ip': 'accounting-pc' }) {
      const { instanceId, agentSetup } = await parts.services.provisioning.provision(world.as(tenant), {
        elementKey: SCRIPTED_KEY,
        name: 'Books',
        tags: [],
        configuration: toInputs(configuration),
        externalAuthentication: 'NONE',
      });
      const setup = agentSetup!;
      const [row] = await database.query<{ account_mark: string }>(parts.context, {
        text: 'SELECT account_mark FROM instance_agents WHERE instance_id = $1',
        values: [instanceId],
      });
      const client = new ScriptedClient(`${first.url}${SCRIPTED_PATH}`, setup.username, setup.password);
      return { id: instanceId, setup, accountMark: row!.account_mark, client };
    },
    async instanceOf(id) {
      return (await world.find(tenant, id))!;
    },
    async agentColumn(id, column) {
      const [row] = await database.query<Record<string, unknown>>(parts.context, {
        text: `SELECT ${column} AS value FROM instance_agents WHERE instance_id = $1`,
        values: [id],
      });
      return row?.['value'];
    },
    async sessionsOf(id) {
      return database.query(parts.context, {
        text: 'SELECT state, outcome FROM agent_sessions WHERE instance_id = $1 ORDER BY id',
        values: [id],
      });
    },
    async close() {
      for (const server of servers) await server.close();
      await world.close();
    },
  };
}
