import type { ReceiptLinks } from '../../adapter';
import { textOf } from '../mapping/raw-object';
import { canonicalObjectId } from '../object-id';
import { isOneOf, select } from '../query';
import { ask } from './company-query';

/** Intuit signs them anew with every read of an attachment; they are good for 15 minutes. */
export const receiptLinks: ReceiptLinks = {
  maxIds: 100,
  async find(connection, remoteIds) {
    const ids = remoteIds.filter((id) => canonicalObjectId(id) === id);
    if (ids.length === 0) return new Map();
    const statement = select({ entity: 'Attachable', where: [isOneOf('Id', ids)], limit: ids.length });
    const files = await ask(connection, 'receipts.links', { entity: 'Attachable', statement });
    return new Map(
      files.flatMap(({ Id, TempDownloadUri }): [string, string][] => {
        const [id, url] = [textOf(Id), textOf(TempDownloadUri)];
        return id === null || url === null ? [] : [[id, url]];
      }),
    );
  },
};
