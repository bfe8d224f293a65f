import { AbsentRecordEntity } from './absent-record.entity';
import { AgentSessionEntity } from './agent-session.entity';
import { BookEntryEntity } from './book-entry.entity';
import { BulkJobChunkEntity } from './bulk-job-chunk.entity';
import { BulkJobEntity } from './bulk-job.entity';
import { ChangeEventEntity } from './change-event.entity';
import { EmployeeEntity } from './employee.entity';
import { ExpenseEntity } from './expense.entity';
import { ExpenseReceiptEntity } from './expense-receipt.entity';
import { FinancialReportEntity } from './financial-report.entity';
import { IdempotencyKeyEntity } from './idempotency-key.entity';
import { InstanceEntity } from './instance.entity';
import { InstanceAgentEntity } from './instance-agent.entity';
import { InstanceConfigurationEntity } from './instance-configuration.entity';
import { JobWorkerEntity } from './job-worker.entity';
import { LeaseEntity } from './lease.entity';
import { OAuthConsentEntity } from './oauth-consent.entity';
import { OrganizationEntity } from './organization.entity';
import { OrganizationReturnUrlEntity } from './organization-return-url.entity';
import { PolicyEntity } from './policy.entity';
import { PolicyMembershipEntity } from './policy-membership.entity';
import { ReportExportChunkEntity } from './report-export-chunk.entity';
import { ReportExportFileEntity } from './report-export-file.entity';
import { ReportExportEntity } from './report-export.entity';
import { ReportEntity } from './report.entity';
import { ResourceFreshnessEntity } from './resource-freshness.entity';
import { SyncRunEntity } from './sync-run.entity';
import { SyncScheduleEntity } from './sync-schedule.entity';
import { TaxCodeListEntity } from './tax-code-list.entity';
import { TaxDocumentChangeEntity } from './tax-document-change.entity';
import { TaxDocumentEntity } from './tax-document.entity';
import { UserEntity } from './user.entity';
import { VendorBudgetEntity } from './vendor-budget.entity';
import { VendorCallEntity } from './vendor-call.entity';
import { VendorNoticeEntity } from './vendor-notice.entity';
import { VendorWriteEntity } from './vendor-write.entity';
import { WebhookChannelEntity } from './webhook-channel.entity';
import { WebhookDeliveryEntity } from './webhook-delivery.entity';

/** Every table. The migrations are checked against these. */
export const entities: Function[] = [
  AbsentRecordEntity,
  AgentSessionEntity,
  BookEntryEntity,
  BulkJobChunkEntity,
  BulkJobEntity,
  ChangeEventEntity,
  EmployeeEntity,
  ExpenseEntity,
  ExpenseReceiptEntity,
  FinancialReportEntity,
  IdempotencyKeyEntity,
  InstanceAgentEntity,
  InstanceConfigurationEntity,
  InstanceEntity,
  JobWorkerEntity,
  LeaseEntity,
  OAuthConsentEntity,
  OrganizationEntity,
  OrganizationReturnUrlEntity,
  PolicyEntity,
  PolicyMembershipEntity,
  ReportEntity,
  ReportExportChunkEntity,
  ReportExportEntity,
  ReportExportFileEntity,
  ResourceFreshnessEntity,
  SyncRunEntity,
  SyncScheduleEntity,
  TaxCodeListEntity,
  TaxDocumentChangeEntity,
  TaxDocumentEntity,
  UserEntity,
  VendorBudgetEntity,
  VendorCallEntity,
  VendorNoticeEntity,
  VendorWriteEntity,
  WebhookChannelEntity,
  WebhookDeliveryEntity,
];
