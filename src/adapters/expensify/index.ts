import { createHash } from 'node:crypto';
import type { VendorAdapter } from '../adapter';
import { expensifyCatalog } from './catalog';
import { checkCredentials } from './check';
import { canonicalEmployeeId } from './employee-id';
import { REQUIRES_ADMIN, REQUIRES_DOMAIN_ADMIN, REQUIRES_GRANT, REQUIRES_POLICY_ADMIN } from './errors';
import { canonicalExpenseId } from './expense-id';
import { listCompanyCards } from './operations/company-cards';
import { exportFiles } from './operations/export-files';
import { getPoliciesById, listPolicies } from './operations/policies';
import { getReports, listReports } from './operations/reports';
import { expensifyPlatformResources } from './platform-resources';
import { canonicalPolicyId } from './policy-id';
import { canonicalReportId } from './report-id';
import { canonicalRuleId } from './rule-id';
import { createExpensifySandbox } from './sandbox';
import { expensifyWrites } from './writes';

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
      operations: ['LIST', 'GET', 'CREATE', 'MARK_REIMBURSED', 'EXPORT'],
      details: [
        {
          operation: 'LIST',
          delivery: 'IMMEDIATE',
          note:
            'Reports that the account of the credentials can see, as far back as `sync.history.days`. An export job and ' +
            'a download for every year or part of it.',
        },
        { operation: 'GET', delivery: 'IMMEDIATE', note: 'One export job and one download for up to 100 reports.' },
        {
          operation: 'CREATE',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_GRANT,
          note: 'Open, under a policy. Expenses that are created along have no more than merchant, day and amount.',
        },
        {
          operation: 'MARK_REIMBURSED',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_POLICY_ADMIN,
          note: 'Approved reports only; others are passed over. Expensify notes the payment and moves no money.',
        },
        {
          operation: 'EXPORT',
          delivery: 'IMMEDIATE',
          note:
            'CSV, XLS, XLSX, TXT, JSON and XML files by a template, ours or your own in FreeMarker, and one PDF a report. ' +
            'Ordered at once; the files follow. One export covers at most a year.',
        },
      ],
      list: listReports,
      getMany: getReports,
      canonicalRemoteId: canonicalReportId,
    },
    EXPENSES: {
      operations: ['LIST', 'GET', 'CREATE'],
      details: [
        { operation: 'LIST', delivery: 'IMMEDIATE', note: 'Expenses are read with the reports that they are on.' },
        { operation: 'GET', delivery: 'FROM_OUR_RECORDS', note: 'Expensify cannot be asked for one expense.' },
        {
          operation: 'CREATE',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_GRANT,
          note: 'On a report that is given, or on one that Expensify opens. Receipts cannot be sent.',
        },
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
      operations: ['LIST', 'GET', 'CREATE', 'UPDATE'],
      details: [
        {
          operation: 'LIST',
          delivery: 'IMMEDIATE',
          note: 'Tax settings are told for policies of which the account of the credentials is an admin.',
        },
        { operation: 'CREATE', delivery: 'IMMEDIATE', note: 'The account of the credentials owns it.' },
        {
          operation: 'UPDATE',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_POLICY_ADMIN,
          note:
            'Categories, tags, fields of reports, and who approves by tag. Tags that are added are read and sent whole; ' +
            'levels that depend on each other are sent in a file.',
        },
      ],
      list: listPolicies,
      getMany: getPoliciesById,
      canonicalRemoteId: canonicalPolicyId,
    },
    EMPLOYEES: {
      operations: ['LIST', 'GET', 'UPDATE'],
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
        {
          operation: 'UPDATE',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_DOMAIN_ADMIN,
          note: 'Invites, changes and removes members of policies. A dry run tells what would happen.',
        },
      ],
      list: listPolicies,
      canonicalRemoteId: canonicalEmployeeId,
    },
    EXPENSE_RULES: {
      operations: ['CREATE', 'UPDATE'],
      details: [
        {
          operation: 'CREATE',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_POLICY_ADMIN,
          note: 'Expensify tells the number of a rule only to those who try to create the same one again.',
        },
        { operation: 'UPDATE', delivery: 'IMMEDIATE', requires: REQUIRES_POLICY_ADMIN },
      ],
      canonicalRemoteId: canonicalRuleId,
    },
    CARDS: {
      operations: ['LIST', 'EXPORT'],
      details: [
        {
          operation: 'LIST',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_DOMAIN_ADMIN,
          note: 'The cards of a domain, read each time they are asked for.',
        },
        {
          operation: 'EXPORT',
          delivery: 'IMMEDIATE',
          requires: REQUIRES_DOMAIN_ADMIN,
          note: "The transactions of a domain's cards, for reconciliation: CSV, TXT, JSON and XML files. Ordered at once.",
        },
      ],
    },
  },
  platformResources: expensifyPlatformResources,
  writes: expensifyWrites,
  exports: exportFiles,
  listCompanyCards,
  check: checkCredentials,
  // Which of credential, account or address the limits are counted by is not stated; the credential is the safe guess.
  // Ours are counted by both halves of it: the ID alone is no secret, and whoever knows it could use up another's limit.
  budgetScope: ({ 'partner.user.id': id, 'partner.user.secret': secret }) =>
    createHash('sha256')
      .update(JSON.stringify([id, secret]))
      .digest('hex'),
  createSandbox: createExpensifySandbox,
};
