import type { TaxDocumentState } from '../../adapters/tax';
import type { InstanceScope, OrganizationScope } from '../keyset/list-scope';
import type { ConditionsOf, ListTable } from '../keyset/list-statement';
import type { SortColumn } from '../keyset/sort-column';
import { ListConditions, type DayRange } from './list-condition';
import { TAX_DOCUMENT_COLUMNS } from './tax-document-row';

export type TaxDocumentListScope = OrganizationScope | InstanceScope;

/** Null and undefined mean "not asked for". */
export interface TaxDocumentListFilter {
  /** Keys as the vendor holds them. */
  readonly remoteId?: readonly string[] | null;
  readonly status?: readonly TaxDocumentState[] | null;
  readonly taxDate?: DayRange | null;
  readonly needsReconciliation?: boolean | null;
  readonly changedSince?: Date | null;
}

export const TAX_DOCUMENT_TABLE: ListTable = {
  name: 'tax_documents',
  columns: TAX_DOCUMENT_COLUMNS,
  keyColumns: ['instance_id', 'id'],
};

export const TAX_DOCUMENT_SORT: SortColumn = { column: 'created_at', type: 'timestamptz', nullable: false };

export function taxDocumentConditions(filter: TaxDocumentListFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.anyOf('document_key', filter?.remoteId);
    list.anyOf('state', filter?.status);
    list.dayRange('tax_date', filter?.taxDate);
    list.exists('pending_change', filter?.needsReconciliation);
    list.since('changed_at', filter?.changedSince);
    return list.conditions;
  };
}
