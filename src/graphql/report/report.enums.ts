import type {
  ReimbursementMethod as ReimbursementMethodValue,
  ReportStatus as ReportStatusValue,
} from '../../adapters/records';
import { registerEnum } from '../register-enum';

export const ReportStatus = registerEnum<ReportStatusValue>('ReportStatus', 'Where a report stands.', {
  OPEN: 'Being filled in.',
  SUBMITTED: 'Handed in, waiting for approval.',
  APPROVED: 'Approved, not yet paid back.',
  REIMBURSED: 'Paid back, or recorded as paid back.',
  CLOSED: 'Ended without being paid back.',
  UNKNOWN: 'The vendor sent a word that we do not know: see `vendorStatus`.',
});

export const ReimbursementMethod = registerEnum<ReimbursementMethodValue>(
  'ReimbursementMethod',
  'How a report was paid back.',
  {
    VENDOR_TRANSFER: "By the vendor's own bank transfer.",
    RECORDED: 'Elsewhere, and recorded.',
    UNKNOWN: 'Not stated.',
  },
);
