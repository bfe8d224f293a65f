import { ConfigurationCheckService } from '../services/configuration-check.service';
import { HealthCheckService } from '../services/health-check.service';
import { InstanceAgentService } from '../services/agents/instance-agent.service';
import { InstanceRemovalService } from '../services/instance-removal.service';
import { InstanceSettingsWriter } from '../services/instance-settings-writer';
import { InstanceService } from '../services/instance.service';
import { GrantExchange } from '../services/oauth/grant-exchange';
import { ReauthenticationService } from '../services/oauth/reauthentication.service';
import { ProvisioningService } from '../services/provisioning.service';
import { WebhookSwitch } from '../services/webhooks/webhook-switch';
import type { AgentParts } from './agents';
import type { CallerParts } from './callers';
import type { Foundation } from './foundation';
import type { VendorParts } from './vendors';
import type { WriteParts } from './writes';

/** Instances: how they come about, change, and go. */
export interface InstanceParts {
  readonly check: ConfigurationCheckService;
  readonly exchange: GrantExchange;
  readonly service: InstanceService;
  readonly provisioning: ProvisioningService;
  readonly removal: InstanceRemovalService;
  readonly reauthentication: ReauthenticationService;
  readonly agentSetups: InstanceAgentService;
  readonly healthChecks: HealthCheckService;
}

export interface InstanceDependencies {
  readonly callers: CallerParts;
  readonly vendors: VendorParts;
  readonly writes: WriteParts;
  readonly agents: Pick<AgentParts, 'setups'>;
}

export function composeInstances(
  foundation: Foundation,
  { callers, vendors, writes, agents }: InstanceDependencies,
): InstanceParts {
  const { context, catalog, encryption, jobs, leases, publicUrl, database, tasks, clock, rows } = foundation;
  const { instances } = rows;
  const { connections, guard, statuses } = vendors;
  const { setups } = agents;
  const check = new ConfigurationCheckService(catalog, connections, guard, clock);
  const exchange = new GrantExchange(connections, clock, `${publicUrl}/oauth/callback`);
  const settings = new InstanceSettingsWriter(encryption, new WebhookSwitch(encryption, clock));
  const service = new InstanceService(
    catalog,
    check,
    instances,
    statuses,
    rows.freshness,
    leases,
    settings,
    database,
    encryption,
    clock,
    (organizationId) => callers.known.forget(organizationId),
  );
  const checks = { catalog, connections, instances, statuses, leases, jobs, database, tasks, clock };
  const healthChecks = new HealthCheckService(checks);
  healthChecks.registerJobs(context);
  return {
    check,
    exchange,
    service,
    provisioning: new ProvisioningService(
      catalog,
      check,
      exchange,
      writes.idempotency,
      settings,
      setups,
      database,
      clock,
    ),
    removal: new InstanceRemovalService(catalog, service, exchange, leases, clock),
    reauthentication: new ReauthenticationService(catalog, check, exchange, service, setups),
    agentSetups: new InstanceAgentService(service, setups),
    healthChecks,
  };
}
