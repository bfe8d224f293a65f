import { VendorAuthenticationError } from '../adapters/vendor-error';
import type { Clock } from '../clock';
import { ElementsError, InstanceStateError } from '../errors';
import type { Transaction } from '../persistence/database';
import type { FreshnessRow } from '../persistence/repositories/freshness.repository';
import type { InstanceRepository, InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { InstanceStatusService } from './instance-status.service';
import { authenticationReason, loadFailureOf } from './load-failure';

/** Only an instance that is on, and whose credentials are not known to be refused, is asked for. */
export function mayAskVendor(instance: Pick<InstanceRow, 'status'>): boolean {
  return instance.status !== 'DISABLED' && instance.status !== 'NEEDS_REAUTHENTICATION';
}

const NOT_READ_BEFORE = 'The instance is switched off, and what is asked for was not read before.';

/** Why an instance that may not be asked for has nothing to show, or does nothing. */
export function notAskable(instance: InstanceRow, ofSwitchedOff = NOT_READ_BEFORE): InstanceStateError {
  if (instance.status === 'NEEDS_REAUTHENTICATION') {
    const message = instance.statusReason ?? 'The vendor refused the stored credentials.';
    return new InstanceStateError('NEEDS_REAUTHENTICATION', instance.id, message);
  }
  return new InstanceStateError('INSTANCE_NOT_ACTIVE', instance.id, ofSwitchedOff);
}

/** The status of an instance as what its vendor answers makes it. Never changes one that its owner switched off. */
export class InstanceHealthService {
  constructor(
    private readonly instances: InstanceRepository,
    private readonly statuses: InstanceStatusService,
    private readonly clock: Clock,
  ) {}

  /** The instance as it is now; null when it was deleted. */
  async findCurrent(context: RequestContext, instance: InstanceRow): Promise<InstanceRow | null> {
    const [current] = await this.instances.findByIds(context, instance.organizationId, [instance.id]);
    return current ?? null;
  }

  /**
   * Refused credentials end all asking until there are new ones. Any other failure is noted the second time in a row:
   * one alone says little about the instance.
   */
  async readFailed(
    context: RequestContext,
    transaction: Transaction,
    instanceId: string,
    error: unknown,
    before: readonly FreshnessRow[],
  ): Promise<void> {
    if (error instanceof VendorAuthenticationError) {
      const reason = authenticationReason(error);
      await this.statuses.move(context, transaction, instanceId, 'NEEDS_REAUTHENTICATION', reason);
    } else if (error instanceof ElementsError && before.some((row) => row.errorCode !== null)) {
      const reason = loadFailureOf(error, this.clock.now()).message;
      await this.statuses.move(context, transaction, instanceId, 'DEGRADED', reason);
    }
  }

  /** A list was read whole; `others` are the instance's lists beside it. */
  async readSucceeded(
    context: RequestContext,
    transaction: Transaction,
    instance: InstanceRow,
    others: readonly FreshnessRow[],
  ): Promise<void> {
    await this.instances.markSynced(context, transaction, instance.id, this.clock.now());
    if (instance.status === 'ACTIVE' || others.some((row) => row.errorCode !== null)) return;
    await this.statuses.move(context, transaction, instance.id, 'ACTIVE', null);
  }
}
