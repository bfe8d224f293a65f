import { type AddressGuard, createAddressGuard } from '../adapters/http/address-guard';
import { createVendorHttpFactory } from '../adapters/http/http-client';
import { createRequestBudget, type RequestBudget } from '../adapters/http/request-budget';
import { BufferedVendorCallLog } from '../adapters/http/vendor-call-log';
import { DirectReadService } from '../services/direct-read.service';
import { InstanceHealthService } from '../services/instance-health.service';
import { InstanceStatusService } from '../services/instance-status.service';
import { VendorConnectionService } from '../services/vendor-connection.service';
import type { Foundation, ServiceOptions } from './foundation';

/** How vendors are called, and what becomes of an instance whose vendor does not answer. */
export interface VendorParts {
  /** Every address that a caller can influence passes it. */
  readonly guard: AddressGuard;
  readonly budgets: RequestBudget;
  readonly callLog: BufferedVendorCallLog;
  readonly statuses: InstanceStatusService;
  readonly health: InstanceHealthService;
  /** To vendors, with the grants of instances. */
  readonly connections: VendorConnectionService;
  /** What is asked of a vendor and not kept. */
  readonly directReads: DirectReadService;
  /** Ends the connections; nothing may be asked any more. */
  readonly close: () => Promise<void>;
}

export function composeVendors(
  foundation: Foundation,
  { sandboxOrigin, privateOrigins }: Pick<ServiceOptions, 'sandboxOrigin' | 'privateOrigins'>,
): VendorParts {
  const { context, catalog, encryption, leases, metrics, database, tasks, clock, rows } = foundation;
  const { instances, configuration, changeEvents } = rows;
  const exempt = sandboxOrigin === null ? [] : [sandboxOrigin];
  const guard = createAddressGuard({ exemptOrigins: [...exempt, ...privateOrigins] });
  const budgets = createRequestBudget({ store: rows.vendorBudgets, clock });
  const callLog = new BufferedVendorCallLog({ store: rows.vendorCalls, context });
  const http = createVendorHttpFactory({ guard, budgets, callLog, metrics, clock });
  const statuses = new InstanceStatusService(instances, changeEvents, clock);
  const health = new InstanceHealthService(instances, statuses, clock);
  const grants = { configuration, leases, statuses, encryption, database, clock };
  const connections = new VendorConnectionService(catalog, http.open, grants);
  return {
    guard,
    budgets,
    callLog,
    statuses,
    health,
    connections,
    directReads: new DirectReadService(connections, health, database, tasks, clock),
    close: () => http.close(),
  };
}
