import type { PolicyListFilter, PolicyListScope, PolicyOrderField } from '../../persistence/repositories/policy-list';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import { defineRecordConnection } from '../connection/define-connection';
import type { RecordListKind } from '../connection/record-list';
import type { PolicyFilter } from './policy-list.input';
import { Policy } from './policy.type';

export const PolicyConnection = defineRecordConnection<PolicyRow>({ type: 'Policy', plural: 'policies' }, () => Policy);

export const POLICIES: RecordListKind<PolicyRow, PolicyListScope, PolicyFilter, PolicyListFilter, PolicyOrderField> = {
  resource: 'POLICIES',
  plural: 'policies',
  Connection: PolicyConnection,
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  lists: (loaders) => loaders.policyLists,
  toFilter: ({ accessRole, text, changedSince }) => ({ accessRole, text, changedSince }),
};
