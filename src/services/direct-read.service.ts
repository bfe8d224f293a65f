import type { VendorConnection } from '../adapters/adapter';
import { VendorAuthenticationError } from '../adapters/vendor-error';
import type { Clock } from '../clock';
import { InstanceStateError } from '../errors';
import type { Database } from '../persistence/database';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { BackgroundTasks } from './background-tasks';
import { mayAskVendor, notAskable, type InstanceHealthService } from './instance-health.service';
import { authenticationReason } from './load-failure';
import type { VendorConnectionService } from './vendor-connection.service';

/** How long a reader waits. */
const PATIENCE_MS = 30_000;

/** Reads what is not kept: whoever asks waits for the vendor. */
export class DirectReadService {
  constructor(
    private readonly connections: VendorConnectionService,
    private readonly health: InstanceHealthService,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** The instance is one that the caller sees. */
  async ask<Answer>(
    context: RequestContext,
    instance: InstanceRow,
    read: (connection: VendorConnection) => Promise<Answer>,
  ): Promise<Answer> {
    if (!mayAskVendor(instance)) throw notAskable(instance);
    const deadline = new Date(this.clock.now().getTime() + PATIENCE_MS);
    const urgency = { priority: 'interactive', deadline, signal: this.tasks.signal } as const;
    const connection = await this.connections.open(context, instance, urgency);
    try {
      return await read(connection);
    } catch (error) {
      throw error instanceof VendorAuthenticationError ? await this.refused(context, instance, error) : error;
    }
  }

  /** Refused credentials are those of the instance, not of this read alone. */
  private async refused(
    context: RequestContext,
    instance: InstanceRow,
    error: VendorAuthenticationError,
  ): Promise<InstanceStateError> {
    await this.database.transaction((transaction) =>
      this.health.readFailed(context, transaction, instance.id, error, []),
    );
    const reason = authenticationReason(error);
    return new InstanceStateError('NEEDS_REAUTHENTICATION', instance.id, reason, { cause: error });
  }
}
