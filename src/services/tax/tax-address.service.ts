import type { TaxAddress, VerifiedAddress } from '../../adapters/tax';
import type { Clock } from '../../clock';
import type { RequestContext } from '../../request-context';
import { requireCaller } from '../caller-scope';
import type { TaxAccess } from './tax-access';
import { assertAddress } from './tax-commands';

const PATIENCE_MS = 30_000;

/** Has addresses checked and normalized by a vendor. */
export class TaxAddressService {
  constructor(
    private readonly access: TaxAccess,
    private readonly clock: Clock,
  ) {}

  async verify(context: RequestContext, instanceId: string, address: TaxAddress): Promise<VerifiedAddress> {
    requireCaller(context);
    assertAddress(address);
    const instance = await this.access.requireInstance(context, instanceId);
    const deadline = new Date(this.clock.now().getTime() + PATIENCE_MS);
    const urgency = { priority: 'interactive', deadline } as const;
    const opened = await this.access.open(context, instance, 'ADDRESSES', 'VERIFY', urgency);
    return opened.vendor.verifyAddress(opened.connection, address).catch(async (error: unknown) => {
      throw await this.access.toCallersError(context, opened, ['input', 'address'], error);
    });
  }
}
