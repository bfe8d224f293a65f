import { ElementsError } from '../errors';
import type { RequestContext } from '../request-context';
import type { CatalogService } from './catalog.service';
import type { InstanceService } from './instance.service';
import type { GrantExchange } from './oauth/grant-exchange';

/** Ends instances, and what the vendor granted to them. */
export class InstanceRemovalService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceService,
    private readonly exchange: GrantExchange,
  ) {}

  /**
   * Removes an instance; it is gone when this returns, whatever the vendor says.
   * @returns why the grant could not be withdrawn; null when it was, or was not to be.
   */
  async remove(context: RequestContext, id: string, revokeGrant: boolean): Promise<ElementsError | null> {
    const instance = await this.instances.getOwn(context, id);
    await this.instances.remove(context, id);
    const adapter = this.catalog.get(instance.elementKey);
    if (!revokeGrant || adapter.oauth === undefined) return null;
    try {
      // As it is after the instance is gone: nobody renews it from now on. What is stored is purged a while later.
      await this.exchange.revoke(context, instance, adapter, await this.instances.settingsOf(context, id));
      return null;
    } catch (error) {
      if (!(error instanceof ElementsError)) throw error;
      context.logger.warn({ err: error, instanceId: id }, 'the grant of a deleted instance could not be withdrawn');
      return error;
    }
  }
}
