import type { Job } from './job-transport';

/*
 * The jobs that write, one function a job. Expensify ignores a section that stands in the wrong place, and answers with
 * success: where each stands is decided here, and nowhere else.
 */

/** Keys are the names of report fields with `_` for every character but letters and digits. */
export interface NewReport {
  readonly policyID: string;
  readonly employeeEmail: string;
  readonly report: { readonly title: string; readonly fields?: Readonly<Record<string, string>> };
  /** The day is `date` here, and `created` where expenses are created on their own. */
  readonly expenses?: readonly {
    readonly merchant: string;
    readonly currency: string;
    readonly date: string;
    readonly amount: number;
  }[];
}

export function createReportJob(settings: NewReport): Job {
  return { type: 'create', inputSettings: { type: 'report', ...settings } };
}

export interface NewTransaction {
  readonly merchant: string;
  readonly created: string;
  readonly amount: number;
  readonly currency: string;
  readonly externalID?: string;
  readonly category?: string;
  readonly tag?: string;
  readonly billable?: boolean;
  readonly reimbursable?: boolean;
  readonly comment?: string;
  readonly reportID?: string;
  readonly policyID?: string;
  readonly tax?: { readonly rateID: string; readonly amount?: number };
}

export function createExpensesJob(employeeEmail: string, transactionList: readonly NewTransaction[]): Job {
  return { type: 'create', inputSettings: { type: 'expenses', employeeEmail, transactionList } };
}

export function createPolicyJob(policyName: string, plan: 'team' | 'corporate' | undefined): Job {
  return { type: 'create', inputSettings: { type: 'policy', policyName, plan } };
}

export interface RuleSettings {
  readonly policyID: string;
  readonly employeeEmail: string;
  readonly actions: { readonly tag?: string; readonly defaultBillable?: boolean };
}

export function createExpenseRuleJob(settings: RuleSettings): Job {
  return { type: 'create', inputSettings: { type: 'expenseRules', ...settings } };
}

export function updateExpenseRuleJob(ruleID: number, settings: RuleSettings): Job {
  return { type: 'update', inputSettings: { type: 'expenseRules', ruleID, ...settings } };
}

export function updateReportStatusJob(reportIds: readonly string[], paymentSource: string | undefined): Job {
  const filters = { reportIDList: reportIds.join(',') };
  return { type: 'update', inputSettings: { type: 'reportStatus', status: 'REIMBURSED', paymentSource, filters } };
}

export interface CategoriesSection {
  readonly action: 'merge' | 'replace';
  readonly data: readonly {
    readonly name: string;
    readonly enabled: boolean;
    readonly glCode?: string;
    readonly payrollCode?: string;
    readonly commentHint?: string;
    readonly areCommentsRequired?: boolean;
    readonly maxExpenseAmount?: number;
  }[];
}

export interface ReportFieldsSection {
  readonly action: 'merge' | 'replace';
  readonly data: readonly {
    readonly name: string;
    readonly type: 'text' | 'dropdown' | 'date';
    readonly values?:
      readonly string[] | readonly { readonly name: string; readonly enabled: boolean; readonly externalID: string }[];
    readonly defaultValue?: string;
  }[];
}

/** A level of tags. Its name stands only where there are several. */
export interface TagLevel {
  readonly name?: string;
  readonly setRequired?: boolean;
  readonly tags: readonly { readonly name: string; readonly glCode?: string; readonly enabled: boolean }[];
}

export type TagsSection =
  | { readonly source: 'inline'; readonly action: 'merge' | 'replace'; readonly data: readonly TagLevel[] }
  | {
      readonly source: 'file';
      readonly action: 'replace';
      readonly config: {
        readonly dependency: boolean;
        readonly glCodes: boolean;
        readonly header: boolean;
        /** One for all levels that depend on each other, else one a level. */
        readonly setRequired?: boolean | readonly boolean[];
        readonly fileType: 'csv' | 'tsv';
      };
    };

/** The sections that a policy can be changed in: exactly one a job, beside `inputSettings`. */
export type PolicySection =
  | { readonly categories: CategoriesSection }
  | { readonly tags: TagsSection }
  | { readonly reportFields: ReportFieldsSection };

export function updatePolicyJob(policyIds: readonly string[], section: PolicySection): Job {
  const policyIDList = [...new Set(policyIds)];
  const which = policyIDList.length === 1 ? { policyID: policyIDList[0] } : { policyIDList };
  return { type: 'update', inputSettings: { type: 'policy', ...which }, ...section };
}

/** An empty approver takes the one away that is there. */
export function updateTagApproversJob(
  policyID: string,
  tagApprovers: readonly { readonly name: string; readonly approver: string }[],
): Job {
  return { type: 'update', inputSettings: { type: 'tagApprovers', policyID }, tagApprovers };
}

export interface EmployeesSettings {
  readonly 'dry-run': boolean;
  readonly setEmployeePrimaryPolicy: 'none' | 'new_employees' | 'all_employees';
  readonly shouldFixApprovalChains: boolean;
  readonly fixFirstLevelManagersOnly: boolean;
  readonly shouldSkipNotificationEmail: boolean;
  /** Addresses, separated by commas. */
  readonly recipients: string | null;
}

/** The employees themselves travel in the form field `data`. */
export function updateEmployeesJob({ recipients, ...settings }: EmployeesSettings): Job {
  const onFinish = recipients === null ? undefined : [{ actionName: 'email', recipients }];
  const inputSettings = { type: 'employees', entity: 'generic' };
  return { type: 'update', dataSource: 'request', ...settings, inputSettings, onFinish };
}
