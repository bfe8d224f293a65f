import { textOf, isList, type Aggregate, type ListRecord, type TransactionRecord } from '../../company/records';

/** What QuickBooks remembers of a write that it carried out. */
export function recoveryOf(record: ListRecord | TransactionRecord): Aggregate {
  const ExternalGUID = textOf(record.fields, 'ExternalGUID');
  if (isList(record)) return { ListID: record.id, EditSequence: String(record.modified), ExternalGUID };
  return {
    TxnID: record.id,
    TxnNumber: String(record.number),
    EditSequence: String(record.modified),
    ExternalGUID,
  };
}
