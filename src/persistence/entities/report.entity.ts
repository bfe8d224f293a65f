import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';
import { RecordColumns } from './record-columns';

/** Something may still happen to them. */
const UNFINISHED = { where: "status NOT IN ('REIMBURSED','CLOSED')" };

/** A vendor's expense report, as we last read it. */
@Entity('reports')
@Check('reports_status', "status IN ('OPEN','SUBMITTED','APPROVED','REIMBURSED','CLOSED','UNKNOWN')")
@Check('reports_total', '(total_amount IS NULL) = (total_currency IS NULL)')
@Check('reports_reimbursement_method', "reimbursement_method IN ('VENDOR_TRANSFER','RECORDED','UNKNOWN')")
@Index('reports_by_created', ['instanceId', 'createdSort', 'remoteId'])
@Index('reports_by_submitted', ['instanceId', 'submittedSort', 'remoteId'])
@Index('reports_by_approved', ['instanceId', 'approvedSort', 'remoteId'])
@Index('reports_by_reimbursed', ['instanceId', 'reimbursedSort', 'remoteId'])
@Index('reports_by_name', ['instanceId', 'nameSort', 'remoteId'])
@Index('reports_by_total', ['instanceId', 'totalCurrency', 'totalAmount', 'remoteId'])
@Index('reports_by_changed', ['instanceId', 'changedAt', 'remoteId'])
@Index('reports_of_organization_by_created', ['organizationId', 'createdSort', 'instanceId', 'remoteId'])
@Index('reports_of_organization_by_submitted', ['organizationId', 'submittedSort', 'instanceId', 'remoteId'])
@Index('reports_of_organization_by_approved', ['organizationId', 'approvedSort', 'instanceId', 'remoteId'])
@Index('reports_of_organization_by_reimbursed', ['organizationId', 'reimbursedSort', 'instanceId', 'remoteId'])
@Index('reports_of_organization_by_name', ['organizationId', 'nameSort', 'instanceId', 'remoteId'])
@Index('reports_of_organization_by_total', ['organizationId', 'totalCurrency', 'totalAmount', 'instanceId', 'remoteId'])
@Index('reports_of_organization_by_changed', ['organizationId', 'changedAt', 'instanceId', 'remoteId'])
@Index('reports_unfinished_by_created', ['instanceId', 'status', 'createdSort', 'remoteId'], UNFINISHED)
@Index('reports_unfinished_by_submitted', ['instanceId', 'status', 'submittedSort', 'remoteId'], UNFINISHED)
@Index('reports_unfinished_by_approved', ['instanceId', 'status', 'approvedSort', 'remoteId'], UNFINISHED)
@Index('reports_unfinished_by_reimbursed', ['instanceId', 'status', 'reimbursedSort', 'remoteId'], UNFINISHED)
@Index('reports_unfinished_by_name', ['instanceId', 'status', 'nameSort', 'remoteId'], UNFINISHED)
@Index('reports_unfinished_by_changed', ['instanceId', 'status', 'changedAt', 'remoteId'], UNFINISHED)
@Index(
  'reports_unfinished_of_organization_by_created',
  ['organizationId', 'status', 'createdSort', 'instanceId', 'remoteId'],
  UNFINISHED,
)
@Index(
  'reports_unfinished_of_organization_by_submitted',
  ['organizationId', 'status', 'submittedSort', 'instanceId', 'remoteId'],
  UNFINISHED,
)
@Index(
  'reports_unfinished_of_organization_by_approved',
  ['organizationId', 'status', 'approvedSort', 'instanceId', 'remoteId'],
  UNFINISHED,
)
@Index(
  'reports_unfinished_of_organization_by_reimbursed',
  ['organizationId', 'status', 'reimbursedSort', 'instanceId', 'remoteId'],
  UNFINISHED,
)
@Index(
  'reports_unfinished_of_organization_by_name',
  ['organizationId', 'status', 'nameSort', 'instanceId', 'remoteId'],
  UNFINISHED,
)
@Index(
  'reports_unfinished_of_organization_by_changed',
  ['organizationId', 'status', 'changedAt', 'instanceId', 'remoteId'],
  UNFINISHED,
)
@Index('reports_of_submitter', ['instanceId', 'submitterEmail', 'createdSort', 'remoteId'])
@Index('reports_under_policy', ['instanceId', 'policyRemoteId'])
// With operator classes, which TypeORM cannot express.
@Index('reports_search', { synchronize: false })
@Index('reports_of_organization_by_moments', { synchronize: false })
export class ReportEntity extends RecordColumns {
  @ForeignKey(() => InstanceEntity, { name: 'reports_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'reports_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('text', { name: 'remote_id', collation: 'C', primaryKeyConstraintName: 'reports_pkey' })
  remoteId!: string;

  @Column('text')
  name!: string;

  /** For ordering only. */
  @Column({ type: 'text', name: 'name_sort', collation: 'C' })
  nameSort!: string;

  /** What a text condition looks into. */
  @Column('text', { name: 'search_text' })
  searchText!: string;

  @Column('text')
  status!: string;

  @Column('text', { name: 'vendor_status', nullable: true })
  vendorStatus!: string | null;

  @Column('numeric', { name: 'total_amount', precision: 19, scale: 5, nullable: true })
  totalAmount!: string | null;

  @Column('character', { name: 'total_currency', length: 3, nullable: true })
  totalCurrency!: string | null;

  @Column({ type: 'text', name: 'submitter_email', collation: 'C', nullable: true })
  submitterEmail!: string | null;

  @Column('text', { name: 'submitter_name', nullable: true })
  submitterName!: string | null;

  @Column('text', { name: 'next_approver_email', nullable: true })
  nextApproverEmail!: string | null;

  @Column({ type: 'text', name: 'policy_remote_id', collation: 'C', nullable: true })
  policyRemoteId!: string | null;

  @Column('timestamptz', { name: 'created_at', nullable: true })
  createdAt!: Date | null;

  @Column('date', { name: 'created_on', nullable: true })
  createdOn!: string | null;

  /** For ordering only. */
  @Column('timestamptz', { name: 'created_sort', nullable: true })
  createdSort!: Date | null;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt!: Date | null;

  @Column('date', { name: 'submitted_on', nullable: true })
  submittedOn!: string | null;

  /** For ordering only. */
  @Column('timestamptz', { name: 'submitted_sort', nullable: true })
  submittedSort!: Date | null;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null;

  @Column('date', { name: 'approved_on', nullable: true })
  approvedOn!: string | null;

  /** For ordering only. */
  @Column('timestamptz', { name: 'approved_sort', nullable: true })
  approvedSort!: Date | null;

  @Column('timestamptz', { name: 'reimbursed_at', nullable: true })
  reimbursedAt!: Date | null;

  @Column('date', { name: 'reimbursed_on', nullable: true })
  reimbursedOn!: string | null;

  /** For ordering only. */
  @Column('timestamptz', { name: 'reimbursed_sort', nullable: true })
  reimbursedSort!: Date | null;

  @Column('text', { name: 'reimbursement_method', nullable: true })
  reimbursementMethod!: string | null;

  @Column('text', { name: 'reimbursement_reference', nullable: true })
  reimbursementReference!: string | null;

  @Column('text', { name: 'reimbursement_source', nullable: true })
  reimbursementSource!: string | null;

  @Column('jsonb')
  approvals!: unknown;

  @Column('jsonb', { name: 'custom_fields' })
  customFields!: unknown;

  @Column('jsonb', { nullable: true })
  history!: unknown;

  @Column('text', { name: 'web_url', nullable: true })
  webUrl!: string | null;
}
