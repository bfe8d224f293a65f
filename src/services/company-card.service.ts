import type { VendorAdapter } from '../adapters/adapter';
import type { CompanyCardValue } from '../adapters/records';
import { VendorAuthenticationError } from '../adapters/vendor-error';
import type { Clock } from '../clock';
import { BadUserInputError, InstanceStateError, UnsupportedOperationError } from '../errors';
import type { Database } from '../persistence/database';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { BackgroundTasks } from './background-tasks';
import type { CatalogService } from './catalog.service';
import { mayAskVendor, notAskable, type InstanceHealthService } from './instance-health.service';
import { authenticationReason } from './load-failure';
import type { VendorConnectionService } from './vendor-connection.service';

/** How long a reader waits for cards. */
const PATIENCE_MS = 30_000;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/i;

/** Cards of companies, which are not kept: whoever asks waits for the vendor. */
export class CompanyCardService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly connections: VendorConnectionService,
    private readonly health: InstanceHealthService,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** The cards of an internet domain, in the vendor's order. The instance is one that the caller sees. */
  async listCards(
    context: RequestContext,
    instance: InstanceRow,
    domain: string,
  ): Promise<readonly CompanyCardValue[]> {
    const list = requireCards(this.catalog.get(instance.elementKey));
    const asked = domain.trim().toLowerCase();
    if (!DOMAIN.test(asked)) throw new BadUserInputError('A domain looks like `example.com`.', { path: ['domain'] });
    if (!mayAskVendor(instance)) throw notAskable(instance);
    const deadline = new Date(this.clock.now().getTime() + PATIENCE_MS);
    const urgency = { priority: 'interactive', deadline, signal: this.tasks.signal } as const;
    const connection = await this.connections.open(context, instance, urgency);
    try {
      return await list(connection, asked);
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

function requireCards({ catalog, listCompanyCards }: VendorAdapter): NonNullable<VendorAdapter['listCompanyCards']> {
  if (listCompanyCards !== undefined) return listCompanyCards;
  const { key, name } = catalog;
  throw new UnsupportedOperationError(key, 'CARDS', 'LIST', `${name} cannot be asked for cards.`);
}
