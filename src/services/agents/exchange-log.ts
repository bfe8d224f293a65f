import type { VendorCallLog } from '../../adapters/http/vendor-call-log';
import type { Clock } from '../../clock';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { CatalogService } from '../catalog.service';
import type { OutstandingWork } from './agent-work';
import type { SessionLine } from './session-line';

/** Tells requests that agents carried in the same log as those that we make ourselves. */
export class ExchangeLog {
  constructor(
    private readonly catalog: CatalogService,
    private readonly calls: VendorCallLog,
    private readonly clock: Clock,
  ) {}

  /** `requestId` is of the request that caused it, or of the run that it is part of. */
  record(instance: InstanceRow, handed: OutstandingWork, line: SessionLine, requestId: string): void {
    const { organizationId, id: instanceId, elementKey } = instance;
    const { failure, requestBytes, responseBytes, isCut } = line.exchange;
    this.calls.record({
      organizationId,
      instanceId,
      elementKey,
      purpose: handed.requestKey,
      method: 'POST',
      url: this.catalog.get(elementKey).agent?.path ?? '',
      startedAt: handed.askedAt,
      durationMs: Math.max(0, this.clock.now().getTime() - handed.askedAt.getTime()),
      outcome: isCut ? 'NETWORK_FAULT' : failure === null ? 'SUCCEEDED' : 'REJECTED',
      httpStatus: null,
      vendorCode: failure?.code ?? null,
      vendorMessage: failure?.vendorMessage ?? null,
      vendorRequestId: null,
      requestId,
      attempt: 1,
      requestBytes,
      responseBytes,
    });
  }
}
