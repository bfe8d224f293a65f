import { AbsentRecordEntity } from './absent-record.entity';
import { EmployeeEntity } from './employee.entity';
import { ExpenseEntity } from './expense.entity';
import { IdempotencyKeyEntity } from './idempotency-key.entity';
import { InstanceEntity } from './instance.entity';
import { InstanceConfigurationEntity } from './instance-configuration.entity';
import { LeaseEntity } from './lease.entity';
import { OrganizationEntity } from './organization.entity';
import { PolicyEntity } from './policy.entity';
import { PolicyMembershipEntity } from './policy-membership.entity';
import { ReportEntity } from './report.entity';
import { ResourceFreshnessEntity } from './resource-freshness.entity';
import { UserEntity } from './user.entity';
import { VendorBudgetEntity } from './vendor-budget.entity';
import { VendorCallEntity } from './vendor-call.entity';

/** Every table. The migrations are checked against these. */
export const entities: Function[] = [
  AbsentRecordEntity,
  EmployeeEntity,
  ExpenseEntity,
  IdempotencyKeyEntity,
  InstanceConfigurationEntity,
  InstanceEntity,
  LeaseEntity,
  OrganizationEntity,
  PolicyEntity,
  PolicyMembershipEntity,
  ReportEntity,
  ResourceFreshnessEntity,
  UserEntity,
  VendorBudgetEntity,
  VendorCallEntity,
];
