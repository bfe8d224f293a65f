import { createHash } from 'node:crypto';
import type { VendorAdapter } from '../adapter';
import { expensifyCatalog } from './catalog';
import { checkCredentials } from './check';
import { canonicalEmployeeId } from './employee-id';
import { REQUIRES_ADMIN } from './errors';
import { canonicalExpenseId } from './expense-id';
import { getPoliciesById, listPolicies } from './operations/policies';
import { getReports, listReports } from './operations/reports';
import { canonicalPolicyId } from './policy-id';
import { canonicalReportId } from './report-id';
import { createExpensifySandbox } from './sandbox';

/** Its section "Rate limits". */
const LIMITS_PAGE = 'https://integrations.expensify.com/Integration-Server/doc/';

/** Expensify, through its Integration Server. */
export const expensify: VendorAdapter = {
  catalog: expensifyCatalog,
  requestLimits: [
    { requests: 5, perSeconds: 10, scope: 'credentials', source: LIMITS_PAGE },
    { requests: 20, perSeconds: 60, scope: 'credentials', source: LIMITS_PAGE },
  ],
  resources: {
    REPORTS: {
      operations: ['LIST', 'GET'],
      details: [
        {
          operation: 'LIST',
          delivery: 'IMMEDIATE',
          note:
            'Reports that the account of the credentials can see, as far back as `sync.history.days`. An export job and ' +
            'a download for every year or part of it.',
        },
        { operation: 'GET', delivery: 'IMMEDIATE', note: 'One export job and one download for up to 100 reports.' },
      ],
      list: listReports,
      getMany: getReports,
      canonicalRemoteId: canonicalReportId,
    },
    EXPENSES: {
      operations: ['LIST', 'GET'],
      details: [
        { operation: 'LIST', delivery: 'IMMEDIATE', note: 'Expenses are read with the reports that they are on.' },
        { operation: 'GET', delivery: 'FROM_OUR_RECORDS', note: 'Expensify cannot be asked for one expense.' },
      ],
      list: listReports,
      canonicalRemoteId: canonicalExpenseId,
    },
    RECEIPTS: {
      operations: ['GET'],
      details: [
        {
          operation: 'GET',
          delivery: 'FROM_OUR_RECORDS',
          note: 'The link only, which comes with the expense. Expensify opens it for people who are signed in there.',
        },
      ],
    },
    POLICIES: {
      operations: ['LIST', 'GET'],
      details: [
        {
          operation: 'LIST',
          delivery: 'IMMEDIATE',
          note: 'Tax settings are told for policies of which the account of the credentials is an admin.',
        },
      ],
      list: listPolicies,
      getMany: getPoliciesById,
      canonicalRemoteId: canonicalPolicyId,
    },
    EMPLOYEES: {
      operations: ['LIST', 'GET'],
      details: [
        {
          operation: 'LIST',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_ADMIN,
          note: 'The members of all policies of which the account is an admin, each person once.',
        },
        {
          operation: 'GET',
          delivery: 'FROM_OUR_RECORDS',
          requires: REQUIRES_ADMIN,
          note: 'Expensify cannot be asked for one employee.',
        },
      ],
      list: listPolicies,
      canonicalRemoteId: canonicalEmployeeId,
    },
  },
  check: checkCredentials,
  // Which of credential, account or address the limits are counted by is not stated; the credential is the safe guess.
  // Ours are counted by both halves of it: the ID alone is no secret, and whoever knows it could use up another's limit.
  budgetScope: ({ 'partner.user.id': id, 'partner.user.secret': secret }) =>
    createHash('sha256')
      .update(JSON.stringify([id, secret]))
      .digest('hex'),
  createSandbox: createExpensifySandbox,
};
