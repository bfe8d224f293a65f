import { BadUserInputError } from '../../errors';
import type { ReportListFilter, ReportListScope, ReportOrderField } from '../../persistence/repositories/report-list';
import type { ReportRow } from '../../persistence/repositories/report-row';
import { defineRecordConnection } from '../connection/define-connection';
import { decodeIds } from '../connection/record-condition';
import type { RecordListKind } from '../connection/record-list';
import type { GraphqlContext } from '../context';
import { findPeople } from '../employee/person-condition';
import type { ReportFilter } from './report-list.input';
import { Report } from './report.type';

export const ReportConnection = defineRecordConnection<ReportRow>({ type: 'Report', plural: 'reports' }, () => Report);

export const REPORTS: RecordListKind<ReportRow, ReportListScope, ReportFilter, ReportListFilter, ReportOrderField> = {
  resource: 'REPORTS',
  plural: 'reports',
  Connection: ReportConnection,
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
  lists: (loaders) => loaders.reportLists,
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
