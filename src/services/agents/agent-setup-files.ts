import { validate as isUuid } from 'uuid';
import type { AgentSetupFile } from '../../adapters/agent';
import type { InstanceRepository, InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { Authentication } from '../authentication.service';
import { isWithinScope } from '../caller-scope';
import type { AgentSetupService } from './agent-setup.service';

/** What somebody shows who wants a setup file: the secret of a link, or an Authorization header. */
export interface SetupFileRequest {
  readonly elementKey: string;
  readonly instanceId: string;
  readonly link: string | null;
  readonly authorization: string | null;
}

/** `BAD_LINK`: used, too old, or never made here. `NOT_FOUND`: none, or somebody else's. */
export type OpenedSetupFile = AgentSetupFile | 'BAD_LINK' | 'NOT_FOUND' | 'UNAUTHENTICATED';

/** Who gets which setup file. */
export class AgentSetupFiles {
  constructor(
    private readonly instances: InstanceRepository,
    private readonly setups: AgentSetupService,
    private readonly authentication: Authentication,
  ) {}

  /** @throws {UnauthenticatedError} for a header that is not good. */
  async open(context: RequestContext, request: SetupFileRequest): Promise<OpenedSetupFile> {
    if (request.link !== null) return this.openWithLink(context, request, request.link);
    if (request.authorization === null) return 'UNAUTHENTICATED';
    const caller = await this.authentication.authenticate(context, request.authorization);
    const { instanceId } = request;
    if (!isUuid(instanceId) || !isWithinScope(caller, instanceId)) return 'NOT_FOUND';
    const [instance] = await this.instances.findByIds(context, caller.organizationId, [instanceId]);
    const isOurs = instance != null && isOf(request, instance);
    return isOurs ? ((await this.setups.setupFile(context, instance)) ?? 'NOT_FOUND') : 'NOT_FOUND';
  }

  /** Says the same of an instance that there is not: a link is all that its owner needs, and nobody else has one. */
  private async openWithLink(
    context: RequestContext,
    request: SetupFileRequest,
    link: string,
  ): Promise<OpenedSetupFile> {
    if (!isUuid(request.instanceId)) return 'BAD_LINK';
    const instance = await this.instances.findOfAnyone(context, request.instanceId);
    if (instance === null || !isOf(request, instance)) return 'BAD_LINK';
    return (await this.setups.openWithLink(context, instance, link)) ?? 'BAD_LINK';
  }
}

function isOf({ elementKey }: SetupFileRequest, instance: InstanceRow): boolean {
  return instance.elementKey === elementKey;
}
