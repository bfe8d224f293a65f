import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { InstanceEntity } from './instance.entity';
import { RecordColumns } from './record-columns';

/** A vendor's employee, as we last read them. */
@Entity('employees')
@Check('employees_role', "role IN ('MEMBER','AUDITOR','ADMIN','UNKNOWN')")
@Index('employees_by_name', ['instanceId', 'nameSort', 'remoteId'])
@Index('employees_by_email', ['instanceId', 'email', 'remoteId'])
@Index('employees_by_changed', ['instanceId', 'changedAt', 'remoteId'])
@Index('employees_of_organization_by_name', ['organizationId', 'nameSort', 'instanceId', 'remoteId'])
@Index('employees_of_organization_by_email', ['organizationId', 'email', 'instanceId', 'remoteId'])
@Index('employees_of_organization_by_changed', ['organizationId', 'changedAt', 'instanceId', 'remoteId'])
@Index('employees_employee_number', ['instanceId', 'employeeNumber'], { where: 'employee_number IS NOT NULL' })
@Index('employees_of_manager', ['instanceId', 'managerRemoteId'], { where: 'manager_remote_id IS NOT NULL' })
// With operator classes, which TypeORM cannot express.
@Index('employees_search', { synchronize: false })
export class EmployeeEntity extends RecordColumns {
  @ForeignKey(() => InstanceEntity, { name: 'employees_instance_fkey' })
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'employees_pkey' })
  instanceId!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('text', { name: 'remote_id', collation: 'C', primaryKeyConstraintName: 'employees_pkey' })
  remoteId!: string;

  @Column({ type: 'text', collation: 'C', nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  name!: string | null;

  /** For ordering only. */
  @Column({ type: 'text', name: 'name_sort', collation: 'C' })
  nameSort!: string;

  /** What a text condition looks into. */
  @Column('text', { name: 'search_text' })
  searchText!: string;

  @Column('text', { name: 'first_name', nullable: true })
  firstName!: string | null;

  @Column('text', { name: 'last_name', nullable: true })
  lastName!: string | null;

  @Column({ type: 'text', name: 'employee_number', collation: 'C', nullable: true })
  employeeNumber!: string | null;

  @Column({ type: 'text', name: 'manager_remote_id', collation: 'C', nullable: true })
  managerRemoteId!: string | null;

  @Column({ type: 'text', name: 'approver_remote_id', collation: 'C', nullable: true })
  approverRemoteId!: string | null;

  @Column('text')
  role!: string;

  @Column('text', { name: 'vendor_role', nullable: true })
  vendorRole!: string | null;

  @Column('boolean', { name: 'is_active', nullable: true })
  isActive!: boolean | null;

  @Column('date', { name: 'hired_on', nullable: true })
  hiredOn!: string | null;

  @Column('date', { name: 'released_on', nullable: true })
  releasedOn!: string | null;

  @Column('jsonb', { name: 'custom_fields' })
  customFields!: unknown;
}
