import { BadUserInputError } from '../../errors';
import type { ReportListFilter, ReportListScope, ReportOrderField } from '../../persistence/repositories/report-list';
import type { ReportRow } from '../../persistence/repositories/report-row';
import { isReportField } from '../../services/record-fields';
import { defineRecordConnection } from '../connection/define-connection';
import type { RowFields } from '../connection/page-needs';
import { decodeIds } from '../connection/record-condition';
import type { RecordListKind } from '../connection/record-list';
import type { GraphqlContext } from '../context';
import { findPeople } from '../employee/person-condition';
import { READ_OF_ANY_RECORD } from '../vendor-record/record-row-fields';
import type { ReportFilter } from './report-list.input';
import { Report } from './report.type';

export const ReportConnection = defineRecordConnection<ReportRow>({ type: 'Report', plural: 'reports' }, () => Report);

/** Of relations, what names the other record. */
export const REPORT_ROW_FIELDS: RowFields = {
  has: isReportField,
  readByResolver: {
    ...READ_OF_ANY_RECORD,
    submitter: ['submitterEmail'],
    nextApprover: ['nextApproverEmail'],
    policy: ['policyRemoteId'],
    expenses: [],
    approvers: ['approvals'],
    history: [],
  },
};

export const REPORTS: RecordListKind<ReportRow, ReportListScope, ReportFilter, ReportListFilter, ReportOrderField> = {
  resource: 'REPORTS',
  plural: 'reports',
  Connection: ReportConnection,
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
  lists: (loaders) => loaders.reportLists,
  rowFields: REPORT_ROW_FIELDS,
  toFilter: toReportFilter,
  checkOrder: ({ field }, given) => {
    if (field !== 'TOTAL' || given?.total) return;
    throw new BadUserInputError(
      'Totals are compared within one currency: an order by TOTAL needs `filter: { total: { currency: … } }`.',
      { path: ['orderBy', 'field'] },
    );
  },
};

async function toReportFilter(given: ReportFilter, context: GraphqlContext): Promise<ReportListFilter> {
  const { instanceId, elementKey, instanceTag, remoteId, policyId, submitterId, ...conditions } = given;
  return {
    ...conditions,
    policies: decodeIds(policyId, 'POLICY'),
    submitters: await findPeople(context, submitterId),
  };
}
