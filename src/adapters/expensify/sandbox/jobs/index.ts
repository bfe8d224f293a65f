import type { Job } from '../job';
import { createExpenseRules } from './create-expense-rules';
import { createExpenses } from './create-expenses';
import { createPolicy } from './create-policy';
import { createReport } from './create-report';
import { download } from './download';
import { exportReports } from './export-reports';
import { getDomainCardList } from './get-domain-card-list';
import { getPolicy } from './get-policy';
import { getPolicyList } from './get-policy-list';
import { reconcileCards } from './reconcile-cards';
import { updateEmployees } from './update-employees';
import { updateExpenseRules } from './update-expense-rules';
import { updatePolicy } from './update-policy';
import { updateReportStatus } from './update-report-status';
import { updateTagApprovers } from './update-tag-approvers';

/** By `type/inputSettings.type`; `download` has no second word, and that of `reconciliation` is its scope. */
const JOBS: ReadonlyMap<string, Job> = new Map<string, Job>([
  ['file/combinedReportData', exportReports],
  ['download', download],
  ['reconciliation/All', reconcileCards],
  ['reconciliation/Unreported', reconcileCards],
  ['get/policyList', getPolicyList],
  ['get/policy', getPolicy],
  ['get/domainCardList', getDomainCardList],
  ['create/report', createReport],
  ['create/expenses', createExpenses],
  ['create/policy', createPolicy],
  ['create/expenseRules', createExpenseRules],
  ['update/policy', updatePolicy],
  ['update/tagApprovers', updateTagApprovers],
  ['update/reportStatus', updateReportStatus],
  ['update/employees', updateEmployees],
  ['update/expenseRules', updateExpenseRules],
]);

export function findJob(type: string | null, inputType: string | null): Job | undefined {
  return JOBS.get(type === 'download' ? type : `${type}/${inputType}`);
}
