import type { VendorWrites } from '../writes';
import { createExpenses } from './operations/create-expenses';
import { createPolicy } from './operations/create-policy';
import { createReport } from './operations/create-report';
import { createExpenseRule, updateExpenseRule } from './operations/expense-rules';
import { markReportsReimbursed } from './operations/mark-reports-reimbursed';
import { setTagApprovers } from './operations/set-tag-approvers';
import { updateEmployees } from './operations/update-employees';
import { updatePolicyCategories } from './operations/update-policy-categories';
import { updatePolicyReportFields } from './operations/update-policy-report-fields';
import { updatePolicyTags } from './operations/update-policy-tags';
import { updatePolicyTagsFromFile } from './operations/update-policy-tags-from-file';

/** What can be changed at Expensify. */
export const expensifyWrites: VendorWrites = {
  createReport,
  createExpenses,
  markReportsReimbursed,
  createPolicy,
  updatePolicyCategories,
  updatePolicyTags,
  updatePolicyTagsFromFile,
  updatePolicyReportFields,
  setTagApprovers,
  createExpenseRule,
  updateExpenseRule,
  updateEmployees,
};
