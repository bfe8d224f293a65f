import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import type { PolicyCategoriesChange, VendorWrites } from '../../writes';
import { toAmount } from '../expense-draft';
import { changePolicies, checkNames, checkPolicies } from '../policy-change';
import { checkPolicyCurrencies } from '../policy-currency';
import { updatePolicyJob, type CategoriesSection } from '../write-jobs';

/** Adds and changes categories; `REPLACE` removes those that are not named. */
export const updatePolicyCategories: NonNullable<VendorWrites['updatePolicyCategories']> = {
  resource: 'POLICIES',
  operation: 'UPDATE',
  async run(connection: VendorConnection, request: PolicyCategoriesChange) {
    const { policyRemoteIds, categories, mode } = request;
    const purpose = 'policies.updateCategories';
    const problems = new RequestProblems();
    checkPolicies(policyRemoteIds, problems);
    if (mode === 'MERGE' && categories.length === 0) problems.add(['categories'], 'There is no category to change.');
    checkNames(categories, ['categories'], 'category', problems);
    const section = toSection(request, problems);
    problems.throwIfAny();
    await checkPolicyCurrencies(connection, purpose, amountsOf(request), problems);
    problems.throwIfAny();
    const job = updatePolicyJob(policyRemoteIds, { categories: section });
    return changePolicies(connection, { purpose, job, policyRemoteIds, recordPath: ['policyRemoteIds'] });
  },
};

function toSection({ mode, categories }: PolicyCategoriesChange, problems: RequestProblems): CategoriesSection {
  return {
    action: mode === 'MERGE' ? 'merge' : 'replace',
    data: categories.map((category, index) => ({
      name: category.name,
      enabled: category.enabled,
      glCode: category.ledgerCode ?? undefined,
      payrollCode: category.payrollCode ?? undefined,
      commentHint: category.commentHint ?? undefined,
      areCommentsRequired: category.commentRequired ?? undefined,
      maxExpenseAmount:
        category.maxExpenseAmount === null
          ? undefined
          : toAmount(category.maxExpenseAmount, ['categories', index, 'maxExpenseAmount'], problems),
    })),
  };
}

function amountsOf({ policyRemoteIds, categories }: PolicyCategoriesChange) {
  return categories.flatMap(({ maxExpenseAmount: money }, index) => {
    return money === null ? [] : [{ path: ['categories', index, 'maxExpenseAmount'], money, policyRemoteIds }];
  });
}
