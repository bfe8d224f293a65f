import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One file of an export. */
@Entity('report_export_files')
export class ReportExportFileEntity {
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'report_export_files_pkey' })
  instanceId!: string;

  @PrimaryColumn('uuid', { name: 'export_id', primaryKeyConstraintName: 'report_export_files_pkey' })
  exportId!: string;

  /** From 1. */
  @PrimaryColumn('int4', { primaryKeyConstraintName: 'report_export_files_pkey' })
  number!: number;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text', { name: 'vendor_name' })
  vendorName!: string;

  @Column('text', { name: 'vendor_place' })
  vendorPlace!: string;

  @Column('text')
  name!: string;

  /** Null until all of it is here. */
  @Column('int4', { name: 'byte_size', nullable: true })
  byteSize!: number | null;
}
