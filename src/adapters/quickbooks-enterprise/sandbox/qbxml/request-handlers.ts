import { LIST_KINDS, TRANSACTION_KINDS } from '../company/records';
import { reportQuery } from './reports/report-query';
import { companyQuery, hostQuery, preferencesQuery } from './requests/host-queries';
import { deletedQuery } from './requests/deleted-query';
import { listQuery } from './requests/list-query';
import { transactionQuery } from './requests/transaction-query';
import type { RequestHandler } from './request-context';
import { dataExtAdd, dataExtDel, dataExtMod } from './writes/data-ext-write';
import { listDel, transactionDel } from './writes/deletions';
import { listAdd, listMod } from './writes/list-write';
import { transactionAdd, transactionMod } from './writes/transaction-write';

/** By the name of the request without its `Rq`. */
export const REQUEST_HANDLERS: ReadonlyMap<string, RequestHandler> = new Map([
  ...LIST_KINDS.flatMap((kind): [string, RequestHandler][] => [
    [`${kind}Query`, listQuery(kind)],
    [`${kind}Add`, listAdd(kind)],
    [`${kind}Mod`, listMod(kind)],
  ]),
  ...TRANSACTION_KINDS.flatMap((kind): [string, RequestHandler][] => [
    [`${kind}Query`, transactionQuery(kind)],
    [`${kind}Add`, transactionAdd(kind)],
    [`${kind}Mod`, transactionMod(kind)],
  ]),
  ['HostQuery', hostQuery],
  ['CompanyQuery', companyQuery],
  ['PreferencesQuery', preferencesQuery],
  ['ListDeletedQuery', deletedQuery('List')],
  ['TxnDeletedQuery', deletedQuery('Txn')],
  ['TxnDel', transactionDel],
  ['ListDel', listDel],
  ['DataExtAdd', dataExtAdd],
  ['DataExtMod', dataExtMod],
  ['DataExtDel', dataExtDel],
  ['GeneralSummaryReportQuery', reportQuery],
  ['GeneralDetailReportQuery', reportQuery],
  ['CustomDetailReportQuery', reportQuery],
  ['AgingReportQuery', reportQuery],
]);
