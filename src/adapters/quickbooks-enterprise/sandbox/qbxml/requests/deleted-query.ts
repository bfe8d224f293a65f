import type { Deletion } from '../../company/records';
import { retOptions, type RequestHandler } from '../request-context';
import { writeRet } from '../ret';
import { childOf, textsAt } from '../xml-element';
import { momentRange } from './filters';
import { answerQuery, type Search } from './query-answer';

/** `ListDeletedQuery` and `TxnDeletedQuery`: oldest deletion first. */
export function deletedQuery(family: 'List' | 'Txn'): RequestHandler {
  const [type, id, label] = { List: ['ListDelType', 'ListID', 'FullName'], Txn: ['TxnDelType', 'TxnID', 'RefNumber'] }[
    family
  ] as [string, string, string];
  return (request, context) => {
    const { company } = context;
    const search = (): Search<Deletion> => {
      const kinds = new Set(textsAt(request, type));
      const range = childOf(request, 'DeletedDateRangeFilter');
      const isDeletedThen = momentRange(range, company, ['FromDeletedDate', 'ToDeletedDate']);
      return {
        records: company.deletions.filter(({ kind, deleted }) => kinds.has(kind) && isDeletedThen(deleted)),
      };
    };
    const write = (deletion: Deletion): string =>
      writeRet(
        `${family}DeletedRet`,
        [
          [type, deletion.kind],
          [id, deletion.id],
          ['TimeCreated', company.time.print(deletion.created)],
          ['TimeDeleted', company.time.print(deletion.deleted)],
          [label, deletion.label ?? undefined],
        ],
        retOptions(request, context),
      );
    return answerQuery(request, context, { search, find: () => undefined, write });
  };
}
