import { LIST_QUERIES } from './model/list-queries';
import { LIST_WRITES } from './model/list-writes';
import { REPORT_QUERIES } from './model/report-queries';
import type { RequestModel } from './model/request-model';
import { TRANSACTION_QUERIES } from './model/transaction-queries';
import { TRANSACTION_WRITES } from './model/transaction-writes';

const MODELS = { ...LIST_QUERIES, ...TRANSACTION_QUERIES, ...REPORT_QUERIES, ...LIST_WRITES, ...TRANSACTION_WRITES };

/** What QuickBooks can be asked, by the name of the request without `Rq`. */
export type RequestKind = keyof typeof MODELS;

export function modelOf(kind: RequestKind): RequestModel {
  return MODELS[kind];
}

/** Whether it asks only; what it names is compared, and not kept. */
export function isQuery(kind: RequestKind): boolean {
  return kind.endsWith('Query');
}
