import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** A piece of a file of an export. */
@Entity('report_export_chunks')
@Check('report_export_chunks_bytes', 'length(bytes) BETWEEN 1 AND 1048576')
export class ReportExportChunkEntity {
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'report_export_chunks_pkey' })
  instanceId!: string;

  @PrimaryColumn('uuid', { name: 'export_id', primaryKeyConstraintName: 'report_export_chunks_pkey' })
  exportId!: string;

  @PrimaryColumn('int4', { name: 'file_number', primaryKeyConstraintName: 'report_export_chunks_pkey' })
  fileNumber!: number;

  /** Its place in the file, from 0. */
  @PrimaryColumn('int4', { name: 'first_byte', primaryKeyConstraintName: 'report_export_chunks_pkey' })
  firstByte!: number;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('bytea')
  bytes!: Buffer;
}
