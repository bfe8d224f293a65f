import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { CatalogService } from './catalog.service';
import type { DirectReadService } from './direct-read.service';

/** Where receipts can be got, of vendors whose links are good for minutes only and so are not kept. */
export class ReceiptLinkService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly reads: DirectReadService,
  ) {}

  /** In the order of the ids; null for what is gone. One vendor call for many. The instance is one that the caller sees. */
  async find(context: RequestContext, instance: InstanceRow, remoteIds: readonly string[]): Promise<(string | null)[]> {
    const { receiptLinks } = this.catalog.get(instance.elementKey);
    if (receiptLinks === undefined) return remoteIds.map(() => null);
    const links = new Map<string, string>();
    await this.reads.ask(context, instance, async (connection) => {
      for (let start = 0; start < remoteIds.length; start += receiptLinks.maxIds) {
        const found = await receiptLinks.find(connection, remoteIds.slice(start, start + receiptLinks.maxIds));
        for (const [remoteId, url] of found) links.set(remoteId, url);
      }
    });
    return remoteIds.map((remoteId) => links.get(remoteId) ?? null);
  }
}
