import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';

/** One employee in one policy: all that the employee's record said, no more. */
@Entity('policy_memberships')
@Check('policy_memberships_role', "role IN ('MEMBER','AUDITOR','ADMIN','UNKNOWN')")
@Check('policy_memberships_approval_limit', '(approval_limit_amount IS NULL) = (approval_limit_currency IS NULL)')
@Index('policy_memberships_of_policy', ['instanceId', 'policyRemoteId', 'employeeRemoteId'])
export class PolicyMembershipEntity {
  @ForeignKey(() => InstanceEntity, { name: 'policy_memberships_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'policy_memberships_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('text', {
    name: 'employee_remote_id',
    collation: 'C',
    primaryKeyConstraintName: 'policy_memberships_pkey',
  })
  employeeRemoteId!: string;

  @PrimaryColumn('text', {
    name: 'policy_remote_id',
    collation: 'C',
    primaryKeyConstraintName: 'policy_memberships_pkey',
  })
  policyRemoteId!: string;

  @Column('text')
  role!: string;

  @Column('text', { name: 'submits_to_remote_id', nullable: true })
  submitsToRemoteId!: string | null;

  @Column('text', { name: 'forwards_to_remote_id', nullable: true })
  forwardsToRemoteId!: string | null;

  @Column('numeric', { name: 'approval_limit_amount', precision: 19, scale: 5, nullable: true })
  approvalLimitAmount!: string | null;

  @Column('character', { name: 'approval_limit_currency', length: 3, nullable: true })
  approvalLimitCurrency!: string | null;

  @Column('text', { name: 'over_limit_approver_remote_id', nullable: true })
  overLimitApproverRemoteId!: string | null;
}
