import type { CategoryTemplate } from './data/catalogue';
import type { Company, Employee, Policy } from './data/company';
import { toDateTime } from './data/expense-generator';
import type { FullReport, ReportState, StoredExpense, StoredReport } from './data/records';
import type { Hash, MaybeValue } from './freemarker';
import { joinTagLevels, type Encode } from './text-encoding';

/** What people see on the web site. */
export const STATE_LABELS: Readonly<Record<ReportState, string>> = {
  OPEN: 'Open',
  SUBMITTED: 'Processing',
  APPROVED: 'Approved',
  REIMBURSED: 'Reimbursed',
  ARCHIVED: 'Closed',
};

export interface ModelOptions {
  readonly encode: Encode;
  readonly status: 'label' | 'upper' | 'archived';
  readonly dates: 'time' | 'day';
  /** Leaves out what is empty, and what current documentation does not name. */
  readonly sparse: boolean;
}

/** Turns stored reports into what a template sees: attribute names as in the vendor's template reference. */
export class TemplateModel {
  private readonly categories: ReadonlyMap<Policy['id'], ReadonlyMap<string, CategoryTemplate>>;

  constructor(
    private readonly company: Company,
    private readonly options: ModelOptions,
  ) {
    this.categories = new Map(
      company.policies.map(({ id, categories }) => [id, new Map(categories.map((one) => [one.name, one]))]),
    );
  }

  report({ report, policy, expenses }: FullReport): Hash {
    const { encode } = this.options;
    const submitter = this.company.findEmployee(report.accountEmail);
    const approver = this.company.findEmployee(report.approverEmail);
    const fields = Object.entries(report.fields).map(([name, value]) => [
      name.replace(/[^A-Za-z0-9]/g, '_'),
      encode(value),
    ]);
    return this.finish(
      {
        reportID: report.reportID,
        oldReportID: report.longID,
        reportName: encode(report.name),
        policyID: policy.id,
        policyName: encode(policy.name),
        accountEmail: report.accountEmail,
        accountID: submitter?.accountID ?? 0,
        submitter: personOf(submitter, encode),
        employeeCustomField1: encode(submitter?.customField1 ?? submitter?.employeeID ?? ''),
        employeeCustomField2: encode(submitter?.customField2 ?? ''),
        managerEmail: report.submittedAt === null ? '' : report.approverEmail,
        managerUserID: approver?.employeeID ?? '',
        managerPayrollID: approver?.payrollID ?? '',
        manager: personOf(approver, encode),
        status: this.status(report.state),
        currency: policy.outputCurrency,
        total: expenses.reduce((total, { convertedAmount }) => total + (convertedAmount ?? 0), 0),
        created: this.date(report.createdAt),
        submitted: this.date(report.submittedAt),
        approved: this.date(report.approvedAt),
        reimbursed: this.date(report.reimbursedAt),
        entryID: report.reimbursement?.entryID ?? '',
        isACHReimbursed: report.reimbursement?.ach ?? false,
        customField: Object.fromEntries(fields) as Hash,
        approvers: report.approvedAt === null ? [] : [this.approver(report, approver)],
        actionList: this.history(report),
        transactionList: expenses.map((expense) => this.expense(expense, report)),
      },
      {
        submitterEmail: report.accountEmail,
        submitterUserID: submitter?.employeeID ?? '',
        submitterPayrollID: submitter?.payrollID ?? '',
        displayStatus: STATE_LABELS[report.state],
        managerID: approver?.accountID ?? '',
        state: appState(report).name,
        stateNum: appState(report).number,
      },
    );
  }

  private expense(expense: StoredExpense, report: StoredReport): Hash {
    const { encode } = this.options;
    const { tax, distance, receipt, card } = expense;
    const category = this.categories.get(report.policyID)?.get(expense.category);
    const documented: Record<string, MaybeValue> = {
      transactionID: expense.transactionID,
      reportID: report.reportID,
      type: distance === null ? 'expense' : 'distance',
      created: expense.created,
      modifiedCreated: expense.modifiedCreated ?? '',
      inserted: expense.inserted,
      merchant: encode(expense.merchant),
      modifiedMerchant: encode(expense.modifiedMerchant ?? ''),
      amount: expense.amount ?? 0,
      modifiedAmount: expense.modifiedAmount ?? '',
      convertedAmount: expense.convertedAmount ?? '',
      currency: expense.currency,
      currencyConversionRate: expense.currencyConversionRate,
      category: encode(expense.category),
      categoryGlCode: category?.glCode ?? '',
      categoryPayrollCode: category?.payrollCode ?? '',
      comment: encode(expense.comment),
      billable: expense.billable,
      reimbursable: expense.reimbursable,
      hasTax: tax !== null,
      taxAmount: tax?.amount ?? '',
      modifiedTaxAmount: '',
      taxName: tax?.field ?? '',
      taxRate: tax === null ? '' : `${tax.rate.rate}%`,
      taxRateName: encode(tax?.rate.name ?? ''),
      taxCode: tax?.rate.rateID ?? '',
      mcc: expense.mcc,
      modifiedMCC: '',
      bank: card?.bank ?? '',
      receiptID: receipt?.id ?? '',
      receiptFilename: receipt?.filename ?? '',
      receiptObject: receipt === null ? '' : receiptOf(receipt, expense.transactionID),
      attendees: expense.attendees.map(({ email, displayName }) => ({
        email,
        displayName: encode(displayName),
        thumbnail: '',
      })),
      units: distance === null ? '' : { count: distance.count, rate: distance.rate, unit: distance.unit },
    };
    addTags(documented, expense, encode);
    return this.finish(documented, {
      isDistance: distance !== null,
      cardName: encode(card?.name ?? ''),
      cardID: card?.id ?? '',
      externalID: expense.externalID,
      nameValuePairs: expense.split ? { source: 'split' } : {},
    });
  }

  /** Adds in place: a copy of sixty attributes for each of a hundred thousand expenses would cost seconds. */
  private finish(documented: Record<string, MaybeValue>, older: Hash): Hash {
    if (!this.options.sparse) return Object.assign(documented, older);
    return Object.fromEntries(Object.entries(documented).filter(([, value]) => value !== ''));
  }

  private status(state: ReportState): string {
    if (this.options.status === 'upper') return state;
    return this.options.status === 'archived' && state === 'ARCHIVED' ? 'Archived' : STATE_LABELS[state];
  }

  private date(time: number | null): string {
    if (time === null) return '';
    return this.options.dates === 'day' ? toDateTime(time).slice(0, 10) : toDateTime(time);
  }

  private approver(report: StoredReport, approver: Employee | undefined): Hash {
    return {
      email: report.approverEmail,
      date: this.date(report.approvedAt),
      ...personOf(approver, this.options.encode),
      employeeUserID: approver?.employeeID ?? '',
      employeePayrollID: approver?.payrollID ?? '',
    };
  }

  private history(report: StoredReport): Hash[] {
    const entry = (action: string, accountEmail: string, time: number | null, details: Hash): Hash[] => {
      return time === null ? [] : [{ action, accountEmail, created: toDateTime(time), details }];
    };
    const expectedDate = toDateTime((report.reimbursedAt ?? 0) + 4 * 86_400_000).slice(0, 10);
    return [
      ...entry('CREATED', report.accountEmail, report.createdAt, {}),
      ...entry('SUBMITTED', report.accountEmail, report.submittedAt, {
        message: this.options.encode('Please approve & pay'),
      }),
      ...entry('APPROVED', report.approverEmail, report.approvedAt, {}),
      ...entry('REIMBURSED', report.approverEmail, report.reimbursedAt, { expectedDate }),
    ];
  }
}

function personOf(employee: Employee | undefined, encode: Encode): Hash {
  if (employee === undefined) return {};
  const { firstName, lastName } = employee;
  return { firstName: encode(firstName), lastName: encode(lastName), fullName: encode(`${firstName} ${lastName}`) };
}

/** Names and numbers of the newer product. The number of a manual reimbursement is nowhere to be found; 4 is a guess. */
export function appState({ state, reimbursement }: StoredReport): { name: string; number: number } {
  if (state === 'REIMBURSED') {
    return reimbursement?.ach ? { name: 'AUTOREIMBURSED', number: 6 } : { name: 'MANUALREIMBURSED', number: 4 };
  }
  return { name: state, number: { OPEN: 0, SUBMITTED: 1, APPROVED: 2, ARCHIVED: 2 }[state] };
}

function addTags(attributes: Record<string, MaybeValue>, { tags }: StoredExpense, encode: Encode): void {
  attributes['tag'] = encode(joinTagLevels(tags.map(({ name }) => name)));
  attributes['tagGlCode'] = tags.map(({ glCode }) => glCode).join(':');
  tags.forEach(({ name, glCode }, index) => {
    attributes[`ntag${index + 1}`] = encode(name);
    attributes[`ntag${index + 1}GlCode`] = glCode;
  });
}

function receiptOf(receipt: NonNullable<StoredExpense['receipt']>, transactionID: string): Hash {
  const url = `https://www.expensify.com/receipts/${receipt.filename}`;
  const type = receipt.filename.split('.').at(-1)!;
  return { url, thumbnail: `${url}.1024.jpg`, smallThumbnail: `${url}.320.jpg`, type, transactionID };
}
