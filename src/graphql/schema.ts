import 'reflect-metadata';
import { AgentMutationResolver, AgentResolver, InstanceAgentResolver } from './agent/agent.resolver';
import { bookEntryReference } from './books/book-entry-lookup';
import {
  CustomerResolver,
  DepartmentResolver,
  LedgerAccountResolver,
  TrackingClassResolver,
} from './books/book-entry.resolver';
import { Customer } from './books/customer.type';
import { Department } from './books/department.type';
import { InstanceBooksResolver } from './books/instance-books.resolver';
import { LedgerAccount } from './books/ledger-account.type';
import { Supplier } from './books/supplier.type';
import { TrackingClass } from './books/tracking-class.type';
import { ChangeEventResolver, InstanceEventsResolver } from './change-event/change-event.resolver';
import { SupplierWriteResolver } from './books/supplier-write.resolver';
import { CompanyCardResolver, InstanceDomainCardsResolver } from './company-card/company-card.resolver';
import type { GraphqlContext } from './context';
import { ConfigurationFieldResolver } from './element/configuration-field.resolver';
import { resolveElementReference } from './element/element.reference';
import { ElementResolver } from './element/element.resolver';
import { Element } from './element/element.type';
import { resolveEmployeeReference } from './employee/employee.reference';
import { EmployeeMutationResolver } from './employee/employee-mutation.resolver';
import { EmployeeResolver } from './employee/employee.resolver';
import { EmployeeWriteResolver } from './employee/employee-write.resolver';
import { Employee } from './employee/employee.type';
import { InstanceEmployeesResolver } from './employee/instance-employees.resolver';
import { PolicyMembershipResolver } from './employee/policy-membership.resolver';
import { buildSubgraphSchema, type SubgraphSchema } from './engine/build-subgraph-schema';
import type { ReferenceResolvers } from './engine/entities-resolver';
import { resolveExpenseReference } from './expense/expense.reference';
import { ExpenseMutationResolver } from './expense/expense-mutation.resolver';
import {
  ExpenseLineResolver,
  ExpensePartsResolver,
  ExpensePayeeResolver,
  LedgerPostingResolver,
} from './expense/expense-posting.resolver';
import { ExpenseReceiptResolver } from './expense/expense-receipt.resolver';
import { ExpenseResolver } from './expense/expense.resolver';
import { ExpenseWriteResolver } from './expense/expense-write.resolver';
import { Expense } from './expense/expense.type';
import { InstanceExpensesResolver } from './expense/instance-expenses.resolver';
import { ExpenseRuleResolver } from './expense-rule/expense-rule.resolver';
import { resolveFinancialReportReference } from './financial-report/financial-report.reference';
import {
  FinancialReportCellResolver,
  FinancialReportResolver,
  InstanceFinancialReportsResolver,
} from './financial-report/financial-report.resolver';
import { FinancialReport } from './financial-report/financial-report.type';
import { InstanceMutationResolver } from './instance/instance-mutation.resolver';
import { resolveInstanceReference } from './instance/instance.reference';
import { InstanceResolver } from './instance/instance.resolver';
import { Instance } from './instance/instance.type';
import {
  InstanceNotificationsResolver,
  NotificationDeliveryResolver,
  NotificationMutationResolver,
} from './notification/notification.resolver';
import { OAuthResolver } from './oauth/oauth.resolver';
import { InstancePoliciesResolver } from './policy/instance-policies.resolver';
import { PolicyMutationResolver } from './policy/policy-mutation.resolver';
import { PolicySettingsResolver } from './policy/policy-settings.resolver';
import { PolicyTagGroupResolver } from './policy/policy-tag.resolver';
import { resolvePolicyReference } from './policy/policy.reference';
import { PolicyResolver } from './policy/policy.resolver';
import { Policy } from './policy/policy.type';
import { InstanceReportsResolver } from './report/instance-reports.resolver';
import {
  ReportApprovalResolver,
  ReportHistoryEntryResolver,
  ReportTrailResolver,
} from './report/report-trail.resolver';
import { ReportMutationResolver } from './report/report-mutation.resolver';
import { resolveReportReference } from './report/report.reference';
import {
  InstanceReportExportsResolver,
  ReportExportFileResolver,
  ReportExportResolver,
} from './report-export/report-export.resolver';
import { openExpensesOf, ReportResolver } from './report/report.resolver';
import { Report } from './report/report.type';
import {
  ChangeNoticeResolver,
  ExpenseChangeResolver,
  InstanceStatusChangeResolver,
  ReportChangeResolver,
} from './subscription/change-notice.resolver';
import { SyncProgressResolver } from './subscription/sync-progress.resolver';
import { InstanceSyncRunsResolver, SyncRunResolver } from './sync-run/sync-run.resolver';
import { InstanceTaxesResolver } from './tax/instance-taxes.resolver';
import { resolveTaxDocumentReference } from './tax/tax-document.reference';
import { TaxDocumentHistoryEntryResolver, TaxDocumentResolver } from './tax/tax-document.resolver';
import { TaxDocument } from './tax/tax-document.type';
import { TaxMutationResolver } from './tax/tax-mutation.resolver';
import {
  InstanceErrorResolver,
  InvalidConfigurationErrorResolver,
  MissingConfigurationErrorResolver,
  OAuthFlowErrorResolver,
  RecordConflictErrorResolver,
  UnsupportedOperationErrorResolver,
} from './user-error/user-error.resolver';
import { USER_ERROR_TYPES } from './user-error/user-error.type';
import { InstanceVendorCallsResolver, VendorCallResolver } from './vendor-call/vendor-call.resolver';
import { VendorRecordResolver } from './vendor-record/vendor-record.resolver';
import { InstanceVendorWritesResolver, VendorWriteResolver } from './vendor-write/vendor-write.resolver';
import { ViewerResolver } from './viewer/viewer.resolver';

export interface ElementsSchemaOptions {
  /** Version of the federation's `@link`, such as `2.9`. */
  readonly federationVersion: string;
}

const RESOLVERS = [
  ElementResolver,
  ConfigurationFieldResolver,
  ViewerResolver,
  InstanceResolver,
  InstanceMutationResolver,
  InstanceAgentResolver,
  AgentResolver,
  AgentMutationResolver,
  OAuthResolver,
  InstanceReportsResolver,
  InstanceExpensesResolver,
  InstancePoliciesResolver,
  InstanceEmployeesResolver,
  InstanceBooksResolver,
  InstanceDomainCardsResolver,
  CompanyCardResolver,
  InstanceFinancialReportsResolver,
  FinancialReportResolver,
  FinancialReportCellResolver,
  InstanceEventsResolver,
  ChangeEventResolver,
  InstanceSyncRunsResolver,
  SyncRunResolver,
  InstanceReportExportsResolver,
  ReportExportResolver,
  ReportExportFileResolver,
  InstanceVendorCallsResolver,
  VendorCallResolver,
  InstanceVendorWritesResolver,
  VendorWriteResolver,
  InstanceNotificationsResolver,
  NotificationDeliveryResolver,
  NotificationMutationResolver,
  VendorRecordResolver,
  ReportResolver,
  ReportMutationResolver,
  ReportTrailResolver,
  ReportApprovalResolver,
  ReportHistoryEntryResolver,
  ExpenseResolver,
  ExpensePartsResolver,
  ExpenseLineResolver,
  ExpensePayeeResolver,
  ExpenseReceiptResolver,
  LedgerPostingResolver,
  CustomerResolver,
  LedgerAccountResolver,
  TrackingClassResolver,
  DepartmentResolver,
  ExpenseMutationResolver,
  ExpenseWriteResolver,
  ExpenseRuleResolver,
  PolicyResolver,
  PolicyMutationResolver,
  PolicySettingsResolver,
  PolicyTagGroupResolver,
  EmployeeResolver,
  EmployeeMutationResolver,
  EmployeeWriteResolver,
  SupplierWriteResolver,
  PolicyMembershipResolver,
  InstanceTaxesResolver,
  TaxDocumentResolver,
  TaxDocumentHistoryEntryResolver,
  TaxMutationResolver,
  ChangeNoticeResolver,
  ReportChangeResolver,
  ExpenseChangeResolver,
  InstanceStatusChangeResolver,
  SyncProgressResolver,
  MissingConfigurationErrorResolver,
  InvalidConfigurationErrorResolver,
  UnsupportedOperationErrorResolver,
  InstanceErrorResolver,
  OAuthFlowErrorResolver,
  RecordConflictErrorResolver,
] as const;

const ENTITIES = [
  Element,
  Instance,
  Report,
  Expense,
  Policy,
  Employee,
  Supplier,
  Customer,
  LedgerAccount,
  TrackingClass,
  Department,
  FinancialReport,
  TaxDocument,
];

const REFERENCES: ReferenceResolvers<GraphqlContext> = {
  Element: resolveElementReference,
  Instance: resolveInstanceReference,
  Report: resolveReportReference,
  Expense: resolveExpenseReference,
  Policy: resolvePolicyReference,
  Employee: resolveEmployeeReference,
  TaxDocument: resolveTaxDocumentReference,
  Supplier: bookEntryReference('SUPPLIER'),
  Customer: bookEntryReference('CUSTOMER'),
  LedgerAccount: bookEntryReference('LEDGER_ACCOUNT'),
  TrackingClass: bookEntryReference('TRACKING_CLASS'),
  Department: bookEntryReference('DEPARTMENT'),
  FinancialReport: resolveFinancialReportReference,
};

/** The whole graph: add a noun by adding its resolvers, and for an entity its type and its reference. */
export function buildElementsSchema({ federationVersion }: ElementsSchemaOptions): Promise<SubgraphSchema> {
  return buildSubgraphSchema<GraphqlContext>({
    federationVersion,
    resolvers: [...RESOLVERS],
    orphanedTypes: [...ENTITIES, ...USER_ERROR_TYPES],
    references: REFERENCES,
    direct: { Report: { expenses: openExpensesOf } },
  });
}
