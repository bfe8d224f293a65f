import type { ElementOperation, ElementResource, VendorConnection } from '../../adapters/adapter';
import type { VendorTax } from '../../adapters/tax';
import { VendorAuthenticationError } from '../../adapters/vendor-error';
import { InstanceStateError, InvalidValueError, RecordNotFoundError, UnsupportedOperationError } from '../../errors';
import type { Database } from '../../persistence/database';
import type { ChangeSource } from '../../persistence/repositories/change-event.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import { mayAskVendor, notAskable } from '../instance-health.service';
import type { InstanceReadService } from '../instance-read.service';
import type { InstanceStatusService } from '../instance-status.service';
import { authenticationReason } from '../load-failure';
import type { CallUrgency, VendorConnectionService } from '../vendor-connection.service';

const SWITCHED_OFF = 'The instance is switched off: enableInstance switches it on.';

/** A vendor that can be asked about sales tax, for one instance. */
export interface TaxConnection {
  readonly instance: InstanceRow;
  readonly vendor: VendorTax;
  readonly connection: VendorConnection;
  /** How we learn of what the vendor says of the instance. */
  readonly source: ChangeSource;
}

/** The way to a vendor of sales tax: whether it may be asked, with what, and what its refusals mean for the instance. */
export class TaxAccess {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceReadService,
    private readonly connections: VendorConnectionService,
    private readonly statuses: InstanceStatusService,
    private readonly database: Database,
  ) {}

  /** The caller's instance that a mutation names. */
  async requireInstance(context: RequestContext, id: string): Promise<InstanceRow> {
    const [instance] = await this.instances.findByIds(context, [id]);
    if (instance) return instance;
    throw new RecordNotFoundError('Instance', id, { path: ['input', 'instanceId'] });
  }

  /** Throws an `UnsupportedOperationError` for an element that cannot do it. */
  requireVendor({ elementKey }: InstanceRow, resource: ElementResource, operation: ElementOperation): VendorTax {
    const adapter = this.catalog.get(elementKey);
    if (adapter.tax !== undefined && adapter.resources[resource]?.operations.includes(operation)) return adapter.tax;
    const message = `${adapter.catalog.name} cannot do this: it has no ${operation} of ${resource}.`;
    throw new UnsupportedOperationError(elementKey, resource, operation, message);
  }

  /** Throws for an instance that cannot do it, or cannot be used now. */
  async open(
    context: RequestContext,
    instance: InstanceRow,
    resource: ElementResource,
    operation: ElementOperation,
    urgency: CallUrgency,
  ): Promise<TaxConnection> {
    const vendor = this.requireVendor(instance, resource, operation);
    if (!mayAskVendor(instance)) throw notAskable(instance, SWITCHED_OFF);
    const connection = await this.connections.open(context, instance, urgency);
    return { instance, vendor, connection, source: urgency.priority === 'write' ? 'WRITE' : 'SYNC' };
  }

  /** What a failure of the vendor is to whoever asked: `at` is where in the arguments the vendor's request came from. */
  async toCallersError(
    context: RequestContext,
    opened: TaxConnection,
    at: readonly string[],
    error: unknown,
  ): Promise<unknown> {
    if (error instanceof InvalidValueError) return movedTo(at, error);
    if (!(error instanceof VendorAuthenticationError)) return error;
    const { instance } = opened;
    await this.credentialsRefused(context, opened, error);
    return new InstanceStateError('NEEDS_REAUTHENTICATION', instance.id, authenticationReason(error), { cause: error });
  }

  /** Credentials that were replaced while the vendor was asked say nothing about the present ones. */
  private async credentialsRefused(
    context: RequestContext,
    { instance, connection, source }: TaxConnection,
    error: VendorAuthenticationError,
  ): Promise<void> {
    const present = await this.connections.open(context, instance, { priority: 'write' });
    if (JSON.stringify(present.configuration) !== JSON.stringify(connection.configuration)) return;
    const reason = authenticationReason(error);
    await this.database.transaction((transaction) =>
      this.statuses.move(context, transaction, instance.id, 'NEEDS_REAUTHENTICATION', reason, source),
    );
  }
}

function movedTo(at: readonly string[], error: InvalidValueError): InvalidValueError {
  const { code, message, expected, suggestions, path } = error;
  return new InvalidValueError(code as ConstructorParameters<typeof InvalidValueError>[0], message, {
    path: [...at, ...(path ?? [])],
    expected: expected ?? undefined,
    suggestions,
    cause: error,
  });
}
