import { z } from 'zod';
import { platformWrite, type PlatformWrite } from '../platform-resource';
import type { ExpenseDraft } from '../writes';
import { fromMinorUnits } from './money';
import { canonicalPolicyId } from './policy-id';
import { canonicalReportId } from './report-id';

/** What is not sent is not there. */
const BARE_EXPENSE = {
  description: null,
  category: null,
  tags: [],
  billable: null,
  reimbursable: null,
  tax: null,
  externalReference: null,
} satisfies Partial<ExpenseDraft>;

const Amount = z.int().meta({ description: 'In hundredths: 1234 is 12.34.', example: 1234 });
const Currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, 'a currency has three letters')
  .transform((code) => code.toUpperCase())
  .meta({ description: 'ISO 4217.', example: 'USD' });
const Day = z.iso.date().meta({ example: '2026-11-20' });
const Email = z.email().transform((address) => address.toLowerCase());
const PolicyId = z
  .string()
  .refine((id) => canonicalPolicyId(id) !== null, 'this is no ID of a policy')
  .meta({ example: '0810E551A5F2A9C2' });
const ReportId = z.string().refine((id) => canonicalReportId(id) !== null, 'this is no ID of a report');

const NewReport = z
  .strictObject({
    policyID: PolicyId,
    report: z.strictObject({
      title: z.string().min(1).max(255),
      fields: z.record(z.string(), z.string()).optional().meta({ description: 'Values of fields, by their names.' }),
    }),
    employeeEmail: Email.meta({ description: 'Whose report it is.' }),
    expenses: z
      .array(z.strictObject({ date: Day, amount: Amount, merchant: z.string().min(1).max(255), currency: Currency }))
      .max(100)
      .default([]),
  })
  .meta({ id: 'NewExpenseReport' });

const NewExpenses = z
  .strictObject({
    type: z.literal('expenses').optional(),
    employeeEmail: Email,
    transactionList: z
      .array(
        z.strictObject({
          created: Day,
          amount: Amount,
          merchant: z.string().min(1).max(255),
          currency: Currency,
          policyID: PolicyId.optional(),
          reportID: ReportId.optional(),
          externalID: z.string().max(255).optional(),
          category: z.string().max(255).optional(),
          tag: z.string().max(255).optional(),
          billable: z.boolean().optional(),
          reimbursable: z.boolean().optional(),
          comment: z.string().max(4_000).optional(),
        }),
      )
      .min(1)
      .max(100)
      .refine(sameOf('policyID'), 'the expenses of one request are under one policy')
      .refine(sameOf('reportID'), 'the expenses of one request are on one report'),
  })
  .meta({ id: 'NewExpenses' });

const NewPolicy = z
  .looseObject({
    policyName: z.string().min(1).max(255),
    type: z.enum(['team', 'corporate', 'policy']).optional().meta({ description: 'The plan; `team` without it.' }),
    plan: z.enum(['team', 'corporate']).optional(),
  })
  .meta({ id: 'NewPolicy' });

const Reimbursement = z.looseObject({
  paymentSource: z.string().max(100).optional().meta({ description: 'How it was paid, in your words.' }),
});

export const newReport: PlatformWrite = platformWrite({
  name: 'createReport',
  description: 'An open report under a policy, empty or with expenses.',
  body: NewReport,
  toRequest: (body) => {
    const { policyID, report, employeeEmail, expenses } = body as z.output<typeof NewReport>;
    return {
      name: report.title,
      submitterEmail: employeeEmail,
      policyRemoteId: canonicalPolicyId(policyID),
      customFields: Object.entries(report.fields ?? {}).map(([name, value]) => ({ name, value })),
      expenses: expenses.map(({ date, merchant, amount, currency }) => ({
        ...BARE_EXPENSE,
        merchant,
        date,
        amount: fromMinorUnits(amount, currency)!,
      })),
    };
  },
  remoteIdOf: ({ reportRemoteId }) => reportRemoteId,
});

export const newExpenses: PlatformWrite = platformWrite({
  name: 'createExpenses',
  description: 'Expenses of one person, on a report or on one that Expensify opens. Partial success is normal.',
  itemsMember: 'transactionList',
  body: NewExpenses,
  toRequest: (body) => {
    const { employeeEmail, transactionList } = body as z.output<typeof NewExpenses>;
    const [{ policyID, reportID } = {}] = transactionList;
    return {
      employeeEmail,
      policyRemoteId: policyID === undefined ? null : canonicalPolicyId(policyID),
      reportRemoteId: reportID === undefined ? null : canonicalReportId(reportID),
      expenses: transactionList.map((one) => ({
        merchant: one.merchant,
        date: one.created,
        amount: fromMinorUnits(one.amount, one.currency)!,
        description: one.comment ?? null,
        category: one.category ?? null,
        tags: one.tag === undefined ? [] : [one.tag],
        billable: one.billable ?? null,
        reimbursable: one.reimbursable ?? null,
        tax: null,
        externalReference: one.externalID ?? null,
      })),
    };
  },
  remoteIdOf: ({ items }) => items.flatMap((item) => (item.outcome === 'DONE' ? (item.remoteId ?? []) : []))[0] ?? null,
});

export const newPolicy: PlatformWrite = platformWrite({
  name: 'createPolicy',
  description: 'A policy that the account of the credentials owns.',
  body: NewPolicy,
  toRequest: (body) => {
    const { policyName, type, plan } = body as z.output<typeof NewPolicy>;
    return { name: policyName, plan: plan ?? (type === 'policy' ? null : (type ?? null)) };
  },
  remoteIdOf: ({ policyRemoteId }) => policyRemoteId,
});

export const reimbursement: PlatformWrite = platformWrite({
  name: 'markReportsReimbursed',
  description: 'Notes that an approved report was paid back outside of Expensify. No money moves.',
  body: Reimbursement,
  toRequest: (body, remoteId) => ({
    reportRemoteIds: [remoteId ?? ''],
    paymentSource: (body as z.output<typeof Reimbursement>).paymentSource ?? null,
  }),
  remoteIdOf: (_result, remoteId) => remoteId,
});

function sameOf<Name extends string>(name: Name): (list: readonly Partial<Record<Name, string>>[]) => boolean {
  return (list) => list.every((one) => one[name] === list[0]?.[name]);
}
