import { ElementsError } from '../../src/errors';
import type { RequestContext } from '../../src/request-context';
import type { ListRead } from '../../src/services/freshness.service';
import type { BenchService } from './bench-service';

/** Reads the reports of an instance by the path that a reader's request takes, to the end. */
export async function loadReports(service: BenchService, context: RequestContext, instanceId: string): Promise<void> {
  const [instance] = await service.parts.services.instanceReads.findByIds(context, [instanceId]);
  if (!instance) throw new Error('The instance that was just made is not there.');
  const read = { instance, resource: 'REPORTS', maxAgeSeconds: 3_600 } as const;
  while (!(await isRead(service, context, read)));
}

/** A reader waits for some time, then is told to ask again. */
async function isRead({ parts }: BenchService, context: RequestContext, read: ListRead): Promise<boolean> {
  const [prepared] = await parts.services.records.prepareLists(context, [read]);
  if (prepared === undefined) throw new Error('No list was prepared.');
  if (prepared instanceof ElementsError) {
    if (prepared.code === 'VENDOR_UNAVAILABLE' && prepared.retryable) return false;
    throw prepared;
  }
  if (prepared.error !== null) throw new Error(`The load failed: ${prepared.error.message}`);
  return prepared.state === 'FRESH';
}
