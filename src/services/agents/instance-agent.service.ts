import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { InstanceService } from '../instance.service';
import type { AgentSetupDetails, AgentSetupService } from './agent-setup.service';

/** What somebody does about the agent of an instance of theirs. */
export class InstanceAgentService {
  constructor(
    private readonly instances: InstanceService,
    private readonly setups: AgentSetupService,
  ) {}

  async createSetupLink(
    context: RequestContext,
    id: string,
  ): Promise<{ readonly setupFileUrl: string; readonly expiresAt: Date }> {
    return this.setups.createSetupLink(context, await this.instances.getOwn(context, id));
  }

  /** A new password; the status stays. */
  async rotatePassword(
    context: RequestContext,
    id: string,
  ): Promise<{ readonly instance: InstanceRow; readonly agentSetup: AgentSetupDetails }> {
    const instance = await this.instances.getOwn(context, id);
    return { instance, agentSetup: await this.setups.rotatePassword(context, instance, false) };
  }
}
