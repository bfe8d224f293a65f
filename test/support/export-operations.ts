import { ERROR_FIELDS } from './instance-operations';
import type { WriteIds } from './write-operations';

/** Mutations that order files, each with `$input`. */
export const EXPORT_MUTATIONS = {
  exportReports: mutation('exportReports', 'ExportReportsInput'),
  exportCardReconciliation: mutation('exportCardReconciliation', 'ExportCardReconciliationInput'),
} as const;

export type ExportMutation = keyof typeof EXPORT_MUTATIONS;

function mutation(field: string, type: string): string {
  return `mutation ($input: ${type}!) {
    ${field}(input: $input) { reportExport { id status files { downloadUrl } } errors { ...ErrorFields } }
  }
  ${ERROR_FIELDS}`;
}

/** An input of each that names every kind of id that it can, and that nothing is wrong with. */
export const EXPORT_INPUTS: Readonly<Record<ExportMutation, (ids: WriteIds) => Record<string, unknown>>> = {
  exportReports: ({ Instance, Report, Policy }) => ({
    instanceId: Instance,
    selection: { reportIds: [Report], policyIds: [Policy] },
    format: 'CSV',
  }),
  exportCardReconciliation: ({ Instance }) => ({
    instanceId: Instance,
    domain: 'example.com',
    transactedOn: { from: '2026-08-01', to: '2026-08-15' },
    format: 'CSV',
  }),
};
