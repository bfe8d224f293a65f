import type { VendorAdapter } from '../adapters/adapter';
import type { Clock } from '../clock';
import { ElementsError } from '../errors';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { LeaseRepository } from '../persistence/repositories/lease.repository';
import type { RequestContext } from '../request-context';
import type { CatalogService } from './catalog.service';
import type { InstanceService } from './instance.service';
import { withLease } from './lease';
import type { GrantExchange } from './oauth/grant-exchange';
import { grantLeaseKey } from './oauth/grant-store';

/** How long a removal waits for a renewal that is under way. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 150;

/** Ends instances, and what the vendor granted to them. */
export class InstanceRemovalService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceService,
    private readonly exchange: GrantExchange,
    private readonly leases: LeaseRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Removes an instance; it is gone when this returns, whatever the vendor says.
   * @returns why the grant could not be withdrawn; null when it was, or was not to be.
   */
  async remove(context: RequestContext, id: string, revokeGrant: boolean): Promise<ElementsError | null> {
    const instance = await this.instances.getOwn(context, id);
    const adapter = this.catalog.get(instance.elementKey);
    if (revokeGrant && adapter.oauth !== undefined) {
      return this.betweenRenewals(context, id, () => this.removeWithGrant(context, adapter, instance));
    }
    await this.instances.remove(context, id);
    return null;
  }

  /**
   * A renewal that comes back after the instance is gone is not stored, and what it brought could not be withdrawn:
   * while this works, none is under way.
   */
  private async betweenRenewals<T>(context: RequestContext, id: string, work: () => Promise<T>): Promise<T> {
    const { leases, clock } = this;
    const deadline = clock.now().getTime() + PATIENCE_MS;
    while (clock.now().getTime() < deadline) {
      const done = await withLease(context, leases, clock, grantLeaseKey(id), work);
      if (done !== null) return done.result;
      await clock.sleep(LOOK_AGAIN_MS);
    }
    return work();
  }

  private async removeWithGrant(
    context: RequestContext,
    adapter: VendorAdapter,
    instance: InstanceRow,
  ): Promise<ElementsError | null> {
    const { id } = instance;
    await this.instances.remove(context, id);
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
