import type { Clock } from '../clock';
import type { Metrics } from '../metrics';
import type { Database } from '../persistence/database';
import { AgentSessionRepository } from '../persistence/repositories/agent-session.repository';
import { InstanceAgentRepository } from '../persistence/repositories/instance-agent.repository';
import type { InstanceConfigurationRepository } from '../persistence/repositories/instance-configuration.repository';
import type { InstanceRepository } from '../persistence/repositories/instance.repository';
import type { Encryption } from '../security/encryption';
import { AgentGateway } from '../services/agents/agent-gateway';
import { AgentHealthService } from '../services/agents/agent-health.service';
import { AgentReadService } from '../services/agents/agent-read.service';
import { AgentSessionService } from '../services/agents/agent-session.service';
import { AgentSettings } from '../services/agents/agent-settings';
import { AgentSetupFiles } from '../services/agents/agent-setup-files';
import { AgentSetupService } from '../services/agents/agent-setup.service';
import { AgentSignInService } from '../services/agents/agent-sign-in.service';
import { AgentUpkeepService } from '../services/agents/agent-upkeep.service';
import type { AgentWork } from '../services/agents/agent-work';
import { SessionEntrance } from '../services/agents/session-entrance';
import type { SessionEndListener } from '../services/agents/session-end';
import { SessionKeeper } from '../services/agents/session-keeper';
import { SignInThrottle } from '../services/agents/sign-in-throttle';
import type { Authentication } from '../services/authentication.service';
import type { CatalogService } from '../services/catalog.service';
import type { InstanceStatusService } from '../services/instance-status.service';

export interface AgentDependencies {
  readonly catalog: CatalogService;
  readonly instances: InstanceRepository;
  readonly configuration: InstanceConfigurationRepository;
  readonly statuses: InstanceStatusService;
  readonly authentication: Authentication;
  readonly encryption: Encryption;
  readonly work: AgentWork;
  readonly database: Database;
  /** Root of this service as the outside sees it, without a trailing slash. */
  readonly publicUrl: string;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** What serves the programs at customers that call us. */
export interface AgentParts {
  readonly gateway: AgentGateway;
  readonly setups: AgentSetupService;
  readonly setupFiles: AgentSetupFiles;
  readonly reads: AgentReadService;
  readonly upkeep: AgentUpkeepService;
}

export function composeAgents(dependencies: AgentDependencies): AgentParts {
  const { catalog, instances, configuration, authentication, encryption, work, database, publicUrl, metrics, clock } =
    dependencies;
  const agents = new InstanceAgentRepository(database);
  const sessions = new AgentSessionRepository(database);
  const settings = new AgentSettings(catalog, configuration, encryption);
  const health = new AgentHealthService(dependencies.statuses, database, clock);
  const ended: SessionEndListener = (elementKey, { outcome, exchanges }) =>
    metrics.agentSessionEnded(elementKey, outcome ?? '', exchanges);
  const setups = new AgentSetupService({ catalog, agents, settings, database, publicUrl, clock, ended });
  const signIns = new AgentSignInService({
    agents,
    sessions,
    instances,
    settings,
    health,
    work,
    throttle: new SignInThrottle(clock),
    ended,
    database,
    clock,
  });
  const sessionCalls = new AgentSessionService({
    entrance: new SessionEntrance(sessions, agents, instances, clock),
    keeper: new SessionKeeper(sessions, agents, database),
    sessions,
    health,
    work,
    ended,
    clock,
  });
  return {
    gateway: new AgentGateway(catalog, signIns, sessionCalls, metrics),
    setups,
    setupFiles: new AgentSetupFiles(instances, setups, authentication),
    reads: new AgentReadService(catalog, agents, sessions, setups, work),
    upkeep: new AgentUpkeepService({ agents, sessions, instances, health, ended, clock }),
  };
}
